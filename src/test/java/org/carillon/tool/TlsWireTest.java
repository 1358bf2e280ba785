package org.carillon.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.carillon.certificate.SelfSigned;
import org.carillon.certificate.TestCertificate;
import org.carillon.sdp.Fingerprint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both sides of the tools' TLS: with each other, and with a peer that is not the one named. */
@Timeout(20)
class TlsWireTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final TestCertificate PEER = TestCertificate.selfSigned("server");
    private static final TestCertificate IMPOSTOR = TestCertificate.selfSigned("impostor");

    private final SelfSigned ours = SelfSigned.make("device", Instant.now(), new SecureRandom());
    private ServerSocket door;

    @BeforeEach
    void listen() throws IOException {
        door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stopListening() throws IOException {
        door.close();
    }

    private Socket connected() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), door.getLocalPort());
    }

    private static Fingerprint of(TestCertificate certificate) {
        return new Fingerprint("sha-256", certificate.fingerprint("SHA-256"));
    }

    private CompletableFuture<TlsWire> accepted(List<Fingerprint> expected) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return TlsWire.accepted(door.accept(), ours, expected, PATIENCE);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    private SSLSocket connected(SSLContext context, String version) throws IOException {
        SSLSocket socket =
                (SSLSocket)
                        context.getSocketFactory()
                                .createSocket(
                                        InetAddress.getLoopbackAddress(), door.getLocalPort());
        socket.setEnabledProtocols(new String[] {version});
        return socket;
    }

    @Test
    void theNamedCertificateIsShown() throws Exception {
        CompletableFuture<TlsWire> accepting = accepted(List.of());
        Fingerprint named = new Fingerprint("SHA-256", ours.fingerprint());
        try (TlsWire client = TlsWire.over(connected(), "127.0.0.1", List.of(named), PATIENCE);
                TlsWire server = accepting.get()) {
            client.write(Unpooled.copiedBuffer("hello", StandardCharsets.US_ASCII));
            ByteBuf heard = Unpooled.buffer();
            assertThat(server.read(heard, 100)).isEqualTo(5);
            assertThat(heard.toString(StandardCharsets.US_ASCII)).isEqualTo("hello");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aClientWithTheNamedCertificateIsTaken(String version) throws Exception {
        CompletableFuture<TlsWire> accepting = accepted(List.of(of(IMPOSTOR), of(PEER)));
        try (SSLSocket client = connected(PEER.context(), version)) {
            client.startHandshake();
            try (TlsWire server = accepting.get()) {
                assertThat(server.socket().getSession().getPeerCertificates())
                        .containsExactly(PEER.certificate());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aClientWithAnotherCertificateIsRefused(String version) throws Exception {
        CompletableFuture<TlsWire> accepting = accepted(List.of(of(PEER)));
        try (SSLSocket client = connected(IMPOSTOR.context(), version)) {
            assertThatThrownBy(() -> client.getInputStream().read())
                    .isInstanceOf(IOException.class);
        }
        assertThatThrownBy(accepting::join).hasStackTraceContaining("SSLHandshakeException");
    }

    @Test
    void aClientWithoutACertificateIsRefused() throws Exception {
        CompletableFuture<TlsWire> accepting = accepted(List.of(of(PEER)));
        try (SSLSocket client = connected(TestCertificate.anonymous(), "TLSv1.3")) {
            assertThatThrownBy(() -> client.getInputStream().read())
                    .isInstanceOf(IOException.class);
        }
        assertThatThrownBy(accepting::join).hasStackTraceContaining("SSLHandshakeException");
    }

    @Test
    void aServerWithAnotherCertificateIsLeft() throws Exception {
        CompletableFuture<Socket> accepting =
                CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return door.accept();
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        });
        Socket client = connected();
        CompletableFuture<Void> connecting =
                CompletableFuture.runAsync(
                        () ->
                                assertThatThrownBy(
                                                () ->
                                                        TlsWire.over(
                                                                client,
                                                                "127.0.0.1",
                                                                List.of(of(PEER)),
                                                                PATIENCE))
                                        .isInstanceOf(SSLException.class));
        try (SSLSocket server =
                (SSLSocket)
                        IMPOSTOR.context()
                                .getSocketFactory()
                                .createSocket(accepting.get(), null, true)) {
            server.setUseClientMode(false);
            assertThatThrownBy(() -> server.getInputStream().read())
                    .isInstanceOf(IOException.class);
        }
        connecting.get();
    }
}
