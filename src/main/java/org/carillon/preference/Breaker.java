package org.carillon.preference;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Keeps us from asking a server that does not answer: every call would wait for it. Thread-safe.
 *
 * <pre>
 *  CLOSED --FAILURES in a row--> OPEN --PAUSE--> one tries: TRYING --success--> CLOSED
 *                                 ▲                            |
 *                                 +---------- failure ---------+
 * </pre>
 */
final class Breaker {
    static final int FAILURES = 3;
    static final Duration PAUSE = Duration.ofSeconds(10);

    private record State(int failures, Instant opensAgain) {}

    private static final State CLOSED = new State(0, Instant.MIN);

    private final InstantSource clock;
    private final AtomicReference<State> state = new AtomicReference<>(CLOSED);

    Breaker(InstantSource clock) {
        this.clock = clock;
    }

    /** Whether the server may be asked now; who asks says what came of it. */
    boolean allows() {
        State now = state.get();
        if (now.failures() < FAILURES) {
            return true;
        }
        // Whoever tries moves the end of the pause, so that nobody else tries meanwhile.
        return !clock.instant().isBefore(now.opensAgain())
                && state.compareAndSet(now, new State(now.failures(), pauseEnd()));
    }

    private Instant pauseEnd() {
        return clock.instant().plus(PAUSE);
    }

    /** The server answered; whether it did not before. */
    boolean succeeded() {
        return state.getAndSet(CLOSED).failures() > 0;
    }

    /** The server did not answer; whether it did before. */
    boolean failed() {
        return state.getAndUpdate(s -> new State(s.failures() + 1, pauseEnd())).failures() == 0;
    }
}
