package org.carillon.relay;

/**
 * What a Room tells. Called on the Room's event loop: methods must return at once and must not
 * throw. {@link #closed} is the last call.
 */
public interface RoomListener {

    /** The Room holds the whole message. At most once, and not after {@link #messageBroken}. */
    void messageReceived(long bytes);

    /** The message will never be whole. At most once. */
    void messageBroken(MessageBreak reason);

    /** This device has acknowledged its last byte. At most once per seat. */
    void seatServed(int seat);

    /**
     * This device can no longer be served. At most once per seat, and not after {@link
     * #seatServed}; not called for a seat that was released, or when the message is broken.
     */
    void seatLost(int seat, SeatLoss loss);

    /** The Room is gone, with everything it held. */
    void closed(RoomSummary summary);
}
