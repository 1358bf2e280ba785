package org.carillon.call;

import java.util.List;
import java.util.Optional;
import org.carillon.sdp.Transport;

/**
 * The Room a call needs: one leg for the sender, one per branch, or none but a keeper.
 *
 * @param acceptTypes the media types of the answer's {@code accept-types} (RFC 4975 §8.6)
 * @param maxSize octets the message may have
 * @param sender how the sender's leg is carried
 * @param devices how every device's leg is
 * @param history the object to record, if the user wants history
 * @param keep what is kept with the message for later, if it is: its end is acknowledged when both
 *     are safe
 */
public record RoomPlan(
        List<BranchId> branches,
        List<String> acceptTypes,
        long maxSize,
        Transport sender,
        Transport devices,
        Optional<HistoryEntry> history,
        Optional<LargeMessageInvite> keep) {
    public RoomPlan {
        branches = List.copyOf(branches);
        acceptTypes = List.copyOf(acceptTypes);
    }
}
