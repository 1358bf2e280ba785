package org.carillon.relay;

/**
 * Why a device can no longer be served.
 *
 * @param cause what happened
 * @param statusCode the MSRP status that says so in a failure REPORT: the device's own for {@link
 *     Cause#REFUSED}, otherwise 408
 */
public record SeatLoss(Cause cause, int statusCode) {

    /** What happened. */
    public enum Cause {
        /** The device answered a chunk with an error, or sent a failure REPORT. */
        REFUSED,
        /** No response to a chunk in time (RFC 4975 §7.1.1). */
        NO_RESPONSE,
        /** No progress for the stall limit. */
        STALLED,
        /** It hung up before it had everything. */
        HUNG_UP,
        /** It held the message back for longer than others could wait. */
        HELD_TOO_LONG,
        /** Its connection ended. */
        CONNECTION_LOST,
        /** It never connected to us. */
        NEVER_CONNECTED,
        /** We could not connect to it. */
        UNREACHABLE,
        /** Its address is outside the networks we may connect to. */
        NOT_ALLOWED,
        /** TLS with it could not be set up: it speaks another, or nobody vouches for it. */
        TLS_FAILED,
        /** It showed another certificate than its description names (RFC 4975 §14.4). */
        WRONG_CERTIFICATE,
        /** Its octets made no sense. */
        MALFORMED,
        /** Our spool failed: what it had still to get is gone. */
        SPOOL_FAILED
    }

    static SeatLoss refused(int statusCode) {
        return new SeatLoss(Cause.REFUSED, statusCode);
    }

    static SeatLoss of(Cause cause) {
        return new SeatLoss(cause, 408);
    }
}
