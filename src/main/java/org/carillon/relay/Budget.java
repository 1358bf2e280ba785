package org.carillon.relay;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Octets that all Rooms together may hold somewhere. Any thread.
 *
 * <p>What has arrived has arrived: adding never fails. Who adds asks {@link #isExhausted} and then
 * stops taking more until its {@link #whenFree} task runs.
 */
final class Budget {
    private record Waiting(long octets, Runnable task) {}

    private final long limit;
    private final AtomicLong used = new AtomicLong();
    private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();

    Budget(long limit) {
        this.limit = limit;
    }

    void add(long octets) {
        used.addAndGet(octets);
    }

    /** True if that much fitted and is now added. */
    boolean tryAdd(long octets) {
        if (used.addAndGet(octets) <= limit) {
            return true;
        }
        remove(octets);
        return false;
    }

    void remove(long octets) {
        used.addAndGet(-octets);
        wake();
    }

    boolean isExhausted() {
        return used.get() >= limit;
    }

    /** True if somebody needs more than there is. */
    boolean isWaitedFor() {
        return !waiting.isEmpty();
    }

    long used() {
        return used.get();
    }

    /** Runs the task once, on any thread, when that many octets may fit. */
    void whenFree(long octets, Runnable task) {
        waiting.add(new Waiting(octets, task));
        wake();
    }

    /** Looks at each of those who wait once: one that does not fit yet waits on. */
    private void wake() {
        for (int i = waiting.size(); i > 0; i--) {
            Waiting next = waiting.poll();
            if (next == null) {
                return;
            }
            if (used.get() + next.octets() <= limit) {
                next.task().run();
            } else {
                waiting.add(next);
            }
        }
    }
}
