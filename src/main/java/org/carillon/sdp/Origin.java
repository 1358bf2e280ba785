package org.carillon.sdp;

/** The o-line (RFC 4566 §5.2). Id and version are digits of any length, so they stay text. */
public record Origin(
        String user, String id, String version, String netType, String addrType, String address) {

    @Override
    public String toString() {
        return String.join(" ", user, id, version, netType, addrType, address);
    }
}
