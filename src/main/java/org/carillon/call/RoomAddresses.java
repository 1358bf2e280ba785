package org.carillon.call;

import java.util.List;
import java.util.Map;
import org.carillon.sdp.Fingerprint;

/**
 * The local MSRP URIs of an open Room, all listening.
 *
 * @param host the address for o= and c= lines
 * @param sender our URI on the sender's leg
 * @param originId a random sess-id for the sender's leg; the branches count on from it
 * @param fingerprints of our certificate, for the legs that are TLS
 */
public record RoomAddresses(
        String host,
        String sender,
        Map<BranchId, String> branches,
        long originId,
        List<Fingerprint> fingerprints) {
    public RoomAddresses {
        fingerprints = List.copyOf(fingerprints);
        branches = Map.copyOf(branches);
    }
}
