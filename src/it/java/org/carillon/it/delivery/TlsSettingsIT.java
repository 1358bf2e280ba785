package org.carillon.it.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.carillon.certificate.TestCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator can say about TLS, each time to a server of its own. */
class TlsSettingsIT {
    private static final String MESSAGE = Message.ofOctets(10_000);

    @TempDir Path directory;
    private TlsServer server;
    private Stage stage;

    private void start(Map<String, String> settings) throws Exception {
        server = new TlsServer(directory, settings);
        stage = server.stage();
    }

    @AfterEach
    void stop() {
        stage.close();
        server.close();
    }

    @Test
    void inTheClearBehindTheServerWhereTheOperatorSaysSo() throws Exception {
        start(Map.of("msrp-tls-devices", "never"));
        Sender alice = stage.aliceWithTls(TestCertificate.anonymous());
        Device phone = stage.device("phone");
        alice.invites();
        phone.expectInvite();
        TlsServer.assertPlain(phone.offer());
        phone.answers();
        server.assertTls(Sdp.of(alice.expect200()));
        TlsServer.deliver(alice, phone, MESSAGE);
    }

    @Test
    void protectedBehindTheServerWhereTheOperatorSaysSo() throws Exception {
        start(Map.of("msrp-tls-devices", "always"));
        Sender alice = stage.alice();
        Device phone = stage.deviceWithTls("phone", TestCertificate.anonymous());
        alice.invites();
        phone.expectInvite();
        server.assertTls(phone.offer());
        phone.answers();
        TlsServer.assertPlain(Sdp.of(alice.expect200()));
        TlsServer.deliver(alice, phone, MESSAGE);
    }

    /** Handshakes go on with the old one: what is on its way knows no other. */
    @Test
    void aNewCertificateIsAnnounced() throws Exception {
        start(Map.of());
        TestCertificate next = TestCertificate.selfSigned("next");
        next.writeCertificate(server.certificateFile());
        server.log().expect("event=certificate-refused", "the key is not that of the certificate");
        next.writeKey(server.keyFile());
        server.log().expect("event=certificate-announced", next.fingerprint("SHA-256"));
        Sender alice = stage.aliceWithTls(TestCertificate.anonymous());
        Device phone = stage.deviceWithTls("phone", TestCertificate.anonymous());
        alice.invites();
        phone.expectInvite();
        assertThat(phone.offer().all("fingerprint"))
                .containsExactly(
                        "SHA-256 " + server.certificate().fingerprint("SHA-256"),
                        "SHA-256 " + next.fingerprint("SHA-256"));
        phone.answers();
        alice.expect200();
        TlsServer.deliver(alice, phone, MESSAGE);
    }
}
