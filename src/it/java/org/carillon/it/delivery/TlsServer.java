package org.carillon.it.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.carillon.certificate.TestCertificate;
import org.carillon.launcher.Server;
import org.carillon.launcher.ServerOptions;

/** A server with a certificate, its log, and what it says of itself. */
final class TlsServer implements AutoCloseable {
    private final Path directory;
    private final TestCertificate certificate = TestCertificate.selfSigned("carillon");
    private final Server server;
    private final LogLines log;

    TlsServer(Path directory, Map<String, String> more) throws Exception {
        this.directory = directory;
        Map<String, String> settings = new HashMap<>(more);
        settings.put("msrps-port", "0");
        settings.put("msrp-tls-certificate", certificateFile().toString());
        settings.put("msrp-tls-key", keyFile().toString());
        certificate.writeCertificate(certificateFile()).writeKey(keyFile());
        Files.createDirectories(data());
        server =
                Server.start(
                        ServerOptions.onFreePorts(data(), Path.of("target/carillon.war"))
                                .with(settings));
        log = new LogLines();
    }

    private Path data() {
        return directory.resolve("data");
    }

    Path certificateFile() {
        return directory.resolve("certificate.pem");
    }

    Path keyFile() {
        return directory.resolve("key.pem");
    }

    TestCertificate certificate() {
        return certificate;
    }

    Stage stage() {
        return Stage.of(server, data());
    }

    LogLines log() {
        return log;
    }

    long counted(String name) {
        return server.counted(name);
    }

    /** Of MSRP without TLS. */
    int plainPort() {
        return server.msrpAddress().orElseThrow().getPort();
    }

    /** Of MSRP over TLS. */
    int port() {
        return server.msrpsAddress().orElseThrow().getPort();
    }

    /** The description names a certificate. */
    static Sdp named(Sdp description, TestCertificate certificate) {
        return description.with("a=fingerprint:SHA-256 " + certificate.fingerprint("SHA-256"));
    }

    /** The m-line, the path and the certificate of what this server says. */
    void assertTls(Sdp description) {
        assertThat(description.lines()).contains("m=message " + port() + " TCP/TLS/MSRP *");
        assertThat(description.path().get(0)).startsWith("msrps://127.0.0.1:" + port() + "/");
        assertThat(description.all("fingerprint"))
                .containsExactly("SHA-256 " + certificate.fingerprint("SHA-256"));
    }

    static void assertPlain(Sdp description) {
        assertThat(description.text()).contains(" TCP/MSRP *").doesNotContain("fingerprint");
        assertThat(description.path().get(0)).startsWith("msrp://");
    }

    /** From the sender's ACK to the BYEs; both connect. */
    static void deliver(Sender alice, Device phone, String message) {
        alice.acks();
        phone.expectAck().connects();
        alice.connects().sends("tr01", message).expectResponse("tr01", 200);
        assertThat(phone.expectMessage()).isEqualTo(message);
        alice.byes();
        phone.expectBye();
    }

    @Override
    public void close() {
        log.close();
        server.close();
    }
}
