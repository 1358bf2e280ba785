package org.carillon.it.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.carillon.certificate.TestCertificate;
import org.carillon.it.agent.SipMessage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** MSRP over TLS through the deployed WAR: offers and answers, fingerprints, impostors. */
class TlsIT {
    private static final String MESSAGE = Message.ofOctets(300_000);
    private static final TestCertificate PHONES = TestCertificate.selfSigned("phone");
    private static final TestCertificate ALICES = TestCertificate.selfSigned("alice");

    @TempDir static Path directory;
    private static TlsServer server;

    private Stage stage;

    @BeforeAll
    static void start() throws Exception {
        server = new TlsServer(directory, Map.of());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void open() {
        stage = server.stage();
    }

    @AfterEach
    void close() {
        stage.close();
    }

    /** The phone connects to us, we connect to the tablet. */
    @Test
    void protectedFromEndToEnd() {
        Sender alice =
                stage.aliceWithTls(ALICES.context()).offering(sdp -> TlsServer.named(sdp, ALICES));
        Device phone = stage.deviceWithTls("phone", PHONES.context());
        Device tablet = stage.deviceWithTls("tablet", PHONES.context());
        alice.invites();
        phone.expectInvite();
        tablet.expectInvite();
        server.assertTls(phone.offer());
        server.assertTls(tablet.offer());
        phone.answers(sdp -> TlsServer.named(sdp, PHONES).with("a=setup:active"));
        server.assertTls(Sdp.of(alice.expect200()));
        alice.acks();
        phone.expectAck().connects();
        tablet.answers(sdp -> TlsServer.named(sdp, PHONES).with("a=setup:passive")).expectAck();
        tablet.msrp().accept();
        alice.connects().sends("tr01", MESSAGE).expectResponse("tr01", 200);
        assertThat(phone.expectMessage()).isEqualTo(MESSAGE);
        assertThat(tablet.expectMessage()).isEqualTo(MESSAGE);
        alice.byes();
        phone.expectBye();
        tablet.expectBye();
        server.log()
                .expect(
                        "outcome=DELIVERED",
                        "call-id=\""
                                + alice.call().message().header("Call-ID").orElseThrow()
                                + "\"",
                        "served=2");
    }

    @Test
    void aDeviceWithAnotherCertificateIsHungUpOnAndNobodyElseNotices() {
        Sender alice =
                stage.aliceWithTls(ALICES.context()).offering(sdp -> TlsServer.named(sdp, ALICES));
        Device phone = stage.deviceWithTls("phone", PHONES.context());
        Device stolen = stage.deviceWithTls("stolen", ALICES.context());
        alice.invites();
        phone.expectInvite();
        stolen.expectInvite();
        phone.answers(sdp -> TlsServer.named(sdp, PHONES).with("a=setup:active"));
        alice.expect200();
        stolen.answers(sdp -> TlsServer.named(sdp, PHONES).with("a=setup:active")).expectAck();
        stolen.msrp().connect(Sender.portOf(stolen.offer().path().get(0)));
        stolen.msrp().say(stolen.bodiless("bind"));
        assertThat(stolen.msrp().expectClosed().seen(frame -> true)).isEmpty();
        stolen.expectBye();
        server.log().expect("event=seat-lost", "call-id=", "cause=WRONG_CERTIFICATE");
        TlsServer.deliver(alice, phone, MESSAGE);
    }

    @Test
    void aSenderWithAnotherCertificateIsHungUpOn() {
        Sender alice =
                stage.aliceWithTls(PHONES.context()).offering(sdp -> TlsServer.named(sdp, ALICES));
        Device phone = stage.deviceWithTls("phone", PHONES.context());
        long before = server.counted("impostors");
        alice.invites();
        phone.expectInvite();
        phone.answers(sdp -> TlsServer.named(sdp, PHONES).with("a=setup:active"));
        alice.expect200();
        alice.acks();
        phone.expectAck().connects();
        alice.connects().msrp().say(alice.bodiless("bind")).expectClosed();
        server.log().expect("event=message-broken", "call-id=", "why=WRONG_CERTIFICATE");
        alice.expectBye();
        phone.expectBye();
        assertThat(server.counted("impostors")).isEqualTo(before + 1);
    }

    @Test
    void anOfferWhoseCertificateCannotBeCheckedGets488() {
        SipMessage refusal =
                stage.aliceWithTls(ALICES.context())
                        .offering(sdp -> sdp.with("a=fingerprint:MD5 00:11"))
                        .invites()
                        .expectRefusal(488);
        assertThat(refusal.header("Warning").orElseThrow())
                .contains("No certificate fingerprint that can be checked");
    }
}
