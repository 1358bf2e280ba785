package org.carillon.it.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.carillon.it.agent.Eventually;
import org.carillon.it.agent.RawMsrpPeer;
import org.carillon.it.agent.SipMessage;
import org.carillon.it.container.Deployments;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** What another offer and answer does to the message: holds, and connections that are lost. */
class ReofferIT extends DeliveryTest {
    private static final String MESSAGE = Message.ofOctets(9_000);

    @Deployment(testable = false)
    static WebArchive carillon() {
        return Deployments.carillon(Map.of("silence-timeout", "1s"));
    }

    /** A device that has joined, and a sender that is connected. */
    private Device talking(Sender alice) {
        Device phone = stage.device("phone");
        alice.invites();
        phone.expectInvite();
        phone.answers();
        alice.expect200();
        alice.acks();
        phone.expectAck().connects();
        alice.connects();
        return phone;
    }

    private static Sdp held(Device device) {
        return device.description().with("a=setup:active").replacing("a=recvonly", "a=inactive");
    }

    /** RFC 3264 §8.4, RFC 4975 §8.9. */
    @Test
    void aDeviceHoldsAndResumes() {
        Sender alice = stage.alice();
        Device phone = talking(alice);
        assertThat(Sdp.of(phone.updates(held(phone))).has("a=inactive")).isTrue();
        alice.sends("tr01", MESSAGE).expectResponse("tr01", 200).byes();
        phone.msrp().say(phone.bodiless("ping"));
        phone.msrp().expectResponse("ping", 200);
        assertThat(phone.msrp().seen(frame -> frame.is("SEND"))).isEmpty();

        SipMessage ok = phone.updates(phone.description().with("a=setup:active"));
        assertThat(Sdp.of(ok).has("a=sendonly")).isTrue();
        assertThat(phone.expectMessage()).isEqualTo(MESSAGE);
        phone.expectBye();
    }

    /** RFC 3261 §14.2: it asks for our offer, and holds by its answer in the ACK. */
    @Test
    void aDeviceHoldsByItsAnswerInTheAck() {
        Sender alice = stage.alice();
        Device phone = talking(alice);
        SipMessage first = phone.call().next("INVITE");
        assertThat(Sdp.of(phone.call().send(first).expect(200)).value("setup"))
                .isEqualTo("actpass");
        phone.call().ack(first, held(phone).text());
        Eventually.holds("on hold", () -> isHeld(phone));
        alice.sends("tr01", MESSAGE).expectResponse("tr01", 200);
        assertThat(phone.msrp().seen(frame -> frame.is("SEND"))).isEmpty();

        SipMessage second = phone.call().next("INVITE");
        phone.call().send(second).expect(200);
        phone.call().ack(second, phone.description().with("a=setup:active").text());
        assertThat(phone.expectMessage()).isEqualTo(MESSAGE);
        alice.byes();
        phone.expectBye();
    }

    /** An offer that repeats the hold is answered so when the ACK has been taken. */
    private static boolean isHeld(Device phone) {
        SipMessage update = phone.call().next("UPDATE");
        phone.call().send(update.withBody("application/sdp", held(phone).text()));
        return phone.sip().expectFinal(update).status() == 200;
    }

    /**
     * RFC 4975 §5.4: it makes the same session anew, and gets the message from byte 1, which is
     * still there because another device rings.
     */
    @Test
    void aDeviceLosesItsConnectionAndComesBack() {
        Sender alice = stage.alice();
        Device rings = stage.device("rings");
        Device phone = talking(alice);
        rings.expectInvite();
        alice.sendsChunk("tr01", MESSAGE, 1, 4_000, '+').expectResponse("tr01", 200);
        phone.expectChunk();
        phone.msrp().hangUp();
        Eventually.holds("noticed", () -> isLost(phone.bodiless("prob"), phone.offer()));

        reInvites(phone);
        phone.connects();
        alice.sendsChunk("tr02", MESSAGE, 4_001, MESSAGE.length(), '$').expectResponse("tr02", 200);
        assertThat(phone.expectMessage()).isEqualTo(MESSAGE);
        rings.refuses(486);
        alice.byes();
        phone.expectBye();
    }

    private static void reInvites(Device phone) {
        SipMessage again =
                phone.call()
                        .next("INVITE")
                        .withBody(
                                "application/sdp",
                                phone.description().with("a=setup:active").text());
        phone.call().send(again).expect(200);
        phone.call().ack(again, "");
    }

    /** It resends nothing that was acknowledged. */
    @Test
    void aSenderLosesItsConnectionAndComesBack() {
        Sender alice = stage.alice();
        Device phone = talking(alice);
        alice.sendsChunk("tr01", MESSAGE, 1, 4_000, '+').expectResponse("tr01", 200);
        alice.msrp().hangUp();
        Eventually.holds("noticed", () -> isLost(alice.bodiless("prob"), alice.answer()));

        SipMessage again =
                alice.call().next("INVITE").withBody("application/sdp", alice.offer().text());
        alice.call().inDialog(again).expect(200);
        alice.call().ack(again);
        alice.connects();
        alice.sendsChunk("tr02", MESSAGE, 4_001, MESSAGE.length(), '$').expectResponse("tr02", 200);
        assertThat(phone.expectMessage()).isEqualTo(MESSAGE);
        alice.byes();
        phone.expectBye();
    }

    /** Another connection gets 506 while the one before it lives, and 481 when it is lost. */
    private static boolean isLost(String bodiless, Sdp ours) {
        try (RawMsrpPeer probe = new RawMsrpPeer("probe")) {
            probe.connect(Sender.portOf(ours.path().get(0))).say(bodiless);
            return probe.expect("an answer", frame -> frame.isResponse()).is("481");
        }
    }
}
