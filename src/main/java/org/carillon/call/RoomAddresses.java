package org.carillon.call;

import java.util.Map;

/**
 * The local MSRP URIs of an open Room, all listening.
 *
 * @param host the address for c= lines
 * @param port the port for m= lines
 */
public record RoomAddresses(
        String host, int port, String sender, Map<BranchId, String> branches) {
    public RoomAddresses {
        branches = Map.copyOf(branches);
    }
}
