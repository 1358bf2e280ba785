package org.carillon.call;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A REGISTER, translated from the container's request (RFC 3261 §10.2).
 *
 * @param user the To URI
 * @param from the From URI: who registers
 * @param contacts in order; empty is a query (RFC 3261 §10.2.3)
 * @param wildcard {@code Contact: *}
 * @param expires the Expires header, seconds
 * @param path the Path header values (RFC 3327), empty if none
 * @param supported option tags of Supported: {@code gruu}, {@code path}, {@code outbound}
 * @param trustedPeer whether it came from one of {@code trusted-peers}
 */
public record RegisterRequest(
        Aor user,
        Aor from,
        String requestHost,
        List<RegisterContact> contacts,
        boolean wildcard,
        OptionalLong expires,
        String callId,
        long cseq,
        List<String> path,
        List<String> supported,
        List<String> required,
        boolean trustedPeer) {
    public RegisterRequest {
        contacts = List.copyOf(contacts);
        path = List.copyOf(path);
        supported = List.copyOf(supported);
        required = List.copyOf(required);
    }

    /** Whether the client knows the extension; what it requires it supports (RFC 5627 §4.1). */
    public boolean supports(String optionTag) {
        return supported.contains(optionTag) || required.contains(optionTag);
    }

    /**
     * One Contact value.
     *
     * @param expires the {@code expires} parameter, seconds
     * @param features ICSIs of {@code +g.3gpp.icsi-ref}, percent-decoded
     * @param q thousandths, 1000 if absent
     */
    public record RegisterContact(
            String uri,
            OptionalLong expires,
            int q,
            Optional<String> instance,
            Optional<Integer> regId,
            List<String> features) {
        public RegisterContact {
            features = List.copyOf(features);
        }
    }
}
