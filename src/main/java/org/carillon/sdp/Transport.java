package org.carillon.sdp;

import java.util.Locale;
import java.util.Optional;

/** How an MSRP hop is carried: plain, or over TLS (RFC 4975 §8.1). */
public enum Transport {
    TCP("TCP/MSRP", "msrp"),
    TLS("TCP/TLS/MSRP", "msrps");

    private final String protocol;
    private final String scheme;

    Transport(String protocol, String scheme) {
        this.protocol = protocol;
        this.scheme = scheme;
    }

    /** The protocol field of the m-line. */
    public String protocol() {
        return protocol;
    }

    /** The scheme of the MSRP URI. */
    public String scheme() {
        return scheme;
    }

    static Optional<Transport> ofProtocol(String protocol) {
        for (Transport each : values()) {
            if (each.protocol.equalsIgnoreCase(protocol)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    static Optional<Transport> ofScheme(String scheme) {
        String lower = scheme.toLowerCase(Locale.ROOT);
        for (Transport each : values()) {
            if (each.scheme.equals(lower)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }
}
