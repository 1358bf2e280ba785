package org.carillon.tool;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * How fast a device takes what it is sent: as it comes, or at so many bytes a second.
 *
 * <p>For one reading thread, which it puts to sleep.
 */
public final class Pace {
    private static final long NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int READS_A_SECOND = 20;

    private final long bytesPerSecond;
    private final LongSupplier nanoTime;
    private final LongConsumer sleepNanos;
    private long due = Long.MIN_VALUE;

    Pace(long bytesPerSecond, LongSupplier nanoTime, LongConsumer sleepNanos) {
        this.bytesPerSecond = bytesPerSecond;
        this.nanoTime = nanoTime;
        this.sleepNanos = sleepNanos;
    }

    /** As fast as it comes. */
    public static Pace unlimited() {
        return bytesPerSecond(Long.MAX_VALUE);
    }

    /**
     * At most so many bytes a second.
     *
     * @param limit 1 or more
     */
    public static Pace bytesPerSecond(long limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("a rate is at least 1 byte a second, got " + limit);
        }
        return new Pace(limit, System::nanoTime, LockSupport::parkNanos);
    }

    /** A new one at the same rate, for another reading thread. */
    Pace another() {
        return new Pace(bytesPerSecond, nanoTime, sleepNanos);
    }

    /** How much to read at once: small enough for an even flow, never more than {@code most}. */
    int readSize(int most) {
        return (int) Math.max(1, Math.min(most, bytesPerSecond / READS_A_SECOND));
    }

    /** Waits until that many bytes were allowed. */
    void took(int bytes) {
        if (bytesPerSecond == Long.MAX_VALUE) {
            return;
        }
        long now = nanoTime.getAsLong();
        long cost = (long) (bytes * ((double) NANOS / bytesPerSecond));
        due = (due == Long.MIN_VALUE || due < now ? now : due) + cost;
        sleepUntilDue(now);
    }

    /** Parking may end early, for no reason. */
    private void sleepUntilDue(long from) {
        long now = from;
        while (now < due && !Thread.currentThread().isInterrupted()) {
            sleepNanos.accept(due - now);
            now = nanoTime.getAsLong();
        }
    }

    /** Whether it limits anything. */
    boolean limits() {
        return bytesPerSecond != Long.MAX_VALUE;
    }
}
