package org.carillon.it.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for a condition with a deadline. */
final class Eventually {
    private static final Duration DEADLINE = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private Eventually() {}

    static void holds(BooleanSupplier condition) {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /** Fails with what is there instead. */
    static <T> void is(Supplier<T> actual, T expected) {
        holds(() -> actual.get().equals(expected));
        assertThat(actual.get()).isEqualTo(expected);
    }

    static <T> T present(Supplier<Optional<T>> wanted) {
        holds(() -> wanted.get().isPresent());
        return wanted.get().orElseThrow(() -> new AssertionError("still missing"));
    }
}
