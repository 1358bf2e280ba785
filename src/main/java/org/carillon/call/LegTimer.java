package org.carillon.call;

/** A timer that one dialog of a call has for itself (RFC 4028 §10). */
public record LegTimer(Leg leg, Kind kind) implements TimerName {
    /** The two waits of a session timer. */
    public enum Kind {
        /** Our own refresh is due, for the first time or once more. */
        REFRESH,
        /** Without a refresh until then, from whichever side, the dialog ends. */
        EXPIRY
    }
}
