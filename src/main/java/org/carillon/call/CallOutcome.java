package org.carillon.call;

/**
 * How a call ended, for the log, the metrics and the console.
 *
 * @param kind the one word operators count by
 * @param status the final response the sender got; 0 if it got none from us
 * @param served devices that acknowledged the last byte
 * @param invited devices invited
 * @param bytes octets of the complete message; 0 if it never was complete
 * @param why the reason in words, for anything but DELIVERED and DEFERRED
 */
public record CallOutcome(Kind kind, int status, int served, int invited, long bytes, String why) {
    /** The ways a call ends. */
    public enum Kind {
        /** At least one device has the whole message. */
        DELIVERED,
        /** No device could be reached; the message is kept for later. */
        DEFERRED,
        /** The sender's request got a final response of 300 or more. */
        REFUSED,
        /** The sender cancelled in time. */
        CANCELLED,
        /** Answered, but the message never became whole. */
        ABORTED,
        /** A notification that its addressee has had from another device. */
        REPEATED,
        /** Answered and whole, but no device took it. */
        UNDELIVERED
    }
}
