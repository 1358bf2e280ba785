package org.carillon.certificate;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** A certificate with its key, made for one test. */
public final class TestCertificate {
    private static final String PASSWORD = "secret";

    private final X509Bundle bundle;

    private TestCertificate(X509Bundle bundle) {
        this.bundle = bundle;
    }

    /** One that may sign others too. */
    public static TestCertificate selfSigned(String name) {
        return selfSigned(name, CertificateBuilder.Algorithm.ecp256);
    }

    public static TestCertificate selfSigned(String name, CertificateBuilder.Algorithm algorithm) {
        return made(
                () ->
                        new CertificateBuilder()
                                .subject("CN=" + name)
                                .setIsCertificateAuthority(true)
                                .algorithm(algorithm)
                                .buildSelfSigned());
    }

    /** A certificate of 127.0.0.1 that this one has signed. */
    public TestCertificate signs(String name) {
        return made(
                () ->
                        new CertificateBuilder()
                                .subject("CN=" + name)
                                .addSanIpAddress("127.0.0.1")
                                .buildIssuedBy(bundle));
    }

    private interface Making {
        X509Bundle make() throws Exception;
    }

    private static TestCertificate made(Making making) {
        try {
            return new TestCertificate(making.make());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    public X509Certificate certificate() {
        return bundle.getCertificate();
    }

    /** Pairs of hexadecimal digits joined by colons (RFC 8122 §5). */
    public String fingerprint(String hash) {
        try {
            byte[] digest = MessageDigest.getInstance(hash).digest(certificate().getEncoded());
            return HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public TestCertificate writeCertificate(Path file) {
        return write(file, bundle.getCertificatePathPEM());
    }

    public TestCertificate writeKey(Path file) {
        return write(file, bundle.getPrivateKeyPEM());
    }

    private TestCertificate write(Path file, String pem) {
        try {
            Files.writeString(file, pem);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For a peer with this certificate, who takes whomever it meets. */
    public SSLContext context() {
        try {
            KeyStore store = bundle.toKeyStore(PASSWORD.toCharArray());
            KeyManagerFactory keys =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, PASSWORD.toCharArray());
            return context(keys.getKeyManagers());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** For a peer without a certificate, who takes whomever it meets. */
    public static SSLContext anonymous() {
        return context(new KeyManager[0]);
    }

    private static SSLContext context(KeyManager[] keys) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, new TrustManager[] {new Gullible()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether it is the right one is for the test to see. */
    private static final class Gullible extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
