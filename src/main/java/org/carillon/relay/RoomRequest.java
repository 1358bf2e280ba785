package org.carillon.relay;

import java.util.List;
import java.util.Optional;

/**
 * The Room that one message needs.
 *
 * @param label what else the log calls it, such as {@code call-id="..."}: one line, printable
 * @param secure which of its legs are TLS
 * @param seats devices that may join, 1 or more unless there is a keeper; each has a leg and a
 *     number from 0. Until a seat is released, the whole message is kept for it
 * @param maxSize octets the message may have; the sender of more gets 413
 * @param acceptTypes media types the sender may use, as in {@code a=accept-types}: {@code *} and
 *     {@code type/*} count (RFC 4975 §8.6); others get 415
 * @param recorder takes a copy of the message, if somebody wants one
 * @param keeper takes the message over, if somebody does: its end is acknowledged when the keeper
 *     has completed; if it fails, when every device that has joined has the message, and where
 *     there is none the message is broken
 * @param kept takes the sender's place, if there is no sender; the sender's leg is seated all the
 *     same, and the message begins then
 * @param deviceContent says what a SEND from a device to the sender is
 */
public record RoomRequest(
        String label,
        Secure secure,
        int seats,
        long maxSize,
        List<String> acceptTypes,
        Optional<Recorder> recorder,
        Optional<Keeper> keeper,
        Optional<KeptMessage> kept,
        DeviceContent deviceContent) {

    /**
     * Who takes the message over.
     *
     * @param role whether that is enough: if it is, the loss of every device is no failure
     */
    public record Keeper(Recorder recorder, Role role) {
        /** What a keeper is beside the devices. */
        public enum Role {
            COPY,
            RECIPIENT
        }
    }

    /**
     * Which legs are {@code msrps}.
     *
     * @param sender the sender's
     * @param devices every device's
     */
    public record Secure(boolean sender, boolean devices) {
        /** No leg is. */
        public static final Secure NONE = new Secure(false, false);

        boolean any() {
            return sender || devices;
        }
    }

    /** A Room without TLS, known by its own name alone. */
    public RoomRequest(
            int seats,
            long maxSize,
            List<String> acceptTypes,
            Optional<Recorder> recorder,
            DeviceContent deviceContent) {
        this("", Secure.NONE, seats, maxSize, acceptTypes, recorder, deviceContent);
    }

    /** A Room with a sender, whose message nobody keeps. */
    public RoomRequest(
            String label,
            Secure secure,
            int seats,
            long maxSize,
            List<String> acceptTypes,
            Optional<Recorder> recorder,
            DeviceContent deviceContent) {
        this(
                label,
                secure,
                seats,
                maxSize,
                acceptTypes,
                recorder,
                Optional.empty(),
                Optional.empty(),
                deviceContent);
    }

    /** Copies the list and checks the numbers. */
    public RoomRequest {
        int fewest = keeper.isPresent() ? 0 : 1;
        if (seats < fewest) {
            throw new IllegalArgumentException("seats=" + seats + ", expected at least " + fewest);
        }
        if (maxSize < 0) {
            throw new IllegalArgumentException("maxSize=" + maxSize + ", expected at least 0");
        }
        acceptTypes = List.copyOf(acceptTypes);
    }
}
