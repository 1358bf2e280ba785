package org.carillon.it.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.carillon.call.Device;
import org.carillon.call.Icsi;
import org.carillon.it.agent.DeviceCall;
import org.carillon.it.agent.Eventually;
import org.carillon.it.agent.RawSipAgent;
import org.carillon.it.agent.Received;
import org.carillon.it.agent.SenderCall;
import org.carillon.it.agent.SipMessage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said inside the dialogs of a call: refreshes, holds, moves, and what is no business. */
class InDialogIT {
    @TempDir static Path directory;
    private static SipSide server;

    private final RawSipAgent alice = RawSipAgent.overUdp("alice", server.address());
    private final RawSipAgent phone = RawSipAgent.overUdp("phone", server.address());

    @BeforeAll
    static void start() throws Exception {
        server = new SipSide(directory);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void bobHasAPhone() {
        server.calls()
                .user(
                        "sip:bob@localhost",
                        new Device(
                                Optional.of("urn:uuid:phone"),
                                Optional.of("sip:bob@localhost;gr=urn:uuid:phone"),
                                phone.contact(),
                                List.of(),
                                List.of(Icsi.LARGE_MESSAGE),
                                1000));
    }

    @AfterEach
    void nothingIsLeft() {
        server.calls().speed(1);
        assertThat(server.calls().faults()).isEmpty();
        Eventually.is(LiveSessions::now, Set.of());
        alice.close();
        phone.close();
    }

    private SenderCall largeMessage() {
        return alice.call("sip:bob@localhost")
                .with("Accept-Contact", "*;" + Icsi.featureParameter(Icsi.LARGE_MESSAGE))
                .with("P-Asserted-Identity", "<sip:alice@localhost>")
                .offering(Sdp.OFFER);
    }

    /** Both ends of a call that has been answered and acknowledged. */
    private record Talking(SenderCall sender, DeviceCall device, SipMessage ok) {
        void hangUp() {
            sender.bye().expect(200);
            device.expectBye();
        }
    }

    private Talking talking(SenderCall call, String... deviceHeaders) {
        call.invite();
        DeviceCall device = phone.expectInvite();
        SipMessage answer = device.ok(Sdp.answer("phone"), "device");
        for (int i = 0; i < deviceHeaders.length; i += 2) {
            answer = answer.with(deviceHeaders[i], deviceHeaders[i + 1]);
        }
        device.answer(answer);
        SipMessage ok = call.expect(200);
        call.ack();
        device.expectAck();
        return new Talking(call, device, ok);
    }

    @Test
    void theSenderRefreshesByUpdateAndByReInvite() {
        Talking talking =
                talking(
                        largeMessage()
                                .with("Supported", "timer")
                                .with("Session-Expires", "1800;refresher=uac"));
        SenderCall sender = talking.sender();
        assertThat(talking.ok().header("Session-Expires")).contains("1800;refresher=uac");
        assertThat(talking.ok().header("Require")).contains("timer");

        SipMessage update =
                sender.next("UPDATE")
                        .with("Supported", "timer")
                        .with("Session-Expires", "1800;refresher=uac");
        SipMessage updated = sender.inDialog(update).expect(200);
        assertThat(updated.header("Session-Expires")).contains("1800;refresher=uac");
        assertThat(updated.body()).isEmpty();

        SipMessage again =
                sender.next("INVITE")
                        .with("Supported", "timer")
                        .with("Session-Expires", "1800;refresher=uac")
                        .withBody("application/sdp", Sdp.OFFER);
        SipMessage refreshed = sender.inDialog(again).expect(200);
        sender.ack(again);
        assertThat(refreshed.body()).isEqualTo(talking.ok().body());
        assertThat(refreshed.header("Contact").orElse(""))
                .endsWith(";" + Icsi.featureParameter(Icsi.LARGE_MESSAGE));
        assertThat(phone.seen(m -> m.method().equals("UPDATE"))).isEmpty();
        talking.hangUp();
    }

    @Test
    void aTimerThatIsTooShort() {
        Talking talking = talking(largeMessage());
        SenderCall sender = talking.sender();
        SipMessage update =
                sender.next("UPDATE").with("Supported", "timer").with("Session-Expires", "60");
        assertThat(sender.inDialog(update).expect(422).header("Min-SE")).contains("90");
        talking.hangUp();
    }

    @Test
    void weRefreshTheSenderByUpdate() {
        server.calls().speed(100);
        Talking talking =
                talking(
                        largeMessage()
                                .with("Supported", "timer")
                                .with("Allow", "INVITE, ACK, BYE, UPDATE")
                                .with("Session-Expires", "200;refresher=uas"));
        Received update = alice.expectRequest("UPDATE");
        assertThat(update.message().header("Session-Expires")).contains("200;refresher=uac");
        assertThat(update.message().header("Supported")).contains("timer");
        assertThat(update.message().body()).isEmpty();
        update.reply(update.response(200, "").with("Contact", "<" + alice.contact() + ">"));
        talking.hangUp();
    }

    @Test
    void weRefreshADeviceByReInviteAndAcknowledgeIt() {
        server.calls().speed(100);
        Talking talking =
                talking(largeMessage(), "Require", "timer", "Session-Expires", "200;refresher=uac");
        DeviceCall device = talking.device();
        Received again = device.expectRequest("INVITE");
        String origin = lineOf(device.message().body(), "o=");
        assertThat(lineOf(again.message().body(), "o=")).isEqualTo(origin);
        again.reply(
                again.response(200, "device")
                        .with("Contact", "<" + phone.contact() + ">")
                        .withBody("application/sdp", Sdp.answer("phone")));
        SipMessage ack = device.expectAck();
        assertThat(ack.cseq()).isEqualTo(again.message().cseq());
        talking.hangUp();
    }

    @Test
    void aDeviceThatDoesNotKnowTheDialogAnyMoreIsHungUp() {
        server.calls().speed(100);
        Talking talking =
                talking(
                        largeMessage(),
                        "Allow",
                        "INVITE, ACK, BYE, UPDATE",
                        "Session-Expires",
                        "200;refresher=uac");
        talking.device().expectRequest("UPDATE").reply(481);
        talking.device().expectBye();
        talking.sender().bye().expect(200);
    }

    private static String lineOf(String sdp, String beginning) {
        return sdp.lines().filter(l -> l.startsWith(beginning)).findFirst().orElse("");
    }

    @Test
    void aHoldAndItsEnd() {
        Talking talking = talking(largeMessage());
        SenderCall sender = talking.sender();
        String held = Sdp.OFFER.replace("a=sendonly", "a=inactive");
        assertThat(reInvite(sender, held).body()).contains("a=inactive");
        assertThat(reInvite(sender, Sdp.OFFER).body()).contains("a=recvonly");
        talking.hangUp();
    }

    @Test
    void aMoveOfTheDevice() {
        Talking talking = talking(largeMessage());
        DeviceCall device = talking.device();
        SipMessage update =
                device.next("UPDATE").withBody("application/sdp", Sdp.answer("elsewhere"));
        SipMessage ok = device.send(update).expect(200);
        assertThat(ok.body()).contains("a=path:" + MadeUpRoom.deviceUri(1), "a=sendonly");
        assertThat(lineOf(ok.body(), "o=")).isNotEqualTo(lineOf(device.message().body(), "o="));
        talking.hangUp();
    }

    @Test
    void whatCannotBeFollowed() {
        Talking talking = talking(largeMessage());
        SenderCall sender = talking.sender();
        String audio = Sdp.OFFER.replace("m=message 7394 TCP/MSRP *", "m=audio 7394 RTP/AVP 0");
        SipMessage update = sender.next("UPDATE").withBody("application/sdp", audio);
        assertThat(sender.inDialog(update).expect(488).header("Warning")).isPresent();
        SipMessage broken = sender.next("UPDATE").withBody("application/sdp", "nonsense");
        assertThat(sender.inDialog(broken).expect(400).header("Warning")).isPresent();
        talking.hangUp();
    }

    private SipMessage reInvite(SenderCall sender, String sdp) {
        SipMessage again = sender.next("INVITE").withBody("application/sdp", sdp);
        SipMessage ok = sender.inDialog(again).expect(200);
        sender.ack(again);
        return ok;
    }

    @Test
    void optionsInsideADialog() {
        Talking talking = talking(largeMessage());
        SipMessage ok = talking.sender().inDialog(talking.sender().next("OPTIONS")).expect(200);
        assertThat(String.join(",", ok.all("Allow"))).contains("UPDATE");
        talking.hangUp();
    }

    @ParameterizedTest
    @CsvSource({"INFO, 405", "REFER, 405", "FROBNICATE, 501"})
    void methodsThatAreNoBusiness(String method, int status) {
        Talking talking = talking(largeMessage());
        SipMessage no = talking.sender().inDialog(talking.sender().next(method)).expect(status);
        assertThat(String.join(",", no.all("Allow"))).contains("INVITE");
        talking.hangUp();
    }

    /** A session of Large Message Mode carries one message, over MSRP. */
    @Test
    void aMessageGoesOutsideOfTheDialog() {
        Talking talking = talking(largeMessage());
        SipMessage no = talking.sender().inDialog(talking.sender().next("MESSAGE")).expect(488);
        assertThat(no.header("Warning").orElse("")).contains("outside of a dialog");
        talking.hangUp();
    }

    /** RFC 3261 §8.2.2.3; the dialog goes on. */
    @ParameterizedTest
    @ValueSource(strings = {"INVITE", "UPDATE", "OPTIONS"})
    void anExtensionThatIsNotThereIsNamedInsideADialogToo(String method) {
        Talking talking = talking(largeMessage());
        SipMessage required = talking.sender().next(method).with("Require", "x-one");
        SipMessage no = talking.sender().inDialog(required).expect(420);
        assertThat(no.header("Unsupported")).contains("x-one");
        if (method.equals("INVITE")) {
            talking.sender().ackRefusal(required);
        }
        talking.hangUp();
    }

    /** RFC 3261 §9.1: a CANCEL waits for a provisional response. */
    @Test
    void aCancelBeforeAnyProvisional() {
        SenderCall call = largeMessage().invite();
        DeviceCall device = phone.expectInvite();
        call.cancel().expectCancelled().expect(487);
        call.ackRefusal();
        assertThat(phone.seen(m -> m.start().startsWith("CANCEL "))).isEmpty();
        device.ring();
        device.expectCancel().refuse(487).expectAck();
    }

    /** RFC 3261 §8.2.2.2: the same INVITE on another way. */
    @Test
    void aMergedInvite() {
        SenderCall call = largeMessage().invite();
        DeviceCall device = phone.expectInvite();
        alice.send(call.message().replacing("Via", alice.via()));
        call.expect(482);
        device.refuse(486).expectAck();
        call.expect(486);
        call.ackRefusal();
    }

    /** RFC 3261 §14.2, §14.1: both sides begin at once, and ours begins again. */
    @Test
    void aReInviteOfTheDeviceMeetsOurs() {
        server.calls().speed(500);
        Talking talking =
                talking(
                        largeMessage(),
                        "Require",
                        "timer",
                        "Session-Expires",
                        "2000;refresher=uac");
        DeviceCall device = talking.device();
        Received ours = device.expectRequest("INVITE");
        SipMessage theirs = device.next("INVITE").withBody("application/sdp", Sdp.answer("phone"));
        device.send(theirs).expect(491);
        device.ackRefusal(theirs);
        ours.reply(ours.response(491, "device"));
        Received again = device.expectRequest("INVITE");
        assertThat(again.message().cseq()).isGreaterThan(ours.message().cseq());
        again.reply(
                again.response(200, "device")
                        .with("Contact", "<" + phone.contact() + ">")
                        .withBody("application/sdp", Sdp.answer("phone")));
        Eventually.holds(
                "ACK",
                () ->
                        !phone.seen(
                                        m ->
                                                m.method().equals("ACK")
                                                        && m.cseq() == again.message().cseq())
                                .isEmpty());
        talking.hangUp();
    }

    @Test
    void aReInviteOfTheSenderMeetsOurs() {
        server.calls().speed(500);
        Talking talking =
                talking(
                        largeMessage()
                                .with("Supported", "timer")
                                .with("Session-Expires", "2000;refresher=uas"));
        SenderCall sender = talking.sender();
        Received ours = alice.expectRequest("INVITE");
        SipMessage theirs = sender.next("INVITE").withBody("application/sdp", Sdp.OFFER);
        sender.inDialog(theirs).expect(491);
        sender.ackRefusal(theirs);
        ours.reply(ours.response(491, ""));
        Received again = alice.expectRequest("INVITE");
        again.reply(
                again.response(200, "")
                        .with("Contact", "<" + alice.contact() + ">")
                        .withBody("application/sdp", Sdp.OFFER));
        alice.expect("ACK", m -> m.method().equals("ACK") && m.cseq() == again.message().cseq());
        talking.hangUp();
    }

    /** RFC 3261 §14.2: the one before has no final response yet. */
    @Test
    void aSecondReInviteTooSoon() {
        Talking talking = talking(largeMessage());
        SenderCall sender = talking.sender();
        SipMessage first = sender.next("INVITE").withBody("application/sdp", Sdp.OFFER);
        Runnable goOn = server.calls().pause();
        try {
            sender.inDialog(first);
            Eventually.holds("it waits", () -> server.calls().held() > 0);
            SipMessage second = sender.next("INVITE").withBody("application/sdp", Sdp.OFFER);
            SipMessage refusal = sender.inDialog(second).expect(500);
            sender.ackRefusal(second);
            assertThat(refusal.header("Retry-After").map(Integer::valueOf).orElse(-1))
                    .isBetween(0, 10);
        } finally {
            goOn.run();
        }
        assertThat(alice.expectFinal(first).status()).isEqualTo(200);
        sender.ack(first);
        talking.hangUp();
    }

    /** RFC 3261 §14.2: our offer is in the 200, the answer in the ACK. */
    @Test
    void anOfferThatWasAskedFor() {
        Talking talking = talking(largeMessage());
        SenderCall sender = talking.sender();
        SipMessage asking = sender.next("INVITE");
        String offer = sender.inDialog(asking).expect(200).body();
        assertThat(offer).contains("a=setup:actpass", "a=path:" + MadeUpRoom.SENDER_URI);

        // RFC 3311 §5.2: nothing else may be offered before ours is answered.
        SipMessage crossing = sender.next("UPDATE").withBody("application/sdp", Sdp.OFFER);
        sender.inDialog(crossing).expect(491);
        sender.ack(asking, Sdp.OFFER.replace("a=sendonly", "a=inactive"));
        Eventually.holds(
                "on hold",
                () -> {
                    SipMessage update =
                            sender.next("UPDATE")
                                    .withBody(
                                            "application/sdp",
                                            Sdp.OFFER.replace("a=sendonly", "a=inactive"));
                    return alice.expectFinal(sent(sender, update)).body().contains("a=inactive");
                });
        talking.hangUp();
    }

    private static SipMessage sent(SenderCall sender, SipMessage request) {
        sender.inDialog(request);
        return request;
    }

    @Test
    void anOfferThatWasAskedForAndIsNotAnswered() {
        Talking talking = talking(largeMessage());
        SenderCall sender = talking.sender();
        SipMessage asking = sender.next("INVITE");
        sender.inDialog(asking).expect(200);
        sender.ack(asking);
        assertThat(sender.expectBye().header("Reason").orElse("")).contains("no answer in ACK");
        talking.device().expectBye();
    }

    /** RFC 4028 §10: who is to refresh and does not is hung up. */
    @Test
    void theSenderForgetsToRefresh() {
        server.calls().speed(500);
        Talking talking =
                talking(
                        largeMessage()
                                .with("Supported", "timer")
                                .with("Session-Expires", "2000;refresher=uac"));
        assertThat(talking.sender().expectBye().header("Reason").orElse(""))
                .contains("session expired");
        talking.device().expectBye();
    }
}
