package org.carillon.relay;

import io.netty.channel.Channel;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
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
 * <p>Which peer that connects to us is the right one shows only after the handshake, when its first
 * request names its leg: {@link Leg#isPeer} decides then, and the handshake takes every
 * certificate. Where we connect it is known before: the peer shows the certificate that its
 * description names, or, if that names none, an authority vouches for it (RFC 4975 §5.4).
 *
 * @param fingerprints what descriptions say of it
 * @param listen for peers that connect to us
 * @param named whom {@code toFingerprint} trusts
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
        NamedCertificates named,
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
        NamedCertificates named = new NamedCertificates();
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
                named,
                client(key, chain, provider)
                        .endpointIdentificationAlgorithm(null)
                        .trustManager(named)
                        .build(),
                trusting(trusted, client(key, chain, provider)).build());
    }

    /**
     * For a connection of ours; the name of the target goes into it, as RFC 4975 §14.2 asks.
     *
     * @param fingerprints the target's certificate has one of them; empty: an authority vouches
     */
    SslHandler connect(
            Channel channel, ConnectTarget target, List<CertificateFingerprint> fingerprints) {
        SslContext context = fingerprints.isEmpty() ? toAuthority : toFingerprint;
        SslHandler handler = context.newHandler(channel.alloc(), target.bareHost(), target.port());
        if (!fingerprints.isEmpty()) {
            named.expect(channel, handler.engine(), fingerprints);
        }
        return handler;
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
