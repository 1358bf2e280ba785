package org.carillon.call;

/** A timer that one dialog of a call has for itself. */
public record LegTimer(Leg leg, Kind kind) implements TimerName {
    /** What is waited for: REFRESH and EXPIRY are those of a session timer (RFC 4028 §10). */
    public enum Kind {
        /** Our own refresh is due, for the first time or once more. */
        REFRESH,
        /** Without a refresh until then, from whichever side, the dialog ends. */
        EXPIRY,
        /** Without the ACK of our 2xx to a re-INVITE the dialog ends (RFC 3261 §14.2). */
        ACKNOWLEDGE
    }
}
