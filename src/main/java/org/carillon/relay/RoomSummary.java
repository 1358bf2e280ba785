package org.carillon.relay;

/**
 * What became of a Room.
 *
 * @param end why it closed
 * @param bytesIn octets of the message received, overlaps not counted twice
 * @param bytesOut octets of the message written to all devices
 * @param complete true if the message was complete
 * @param served devices that acknowledged the last byte
 * @param lost devices that were lost
 */
public record RoomSummary(
        End end, long bytesIn, long bytesOut, boolean complete, int served, int lost) {

    /** Why a Room closes. */
    public enum End {
        /** {@link RoomHandle#close}. */
        CLOSED,
        /** Nothing happened for the idle limit. */
        IDLE,
        /** A fault of ours; the log has it. */
        FAULT,
        /** The relay was closed. */
        RELAY_CLOSED
    }
}
