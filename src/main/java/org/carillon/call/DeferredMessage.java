package org.carillon.call;

import java.time.Instant;

/**
 * A message that waits for a device of its user.
 *
 * @param id names it in the store
 * @param arrived when its sender began
 * @param octets of its content
 */
public record DeferredMessage(
        String id, LargeMessageInvite invite, Content content, Instant arrived, long octets) {

    /**
     * The head of its content over MSRP; one char an octet.
     *
     * @param messageId the Message-ID
     * @param contentType the Content-Type
     * @param otherHeaders header lines that only devices understand
     */
    public record Content(String messageId, String contentType, String otherHeaders) {}
}
