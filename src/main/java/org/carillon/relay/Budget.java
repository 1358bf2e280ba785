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
    private final long limit;
    private final AtomicLong used = new AtomicLong();
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();

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
        wakeIfFree();
    }

    boolean isExhausted() {
        return used.get() >= limit;
    }

    long used() {
        return used.get();
    }

    /** Runs the task once, on any thread, when there may be room again. */
    void whenFree(Runnable task) {
        waiting.add(task);
        wakeIfFree();
    }

    private void wakeIfFree() {
        if (waiting.isEmpty() || isExhausted()) {
            return;
        }
        for (int i = waiting.size(); i > 0; i--) {
            Runnable task = waiting.poll();
            if (task != null) {
                task.run();
            }
        }
    }
}
