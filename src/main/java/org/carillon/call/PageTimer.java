package org.carillon.call;

import java.time.Duration;

/** The timers behind the waits of a {@link Page}. */
public enum PageTimer implements TimerName {
    /** Devices and preferences must be known by then. */
    LOOK_UP(Duration.ofSeconds(5)),
    /** The store must have it by then; without it the message goes on. */
    KEEP(Duration.ofSeconds(5)),
    /** The sender must have its answer by then: well before its own 64·T1 are over (RFC 4320). */
    ANSWER(Duration.ofSeconds(24)),
    /** Every device's transaction is over by then: 64·T1 and some more. */
    TRANSACTIONS(Duration.ofSeconds(40));

    private final Duration after;

    PageTimer(Duration after) {
        this.after = after;
    }

    Duration after() {
        return after;
    }
}
