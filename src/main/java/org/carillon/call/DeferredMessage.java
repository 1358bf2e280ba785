package org.carillon.call;

import java.time.Instant;
import java.util.Set;

/**
 * A message that waits for a device of its user.
 *
 * @param id names it in the store
 * @param arrived when its sender began
 * @param octets of its content
 * @param devices who has it, and whom it is for
 * @param recorded whether it is in its user's history
 */
public record DeferredMessage(
        String id,
        CpmRequest invite,
        Content content,
        Instant arrived,
        long octets,
        Devices devices,
        boolean recorded) {

    /**
     * The head of its content over MSRP; one char an octet.
     *
     * @param messageId the Message-ID
     * @param contentType the Content-Type
     * @param otherHeaders header lines that only devices understand
     */
    public record Content(String messageId, String contentType, String otherHeaders) {}

    /**
     * The devices that count, by {@link Device#identity}.
     *
     * @param served have confirmed it and get it no second time
     * @param owed were invited when the server died; empty: it is for any device
     */
    public record Devices(Set<String> served, Set<String> owed) {
        public Devices {
            served = Set.copyOf(served);
            owed = Set.copyOf(owed);
        }

        private boolean want(String device) {
            return !served.contains(device) && (owed.isEmpty() || owed.contains(device));
        }
    }

    /** Whether a device has it. */
    public boolean isDelivered() {
        return !devices.served().isEmpty();
    }

    /** Whether that device is still to get it. */
    public boolean isFor(Device device) {
        return devices.want(device.identity());
    }
}
