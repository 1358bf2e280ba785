package org.carillon.sdp;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A certificate fingerprint (RFC 8122 §5).
 *
 * @param hash the hash function's name, as written
 * @param value pairs of hexadecimal digits joined by colons
 */
public record Fingerprint(String hash, String value) {

    /**
     * Octets of each hash that counts. MD2 and MD5 must not (RFC 8122 §5); SHA-1 does, because
     * clients still follow the example of RFC 4975 §14.4, and to forge it takes a second preimage.
     */
    private static final Map<String, Integer> OCTETS =
            Map.of("sha-1", 20, "sha-224", 28, "sha-256", 32, "sha-384", 48, "sha-512", 64);

    private static final Pattern VALUE = Pattern.compile("[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2})*+");

    /** Reads an attribute value; one that is not well-formed is a fingerprint of no use. */
    public static Fingerprint of(String attribute) {
        List<String> words = MsrpMediaReader.words(attribute);
        return words.size() == 2
                ? new Fingerprint(words.get(0), words.get(1))
                : new Fingerprint("", attribute);
    }

    /**
     * Of all that a peer gives, those that are made with the strongest function: its certificate
     * must have one of them (RFC 8122 §5.1).
     *
     * @return empty if none is of any use
     */
    public static List<Fingerprint> strongest(List<Fingerprint> given) {
        Optional<Integer> most =
                given.stream()
                        .filter(Fingerprint::isUsable)
                        .map(Fingerprint::octets)
                        .max(Integer::compare);
        return given.stream()
                .filter(each -> each.isUsable() && Optional.of(each.octets()).equals(most))
                .toList();
    }

    private boolean isUsable() {
        return VALUE.matcher(value).matches() && value.length() == 3 * octets() - 1;
    }

    private int octets() {
        return OCTETS.getOrDefault(hash.toLowerCase(Locale.ROOT), 0);
    }

    SdpLine line() {
        return SdpLine.attribute("fingerprint", hash + " " + value);
    }
}
