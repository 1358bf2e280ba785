package org.carillon.relay;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.carillon.msrp.MsrpUri;

/**
 * An open Room, as seen from outside. Every method may be called by any thread, returns at once and
 * does nothing if the Room is closed; calls of one thread take effect in their order.
 */
public final class RoomHandle {
    private final Loop loop;
    private final Room room;
    private final MsrpUri sender;
    private final List<MsrpUri> devices;

    RoomHandle(Loop loop, Room room, MsrpUri sender, List<MsrpUri> devices) {
        this.loop = loop;
        this.room = room;
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
     *
     * <p>May be called again after another offer and answer: with the same paths nothing changes
     * while the connection lives; with other paths, or after the connection was lost, the message
     * goes on over a new connection. Call it before the answer leaves, or the peer may be faster.
     */
    public void seatSender(Leg leg) {
        onLoop(r -> r.seatSender(leg));
    }

    /**
     * Gives a device its paths; it is served from byte 1. A device that connects before this is
     * kept waiting.
     *
     * <p>May be called again after another offer and answer: with the same paths nothing changes
     * while the connection lives; with other paths, or after the connection was lost, the device
     * gets the message from byte 1 again over a new connection, or is lost if byte 1 is gone. Call
     * it before the answer leaves, or the peer may be faster.
     */
    public void seatDevice(int seat, Leg leg) {
        onLoop(r -> r.seatDevice(known(seat), leg));
    }

    /**
     * This device has hung up. If all was written to it, its last response is waited for a little;
     * then, or otherwise at once, it is lost. Either is told, unless it was before.
     */
    public void partDevice(int seat) {
        onLoop(r -> r.partDevice(known(seat)));
    }

    /**
     * This device will never, or no longer, read: nothing is kept for it. A connection in the
     * middle of the message gets {@code #}, and is closed.
     */
    public void releaseSeat(int seat) {
        onLoop(r -> r.releaseSeat(known(seat)));
    }

    /**
     * This device wants nothing of the message for now (RFC 3264 §8.4): no chunk begins for it
     * until it resumes. What was written may still be under way. Before its leg is seated as well.
     */
    public void holdDevice(int seat) {
        onLoop(r -> r.holdDevice(known(seat)));
    }

    /** This device goes on where it stopped; nothing if it was not on hold. */
    public void resumeDevice(int seat) {
        onLoop(r -> r.resumeDevice(known(seat)));
    }

    /**
     * The sender has hung up. What its connection still brings counts; that much silence, or the
     * end of the connection, before the last chunk breaks the message.
     */
    public void drain(Duration silence) {
        onLoop(r -> r.drain(silence));
    }

    /**
     * Closes the Room: {@code #} to every device in the middle of the message. A recorder still
     * gets the rest of a message that is complete. Idempotent.
     */
    public void close() {
        onLoop(r -> r.close(RoomSummary.End.CLOSED));
    }

    private int known(int seat) {
        return java.util.Objects.checkIndex(seat, devices.size());
    }

    /**
     * Runs a task when what was asked before has taken effect, on the Room's event loop. That loop
     * reads what has come before it looks at what it was asked: a peer that hears too soon that it
     * is on hold, and passes it on, may see the message flow after that.
     */
    public void afterwards(Runnable task) {
        loop.run(task);
    }

    private void onLoop(Consumer<Room> task) {
        loop.run(() -> task.accept(room));
    }
}
