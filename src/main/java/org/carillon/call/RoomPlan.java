package org.carillon.call;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.carillon.sdp.Transport;

/**
 * The Room a call needs: one leg for the sender, one per branch, or none but a keeper.
 *
 * @param user whose devices they are
 * @param invited whom the branches are for, in their order: {@link Device#identity}
 * @param acceptTypes the media types of the answer's {@code accept-types} (RFC 4975 §8.6)
 * @param maxSize octets the message may have
 * @param sender how the sender's leg is carried
 * @param devices how every device's leg is
 * @param history the object to record, if the user wants history
 * @param keep what is kept with the message, if it is: its end is acknowledged when both are safe
 */
public record RoomPlan(
        Aor user,
        List<String> invited,
        List<String> acceptTypes,
        long maxSize,
        Transport sender,
        Transport devices,
        Optional<HistoryEntry> history,
        Optional<Keep> keep) {
    /**
     * A keeper in the Room.
     *
     * @param invite what it keeps with the message
     */
    public record Keep(CpmRequest invite, Role role) {
        /** What the keeper is to the message. */
        public enum Role {
            /** One that outlives us. When every device has failed, the message has failed. */
            COPY,
            /** As good as a device. */
            RECIPIENT
        }
    }

    public RoomPlan {
        invited = List.copyOf(invited);
        acceptTypes = List.copyOf(acceptTypes);
    }

    public List<BranchId> branches() {
        return IntStream.rangeClosed(1, invited.size()).mapToObj(BranchId::new).toList();
    }
}
