package org.carillon.sdp;

/**
 * A certificate fingerprint (RFC 8122 §5).
 *
 * @param hash the hash function's name, as written
 * @param value pairs of hexadecimal digits joined by colons
 */
public record Fingerprint(String hash, String value) {

    SdpLine line() {
        return SdpLine.attribute("fingerprint", hash + " " + value);
    }
}
