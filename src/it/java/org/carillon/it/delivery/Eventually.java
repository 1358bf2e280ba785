package org.carillon.it.delivery;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a condition that nobody on the wire tells of. */
final class Eventually {
    private static final int DEADLINE_SECONDS = 20;

    private Eventually() {}

    static void holds(String what, BooleanSupplier condition) {
        within(DEADLINE_SECONDS, what, condition);
    }

    /** For what has a wait of its own: the deadline is longer than that. */
    static void within(int seconds, String what, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(seconds)) {
                throw new AssertionError("still not: " + what);
            }
            LockSupport.parkNanos(5_000_000);
        }
    }
}
