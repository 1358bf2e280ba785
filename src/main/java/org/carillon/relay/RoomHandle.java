package org.carillon.relay;

import java.time.Duration;
import java.util.List;
import org.carillon.msrp.MsrpUri;

/**
 * An open Room, as seen from outside. Every method may be called by any thread, returns at once and
 * does nothing if the Room is closed; calls of one thread take effect in their order.
 */
public final class RoomHandle {
    private final MsrpUri sender;
    private final List<MsrpUri> devices;

    RoomHandle(MsrpUri sender, List<MsrpUri> devices) {
        this.sender = sender;
        this.devices = List.copyOf(devices);
    }

    /** Our own URI on the sender's leg. */
    public MsrpUri sender() {
        return sender;
    }

    /** Our own URI on the leg of each seat, in the order of their numbers. */
    public List<MsrpUri> devices() {
        return devices;
    }

    /**
     * Gives the sender's leg its paths and connects if the leg says so. A sender that connects
     * before this is kept waiting.
     */
    public void seatSender(Leg leg) {
        later(leg);
    }

    /** Gives a device its paths; it is served from byte 1. At most once for each seat. */
    public void seatDevice(int seat, Leg leg) {
        later(seat + "" + leg);
    }

    /**
     * This device will never, or no longer, read: nothing is kept for it. A connection in the
     * middle of the message gets {@code #}.
     */
    public void releaseSeat(int seat) {
        later(seat);
    }

    /**
     * The sender has hung up. What its connection still brings counts; that much silence, or the
     * end of the connection, before the last chunk breaks the message.
     */
    public void drain(Duration silence) {
        later(silence);
    }

    /** Closes the Room: {@code #} to every device in the middle of the message. Idempotent. */
    public void close() {
        later("");
    }

    private void later(Object subject) {
        if (sender != null) {
            throw new UnsupportedOperationException("not written yet: " + subject);
        }
    }
}
