package org.carillon.relay;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The contents of our PEM files at one moment; equal contents are the same certificate.
 *
 * @param authorities empty: those of the Java runtime
 */
record CertificateFiles(String certificate, String key, Optional<String> authorities) {
    private static final Pattern PKCS8 =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----");

    static CertificateFiles read(TlsOptions.Files files) throws IOException {
        Optional<Path> authorities = files.authorities();
        return new CertificateFiles(
                text(files.certificate()),
                text(files.key()),
                authorities.isPresent() ? Optional.of(text(authorities.get())) : Optional.empty());
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }

    /** Ours first. */
    List<X509Certificate> chain() throws CertificateException {
        List<X509Certificate> chain = certificates(certificate);
        if (chain.isEmpty()) {
            throw new CertificateException("no certificate in the certificate file");
        }
        chain.get(0).checkValidity();
        return chain;
    }

    List<X509Certificate> trusted() throws CertificateException {
        return authorities.isPresent() ? certificates(authorities.get()) : List.of();
    }

    private static List<X509Certificate> certificates(String pem) throws CertificateException {
        return CertificateFactory.getInstance("X.509")
                .generateCertificates(
                        new ByteArrayInputStream(pem.getBytes(StandardCharsets.ISO_8859_1)))
                .stream()
                .map(X509Certificate.class::cast)
                .toList();
    }

    /** The key that belongs to this certificate; whoever replaces two files does so one by one. */
    PrivateKey keyOf(X509Certificate ours) throws GeneralSecurityException {
        Matcher pem = PKCS8.matcher(key);
        if (!pem.find()) {
            throw new GeneralSecurityException("no PKCS #8 'PRIVATE KEY' in the key file");
        }
        byte[] octets = Base64.getMimeDecoder().decode(pem.group(1));
        PrivateKey read =
                KeyFactory.getInstance(ours.getPublicKey().getAlgorithm())
                        .generatePrivate(new PKCS8EncodedKeySpec(octets));
        if (!belongTogether(read, ours.getPublicKey())) {
            throw new GeneralSecurityException("the key is not that of the certificate");
        }
        return read;
    }

    private static boolean belongTogether(PrivateKey key, PublicKey certified)
            throws GeneralSecurityException {
        byte[] sample = certified.getEncoded();
        Signature signature = Signature.getInstance(signatureOf(key));
        signature.initSign(key);
        signature.update(sample);
        byte[] signed = signature.sign();
        signature.initVerify(certified);
        signature.update(sample);
        return signature.verify(signed);
    }

    private static String signatureOf(PrivateKey key) {
        return switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
    }

    /** Never shown: one of them is a secret. */
    @Override
    public String toString() {
        return "CertificateFiles";
    }
}
