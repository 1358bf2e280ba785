package org.carillon.it.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits with a deadline for what nobody on the wire tells of. */
public final class Eventually {
    private static final int DEADLINE_SECONDS = 20;
    private static final long PAUSE_MILLIS = 10;

    private Eventually() {}

    /** Fails if it still does not hold at the deadline. */
    public static void holds(String what, BooleanSupplier condition) {
        within(DEADLINE_SECONDS, what, condition);
    }

    /** For what has a wait of its own: the deadline is longer than that. */
    public static void within(int seconds, String what, BooleanSupplier condition) {
        if (!awaited(seconds, condition)) {
            throw new AssertionError("still not: " + what);
        }
    }

    private static boolean awaited(int seconds, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        boolean holds = condition.getAsBoolean();
        while (!holds && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS));
            holds = condition.getAsBoolean();
        }
        return holds;
    }

    /** Fails with what is there instead. */
    public static <T> void is(Supplier<T> actual, T expected) {
        if (!awaited(DEADLINE_SECONDS, () -> actual.get().equals(expected))) {
            assertThat(actual.get()).isEqualTo(expected);
        }
    }

    /** What is there at last. */
    public static <T> T present(Supplier<Optional<T>> wanted) {
        awaited(DEADLINE_SECONDS, () -> wanted.get().isPresent());
        return wanted.get().orElseThrow(() -> new AssertionError("still missing"));
    }

    /** What is supplied once it is empty, or what is still in it at the deadline. */
    public static <T extends Collection<?>> T empty(Supplier<T> supplier) {
        awaited(DEADLINE_SECONDS, () -> supplier.get().isEmpty());
        return supplier.get();
    }
}
