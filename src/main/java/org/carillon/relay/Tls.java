package org.carillon.relay;

import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** TLS of one relay: its certificate, and what peers may make of its handshakes. Any thread. */
final class Tls implements AutoCloseable {
    private final TlsOptions options;
    private final RelayMetrics metrics;
    private final SslProvider provider;
    private final CertificateWatch certificate;
    private final Rate rate;

    /**
     * @throws IOException if the certificate cannot be used
     */
    Tls(TlsOptions options, boolean preferNative, RelayMetrics metrics) throws IOException {
        this.options = options;
        this.metrics = metrics;
        this.provider = TlsIdentity.provider(preferNative);
        this.certificate = new CertificateWatch(options, provider, metrics);
        this.rate = new Rate(options.handshakesPerSecond(), System.nanoTime());
    }

    TlsOptions options() {
        return options;
    }

    List<CertificateFingerprint> fingerprints() {
        return certificate.fingerprints();
    }

    /** For a connection that came; empty if too many come. */
    Optional<SslHandler> accept(SocketChannel channel) {
        if (!rate.take(System.nanoTime())) {
            metrics.limit("tls-handshakes-per-second");
            return Optional.empty();
        }
        return Optional.of(watched(certificate.inUse().listen().newHandler(channel.alloc())));
    }

    /** For a connection of ours: {@link TlsIdentity#connect}. */
    SslHandler connect(
            SocketChannel channel,
            ConnectTarget target,
            List<CertificateFingerprint> fingerprints) {
        return watched(certificate.inUse().connect(channel, target, fingerprints));
    }

    private SslHandler watched(SslHandler handler) {
        handler.setHandshakeTimeoutMillis(options.handshake().toMillis());
        handler.handshakeFuture().addListener(this::count);
        return handler;
    }

    private void count(Future<?> handshake) {
        if (handshake.isSuccess()) {
            metrics.count(RelayMetrics.Counter.HANDSHAKES);
        } else if (handshake.cause() instanceof SslHandshakeTimeoutException) {
            metrics.limit("tls-handshake");
        } else {
            metrics.count(RelayMetrics.Counter.HANDSHAKES_FAILED);
        }
    }

    /** Which TLS it is, for the log. */
    String name() {
        return TlsIdentity.name(provider);
    }

    @Override
    public void close() {
        certificate.close();
    }
}
