package org.carillon.relay;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLException;

/**
 * Our certificate, and how we speak TLS with it. Immutable; any thread.
 *
 * <p>Which peer is the right one often shows only after the handshake, when the first request names
 * its leg: {@link Leg#isPeer} decides then. So a handshake takes every certificate, but for the one
 * case in which nothing else than an authority can vouch for the peer: we connect, and its
 * description names no fingerprint (RFC 4975 §5.4).
 *
 * @param fingerprints what descriptions say of it
 * @param listen for peers that connect to us
 * @param toFingerprint for peers that we connect to and whose fingerprint we know
 * @param toAuthority for peers that we connect to and that an authority has to vouch for. Apart
 *     from the one above, or a session that was begun with a self-signed certificate might be
 *     resumed where an authority is asked for
 */
record TlsIdentity(
        CertificateFiles files,
        X509Certificate certificate,
        List<CertificateFingerprint> fingerprints,
        SslContext listen,
        SslContext toFingerprint,
        SslContext toAuthority) {

    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    /**
     * @throws GeneralSecurityException if the files do not make one
     * @throws SSLException if TLS does not take them
     */
    static TlsIdentity of(CertificateFiles files, SslProvider provider)
            throws GeneralSecurityException, SSLException {
        List<X509Certificate> chain = files.chain();
        X509Certificate ours = chain.get(0);
        PrivateKey key = files.keyOf(ours);
        List<X509Certificate> trusted = files.trusted();
        return new TlsIdentity(
                files,
                ours,
                CertificateFingerprint.of(ours),
                SslContextBuilder.forServer(key, chain)
                        .sslProvider(provider)
                        .protocols(PROTOCOLS)
                        .clientAuth(ClientAuth.OPTIONAL)
                        .trustManager(InsecureTrustManagerFactory.INSTANCE)
                        .build(),
                client(key, chain, provider)
                        .endpointIdentificationAlgorithm(null)
                        .trustManager(InsecureTrustManagerFactory.INSTANCE)
                        .build(),
                trusting(trusted, client(key, chain, provider)).build());
    }

    private static SslContextBuilder client(
            PrivateKey key, List<X509Certificate> chain, SslProvider provider) {
        return SslContextBuilder.forClient()
                .sslProvider(provider)
                .protocols(PROTOCOLS)
                .endpointIdentificationAlgorithm("HTTPS")
                .keyManager(key, chain);
    }

    private static SslContextBuilder trusting(
            List<X509Certificate> authorities, SslContextBuilder client) {
        return authorities.isEmpty() ? client : client.trustManager(authorities);
    }

    /** OpenSSL where it loads, otherwise the JDK's. */
    static SslProvider provider(boolean preferNative) {
        return preferNative && OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK;
    }

    /** For the log: which TLS it is. */
    static String name(SslProvider provider) {
        return provider == SslProvider.JDK
                ? "JDK-" + Runtime.version().feature()
                : OpenSsl.versionString();
    }
}
