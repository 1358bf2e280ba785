package org.carillon.sdp;

import java.util.Locale;
import java.util.Optional;

/** Which way SENDs with regular payload may go, seen by who says it (RFC 4975 §8.9). */
public enum Direction {
    SENDRECV,
    SENDONLY,
    RECVONLY,
    INACTIVE;

    private final String attribute = name().toLowerCase(Locale.ROOT);

    boolean sends() {
        return this == SENDRECV || this == SENDONLY;
    }

    boolean receives() {
        return this == SENDRECV || this == RECVONLY;
    }

    static Optional<Direction> of(String attribute) {
        for (Direction each : values()) {
            if (each.attribute.equals(attribute)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    String attribute() {
        return attribute;
    }

    SdpLine line() {
        return SdpLine.attribute(attribute());
    }
}
