package org.carillon.call;

import java.util.List;
import java.util.Optional;

/**
 * The sender's INVITE, as the container gave it, with nothing decided yet.
 *
 * @param recipient the address of record of the Request-URI
 * @param from the From header value without its tag
 * @param to the To header value without tag
 * @param route the Route set that came with it below our own entry: the core's way back to itself
 * @param headers the other header lines
 * @param contentType the body's media type in lower case without parameters; empty without a body
 * @param offer the SDP: the body, or the SDP part of a multipart body
 * @param trustedPeer whether the INVITE came from one of {@code trusted-peers}
 * @param time when it arrived, as an RFC 5322 date: what history shows if there is no Date header
 */
public record LargeMessageInvite(
        CallId call,
        Aor recipient,
        String from,
        String to,
        List<String> route,
        int maxForwards,
        Headers headers,
        Optional<String> contentType,
        Optional<String> offer,
        boolean trustedPeer,
        String time) {
    public LargeMessageInvite {
        route = List.copyOf(route);
    }

    /** The originator's address as a trusted peer asserts it, first of all; empty if none does. */
    public Optional<Aor> assertedOriginator() {
        return Originator.of(this).map(originator -> originator.asserted().get(0));
    }
}
