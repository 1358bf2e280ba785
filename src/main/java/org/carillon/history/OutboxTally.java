package org.carillon.history;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What the outbox holds, against its limits, and what has become of the rest. Thread-safe. */
final class OutboxTally {
    private final OutboxOptions limits;
    private final AtomicLong objects = new AtomicLong();
    private final AtomicLong octets = new AtomicLong();
    private final LongAdder full = new LongAdder();
    private final LongAdder stored = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final AtomicLong waitingUsers = new AtomicLong();
    private volatile String trouble = "";

    OutboxTally(OutboxOptions limits) {
        this.limits = limits;
    }

    /** One object more, if there may be one. */
    void begin() throws IOException {
        if (objects.incrementAndGet() > limits.objects()) {
            objects.decrementAndGet();
            throw full(limits.objects() + " objects");
        }
    }

    /** That many octets more, if there may be so many. */
    void grow(long count) throws IOException {
        if (octets.addAndGet(count) > limits.disk()) {
            octets.addAndGet(-count);
            throw full(limits.disk() + " octets, setting=outbox-disk");
        }
    }

    private IOException full(String limit) {
        full.increment();
        return new IOException("the history outbox is full: " + limit);
    }

    /** An object from before the start, which is there whatever the limits say now. */
    void found(long size) {
        objects.incrementAndGet();
        octets.addAndGet(size);
    }

    /** What lies in the directory of those refused. */
    void foundRefused(long size) {
        octets.addAndGet(size);
    }

    /** An object will never be whole. */
    void dropped(long size) {
        octets.addAndGet(-size);
        objects.decrementAndGet();
    }

    void stored(long size) {
        stored.increment();
        dropped(size);
    }

    /** An object no longer waits; its octets stay on the disk. */
    void refused() {
        refused.increment();
        objects.decrementAndGet();
    }

    /**
     * @param why which setting to look at, and what happened, fit for a log line
     */
    void attemptFailed(String why) {
        failed.increment();
        trouble = why;
    }

    /** The store has just failed for a user; their objects wait. */
    void userWaits() {
        waitingUsers.incrementAndGet();
    }

    /** It works again for that user. */
    void userGoesOn() {
        waitingUsers.decrementAndGet();
    }

    /** Users for whom the store failed the last time. */
    long waitingUsers() {
        return waitingUsers.get();
    }

    /** Why it failed the last time, if anybody still waits for that. */
    Optional<String> trouble() {
        return waitingUsers.get() == 0 ? Optional.empty() : Optional.of(trouble);
    }

    /** Objects that grow or wait. */
    long objects() {
        return objects.get();
    }

    /** Octets on the disk. */
    long octets() {
        return octets.get();
    }

    Map<String, Long> counters() {
        return Map.of(
                "history-stored", stored.sum(),
                "history-attempts-failed", failed.sum(),
                "history-refused", refused.sum(),
                "limit-outbox", full.sum());
    }
}
