package org.carillon.sdp;

import java.util.Set;

/**
 * The attributes that never pass from one leg to the other, because they speak of one hop (its
 * addresses, keys and grouping of m-lines) or of a service that a large message is not.
 */
final class HopAttributes {

    private static final Set<String> DROPPED =
            Set.of(
                    // RFC 4975, 6135 (which forbids a=connection), 6714: we say these ourselves
                    "path",
                    "setup",
                    "connection",
                    "msrp-cema",
                    "sendrecv",
                    "sendonly",
                    "recvonly",
                    "inactive",
                    // keys of a hop: RFC 8122, 4568, 4567, 8842
                    "fingerprint",
                    "crypto",
                    "key-mgmt",
                    "tls-id",
                    // addresses of a hop: RFC 8839
                    "candidate",
                    "remote-candidates",
                    "end-of-candidates",
                    "ice-ufrag",
                    "ice-pwd",
                    "ice-options",
                    "ice-lite",
                    "ice-mismatch",
                    "ice-pacing",
                    // m-lines that the other side does not see: RFC 5888, 8843
                    "group",
                    "mid",
                    "bundle-only",
                    // file transfer (RFC 5547) and chat rooms (RFC 7701)
                    "file-selector",
                    "file-transfer-id",
                    "file-disposition",
                    "file-date",
                    "file-icon",
                    "file-range",
                    "chatroom");

    private HopAttributes() {}

    /** Whether a line of an m-line's section goes to the other leg untouched. */
    static boolean passes(SdpLine line) {
        return line.type() == 'i' || line.type() == 'b' || passesForSession(line);
    }

    /** Whether a session-level line does: attributes only, the rest describes the other dialog. */
    static boolean passesForSession(SdpLine line) {
        return line.type() == 'a' && !DROPPED.contains(line.attributeName());
    }
}
