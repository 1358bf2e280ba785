package org.carillon.sdp;

import java.util.Locale;

/** The value of {@code a=setup} (RFC 4145, RFC 6135). */
public enum Setup {
    ACTIVE,
    PASSIVE,
    ACTPASS,
    /** No {@code a=setup}, a value nobody defined, or holdconn, which RFC 6135 §4.2.1 ignores. */
    ABSENT;

    static Setup of(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "active" -> ACTIVE;
            case "passive" -> PASSIVE;
            case "actpass" -> ACTPASS;
            default -> ABSENT;
        };
    }

    SdpLine line() {
        return SdpLine.attribute("setup", name().toLowerCase(Locale.ROOT));
    }
}
