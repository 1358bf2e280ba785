package org.carillon.certificate;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/**
 * A certificate made on the spot, for whoever is known by its fingerprint alone (RFC 8122 §5): with
 * a name, a day to live, no extensions. A build tool for certificates would be a heavier dependency
 * than the forty lines of DER that this needs.
 *
 * @param key P-256
 * @param certificate signed with it
 */
public record SelfSigned(PrivateKey key, X509Certificate certificate) {
    private static final HexFormat HEX = HexFormat.ofDelimiter(":").withUpperCase();
    private static final Duration LEEWAY = Duration.ofHours(1);
    private static final Duration LIFE = Duration.ofDays(1);
    private static final int SERIAL_BITS = 128;

    /**
     * Makes one.
     *
     * @throws IllegalStateException if this Java has no elliptic curves
     */
    public static SelfSigned make(String name, Instant now, SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            KeyPair pair = generator.generateKeyPair();
            byte[] content = content(name, now, new BigInteger(SERIAL_BITS, random), pair);
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(pair.getPrivate(), random);
            signature.update(content);
            byte[] whole = Der.sequence(content, Der.ECDSA_SHA256, Der.bitString(signature.sign()));
            CertificateFactory reader = CertificateFactory.getInstance("X.509");
            return new SelfSigned(
                    pair.getPrivate(),
                    (X509Certificate) reader.generateCertificate(new ByteArrayInputStream(whole)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java makes and reads certificates", e);
        }
    }

    /** TBSCertificate (RFC 5280 §4.1). */
    private static byte[] content(String name, Instant now, BigInteger serial, KeyPair pair) {
        return Der.sequence(
                Der.VERSION_3,
                Der.integer(serial),
                Der.ECDSA_SHA256,
                Der.commonName(name),
                Der.sequence(Der.time(now.minus(LEEWAY)), Der.time(now.plus(LIFE))),
                Der.commonName(name),
                pair.getPublic().getEncoded());
    }

    /** Pairs of hexadecimal digits joined by colons, of SHA-256. */
    public String fingerprint() {
        try {
            byte[] der = certificate.getEncoded();
            return HEX.formatHex(MessageDigest.getInstance("SHA-256").digest(der));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** For TLS. */
    public KeyManager[] keyManagers() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("it", key, new char[0], new X509Certificate[] {certificate});
            KeyManagerFactory managers =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(store, new char[0]);
            return managers.getKeyManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("a key store in memory takes what we made", e);
        }
    }

    /** Writes two PEM files; the key's is PKCS #8. */
    public void write(Path certificateFile, Path keyFile) throws IOException {
        try {
            write(certificateFile, "CERTIFICATE", certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("it was made from its octets", e);
        }
        write(keyFile, "PRIVATE KEY", key.getEncoded());
    }

    private static void write(Path file, String what, byte[] octets) throws IOException {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(octets);
        Files.writeString(
                file,
                "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(what, base64),
                US_ASCII);
    }
}
