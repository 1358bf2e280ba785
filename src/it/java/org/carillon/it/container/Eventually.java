package org.carillon.it.container;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits for a condition with a deadline. */
final class Eventually {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private Eventually() {}

    /** What is supplied once it is empty, or what is still in it at the deadline. */
    static <T extends Collection<?>> T empty(Supplier<T> supplier) {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        T seen = supplier.get();
        while (!seen.isEmpty() && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(PAUSE.toNanos());
            seen = supplier.get();
        }
        return seen;
    }
}
