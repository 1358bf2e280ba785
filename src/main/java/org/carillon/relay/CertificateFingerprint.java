package org.carillon.relay;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The hash of a certificate's DER form (RFC 8122 §5).
 *
 * @param hash such as {@code SHA-256}, in any case
 * @param value pairs of hexadecimal digits joined by colons, in any case
 */
public record CertificateFingerprint(String hash, String value) {
    private static final HexFormat HEX = HexFormat.ofDelimiter(":").withUpperCase();

    /** By how a signature algorithm begins; SHA-1 is left out (RFC 8122 §5.1 allows it). */
    private static final Map<String, String> STRONGER =
            Map.of("SHA384", "SHA-384", "SHA512", "SHA-512");

    /** Both in capitals, as RFC 8122 §5 writes the value. */
    public CertificateFingerprint {
        hash = hash.toUpperCase(Locale.ROOT);
        value = value.toUpperCase(Locale.ROOT);
    }

    /** SHA-256, and the hash of its signature where that is another one (RFC 8122 §5.1). */
    static List<CertificateFingerprint> of(X509Certificate certificate) {
        String signature = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
        Optional<String> another =
                STRONGER.keySet().stream()
                        .filter(signature::startsWith)
                        .map(STRONGER::get)
                        .findFirst();
        return Stream.concat(Stream.of("SHA-256"), another.stream())
                .map(hash -> of(certificate, hash))
                .toList();
    }

    private static CertificateFingerprint of(X509Certificate certificate, String hash) {
        return new CertificateFingerprint(hash, hash(certificate, hash));
    }

    static boolean anyMatches(
            List<CertificateFingerprint> fingerprints, X509Certificate certificate) {
        return fingerprints.stream().anyMatch(each -> each.matches(certificate));
    }

    boolean matches(X509Certificate certificate) {
        return !value.isEmpty() && value.equals(hash(certificate, hash));
    }

    /** Empty for a function that this runtime does not have: nothing has that fingerprint. */
    private static String hash(X509Certificate certificate, String function) {
        try {
            MessageDigest digest = MessageDigest.getInstance(function);
            return HEX.formatHex(digest.digest(certificate.getEncoded()));
        } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
            return "";
        }
    }
}
