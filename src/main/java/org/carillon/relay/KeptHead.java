package org.carillon.relay;

/**
 * What all chunks of a message that somebody keeps have in common: enough to send it once more as
 * the message that it was (RFC 4975 §7.1.1). One char an octet, as they stood on the wire.
 *
 * @param messageId names the message to the devices, today and when it is sent again
 * @param otherHeaders header lines that only the devices understand; may be empty
 */
public record KeptHead(String messageId, String contentType, String otherHeaders) {}
