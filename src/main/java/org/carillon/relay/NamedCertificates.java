package org.carillon.relay;

import io.netty.channel.Channel;
import io.netty.handler.ssl.OpenSslCertificateException;
import java.net.Socket;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts, for each connection that we open, the certificates that its peer's description names. Any
 * other ends the handshake with the alert {@code bad_certificate} (RFC 8122 §6.2). Any thread.
 */
final class NamedCertificates extends X509ExtendedTrustManager {
    /** X509_V_ERR_CERT_REJECTED, for which OpenSSL says {@code bad_certificate}. */
    private static final int REJECTED = 28;

    private final Map<SSLEngine, List<CertificateFingerprint>> named = new ConcurrentHashMap<>();

    /** What the peer at the other end of that channel must show, as long as the channel lives. */
    void expect(Channel channel, SSLEngine engine, List<CertificateFingerprint> fingerprints) {
        named.put(engine, fingerprints);
        channel.closeFuture().addListener(closed -> named.remove(engine));
    }

    /** Whether a handshake failed for that reason. */
    static boolean ended(Throwable handshake) {
        Throwable cause = handshake;
        while (cause != null && !(cause instanceof OpenSslCertificateException)) {
            cause = cause.getCause();
        }
        return cause != null;
    }

    /**
     * For the JDK too: it says {@code bad_certificate} for a reason such as this in TLS 1.2, and
     * since one of its newer versions in TLS 1.3; otherwise {@code certificate_unknown}.
     */
    private static CertificateException mismatch() {
        return new OpenSslCertificateException(
                "it is not the certificate that the description names",
                new CertPathValidatorException(
                        "another fingerprint", null, null, -1, BasicReason.INVALID_SIGNATURE),
                REJECTED);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        if (!CertificateFingerprint.anyMatches(named.getOrDefault(engine, List.of()), chain[0])) {
            throw mismatch();
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        throw mismatch(); // nobody knows for which connection
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
            throws CertificateException {
        throw mismatch();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        throw mismatch();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
            throws CertificateException {
        throw mismatch();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        throw mismatch();
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
