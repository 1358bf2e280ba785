package org.carillon.relay;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** So many in a second, and as many at once. Any thread. */
final class Rate {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final long interval;

    /** When everything that was taken would have been, had it come evenly. */
    private final AtomicLong due;

    Rate(int perSecond, long nanoTime) {
        this.interval = SECOND / perSecond;
        this.due = new AtomicLong(nanoTime);
    }

    /** False: it is too much. */
    boolean take(long nanoTime) {
        long before = due.get();
        long after = before - nanoTime < 0 ? nanoTime + interval : before + interval;
        if (after - nanoTime > SECOND) {
            return false;
        }
        return due.compareAndSet(before, after) || take(nanoTime);
    }
}
