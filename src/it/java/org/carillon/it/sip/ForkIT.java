package org.carillon.it.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.carillon.call.CallId;
import org.carillon.call.CallOutcome;
import org.carillon.call.Device;
import org.carillon.call.Icsi;
import org.carillon.it.agent.DeviceCall;
import org.carillon.it.agent.Eventually;
import org.carillon.it.agent.RawSipAgent;
import org.carillon.it.agent.SenderCall;
import org.carillon.it.agent.SipMessage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One INVITE, three devices: what each party sees on the wire. */
class ForkIT {
    @TempDir static Path directory;
    private static SipSide server;

    private final RawSipAgent alice = RawSipAgent.overUdp("alice", server.address());
    private final RawSipAgent phone = RawSipAgent.overUdp("phone", server.address());
    private final RawSipAgent tablet = RawSipAgent.overUdp("tablet", server.address());
    private final RawSipAgent laptop = RawSipAgent.overUdp("laptop", server.address());

    @BeforeAll
    static void start() throws Exception {
        server = new SipSide(directory);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void bobHasThreeDevices() {
        server.calls()
                .user(
                        "sip:bob@localhost",
                        device("phone", phone),
                        device("tablet", tablet),
                        device("laptop", laptop));
    }

    @AfterEach
    void nothingIsLeft() {
        assertThat(server.calls().faults()).isEmpty();
        Eventually.is(LiveSessions::now, Set.of());
        Stream.of(alice, phone, tablet, laptop).forEach(RawSipAgent::close);
    }

    private static Device device(String name, RawSipAgent agent) {
        return new Device(
                Optional.of("urn:uuid:" + name),
                Optional.of("sip:bob@localhost;gr=urn:uuid:" + name),
                agent.contact(),
                List.of(),
                List.of(Icsi.LARGE_MESSAGE),
                1000);
    }

    private SenderCall largeMessage() {
        return alice.call("sip:bob@localhost")
                .with("Accept-Contact", "*;" + Icsi.featureParameter(Icsi.LARGE_MESSAGE))
                .with("P-Asserted-Identity", "<sip:alice@localhost>")
                .with("Conversation-ID", "f81d4fae-7dec-11d0-a765-00a0c91e6bf6")
                .with("Contribution-ID", "abcdef-1234-5678-90ab-cdef01234567")
                .offering(Sdp.OFFER);
    }

    @Test
    void eachDeviceIsInvitedByItsGruuInADialogOfItsOwn() {
        SenderCall call = largeMessage().invite();
        DeviceCall first = phone.expectInvite();
        DeviceCall second = tablet.expectInvite();
        DeviceCall third = laptop.expectInvite();

        List<SipMessage> invites = List.of(first.message(), second.message(), third.message());
        assertThat(invites)
                .extracting(SipMessage::requestUri)
                .containsExactly(
                        "sip:bob@localhost;gr=urn:uuid:phone",
                        "sip:bob@localhost;gr=urn:uuid:tablet",
                        "sip:bob@localhost;gr=urn:uuid:laptop");
        assertThat(invites).extracting(SipMessage::callId).doesNotHaveDuplicates();
        assertThat(invites).extracting(SipMessage::callId).doesNotContain(call.message().callId());
        assertThat(invites)
                .extracting(m -> m.header("Conversation-ID").orElse(""))
                .containsOnly("f81d4fae-7dec-11d0-a765-00a0c91e6bf6");
        SipMessage invite = first.message();
        assertThat(invite.header("Max-Forwards")).contains("69");
        assertThat(invite.header("To")).contains("<sip:bob@localhost>");
        assertThat(invite.header("From").orElse("")).startsWith("<sip:alice@localhost>;tag=");
        assertThat(invite.header("Route")).contains("<" + phone.contact() + ";lr>");
        assertThat(invite.header("Contact").orElse(""))
                .endsWith(";" + Icsi.featureParameter(Icsi.LARGE_MESSAGE));
        assertThat(invite.header("P-Asserted-Service")).contains(Icsi.LARGE_MESSAGE);
        assertThat(invite.header("Content-Type")).contains("application/sdp");
        assertThat(invite.body()).contains("a=path:" + MadeUpRoom.deviceUri(1));

        first.refuse(486).expectAck();
        second.refuse(486).expectAck();
        third.refuse(486).expectAck();
        call.expect(486);
        call.ackRefusal();
    }

    @Test
    void theFirst200IsForwardedOnceAndTheOthersJoin() {
        SenderCall call = largeMessage().invite();
        DeviceCall first = phone.expectInvite();
        DeviceCall second = tablet.expectInvite();
        DeviceCall third = laptop.expectInvite();

        second.ring().answer(Sdp.answer("tablet"));
        SipMessage ok = call.expect(200);
        assertThat(ok.header("Server")).contains("CPM-serv/OMA1.0");
        assertThat(ok.header("Content-Type")).contains("application/sdp");
        assertThat(ok.body()).contains("a=path:" + MadeUpRoom.SENDER_URI, "a=recvonly");
        assertThat(ok.header("Contact").orElse(""))
                .contains(server.address().getPort() + "")
                .endsWith(";" + Icsi.featureParameter(Icsi.LARGE_MESSAGE));
        assertThat(String.join(", ", ok.all("Allow"))).contains("INVITE", "ACK", "BYE");
        assertThat(tablet.seen(m -> m.method().equals("ACK"))).isEmpty();
        call.ack();
        second.expectAck();

        first.answer(Sdp.answer("phone")).expectAck();
        third.answer(Sdp.answer("laptop")).expectAck();
        assertThat(alice.seen(m -> m.status() == 200)).hasSize(1);

        call.bye().expect(200);
        first.expectBye();
        second.expectBye();
        third.expectBye();
        assertThat(outcome(call).kind()).isEqualTo(CallOutcome.Kind.DELIVERED);
        assertThat(alice.seen(m -> m.method().equals("CANCEL"))).isEmpty();
    }

    @Test
    void aCancelReachesEveryDeviceThatRings() {
        SenderCall call = largeMessage().invite();
        List<DeviceCall> devices =
                List.of(phone.expectInvite(), tablet.expectInvite(), laptop.expectInvite());
        devices.forEach(DeviceCall::ring);

        call.cancel().expectCancelled().expect(487);
        call.ackRefusal();
        devices.forEach(device -> device.expectCancel().refuse(487).expectAck());
        assertThat(outcome(call).kind()).isEqualTo(CallOutcome.Kind.CANCELLED);
    }

    @Test
    void a200ThatCrossesTheCancelIsAcknowledgedAndHungUp() {
        SenderCall call = largeMessage().invite();
        DeviceCall first = phone.expectInvite().ring();
        tablet.expectInvite().refuse(486).expectAck();
        laptop.expectInvite().refuse(486).expectAck();

        call.cancel().expectCancelled().expect(487);
        call.ackRefusal();
        first.expectCancel().answer(Sdp.answer("phone")).expectAck();
        first.expectBye();
    }

    @Test
    void aSecondDialogOfOneBranchIsAcknowledgedAndHungUp() {
        SenderCall call = largeMessage().invite();
        DeviceCall first = phone.expectInvite();
        tablet.expectInvite().refuse(486).expectAck();
        laptop.expectInvite().refuse(486).expectAck();

        first.answer(Sdp.answer("phone"), "one");
        call.expect(200);
        call.ack();
        first.expectAck("one");
        // As a device does until it is acknowledged (RFC 3261 §13.3.1.4).
        Eventually.holds(
                "ACK",
                () -> {
                    first.answer(Sdp.answer("phone"), "two");
                    return !phone.seen(m -> m.method().equals("ACK") && m.toTag().equals("two"))
                            .isEmpty();
                });
        first.expectAck("two");
        first.expectBye("two");

        call.bye().expect(200);
        first.expectBye("one");
    }

    @Test
    void aDeviceHangsUpAndTheSenderDoesNotNotice() {
        SenderCall call = largeMessage().invite();
        DeviceCall first = phone.expectInvite();
        DeviceCall second = tablet.expectInvite();
        laptop.expectInvite().refuse(603).expectAck();
        first.answer(Sdp.answer("phone"));
        call.expect(200);
        call.ack();
        first.expectAck();
        second.answer(Sdp.answer("tablet")).expectAck();

        first.bye().expect(200);
        call.bye().expect(200);
        second.expectBye();
        assertThat(outcome(call).kind()).isEqualTo(CallOutcome.Kind.DELIVERED);
    }

    @Test
    void a200IsAcknowledgedAsOftenAsItComes() {
        SenderCall call = largeMessage().invite();
        DeviceCall first = phone.expectInvite();
        tablet.expectInvite().refuse(486).expectAck();
        laptop.expectInvite().refuse(486).expectAck();
        first.answer(Sdp.answer("phone")).answer(Sdp.answer("phone"));
        call.expect(200);
        call.ack();
        first.expectAck();
        first.answer(Sdp.answer("phone")).expectAck();

        call.bye().expect(200);
        first.expectBye();
    }

    private static CallOutcome outcome(SenderCall call) {
        return Eventually.present(
                () ->
                        Optional.ofNullable(
                                server.calls()
                                        .outcomes()
                                        .get(new CallId(call.message().callId()))));
    }
}
