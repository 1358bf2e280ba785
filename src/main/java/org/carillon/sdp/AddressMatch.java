package org.carillon.sdp;

import java.util.Optional;

/** Whether c- and m-line name the same place as the path (RFC 6714 §4.4), as far as is known. */
enum AddressMatch {
    SAME,
    DIFFERENT,
    /** A name on one side and an address on the other: only DNS could tell. */
    UNKNOWN;

    static AddressMatch of(Target one, Target other) {
        if (one.port() != other.port()) {
            return DIFFERENT;
        }
        if (one.host().equalsIgnoreCase(other.host())) {
            return SAME;
        }
        Optional<IpLiteral> first = IpLiteral.parse(one.host());
        Optional<IpLiteral> second = IpLiteral.parse(other.host());
        if (first.isEmpty() || second.isEmpty()) {
            return UNKNOWN;
        }
        return first.equals(second) ? SAME : DIFFERENT;
    }
}
