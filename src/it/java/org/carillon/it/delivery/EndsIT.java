package org.carillon.it.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.carillon.it.agent.RawMsrpPeer.Manners;
import org.carillon.it.agent.SipMessage;
import org.carillon.it.container.Deployments;
import org.carillon.rules.Rule;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** How deliveries end: the devices fail, somebody hangs up, the sender aborts. */
class EndsIT extends DeliveryTest {
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

    @Test
    @Rule("C-13")
    void whenAllDevicesFailTheSenderHearsItOnce() {
        Sender alice = stage.alice();
        Device phone = talking(alice);
        phone.msrp().behaving(Manners.SILENT);
        alice.sends("tr01", Message.saying("hello")).expectResponse("tr01", 200);
        phone.msrp().respond(phone.expectChunk(), "413 Full");

        var report = alice.expectReport();
        assertThat(report.header("Status")).startsWith("000 413");
        assertThat(report.header("Message-ID")).isEqualTo("87652491");
        assertThat(report.header("From-Path").split(" ", -1))
                .containsExactlyElementsOf(alice.answer().path());
        alice.expectBye();
        phone.expectBye();
        assertThat(alice.reports()).hasSize(1);
    }

    @Test
    @Rule("C-13")
    void noFailureReportIsGivenToWhoDoesNotWantAny() {
        Sender alice = stage.alice();
        Device phone = talking(alice);
        alice.asking("Failure-Report: no").sendsChunk("tr01", Message.saying("hello"), 1, 50, '+');
        phone.expectChunk();
        phone.msrp().close();

        alice.expectBye();
        phone.expectBye();
        assertThat(alice.msrp().expectClosed().seen(frame -> true)).isEmpty();
    }

    @Test
    @Rule("C-24")
    void theLastDeviceHangsUpBeforeTheMessageIsWhole() {
        Sender alice = stage.alice();
        Device phone = talking(alice);
        alice.sendsChunk("tr01", Message.saying("hello"), 1, 50, '+').expectResponse("tr01", 200);
        phone.expectChunk();
        phone.byes();
        alice.expectBye();
    }

    @Test
    @Rule("C-24")
    void theOnlyDeviceHangsUpBeforeAnyOctet() {
        Sender alice = stage.alice();
        Device phone = talking(alice);
        phone.byes();
        alice.expectBye();
    }

    @Test
    @Rule("C-24")
    void theOnlyDeviceHangsUpWhenItHasEverything() {
        Sender alice = stage.alice();
        Device phone = talking(alice);
        alice.sends("tr01", Message.saying("hello")).expectResponse("tr01", 200);
        phone.expectMessage();
        phone.byes();
        alice.byes().hasNoBye();
    }

    @Test
    @Rule({"C-17", "S-19"})
    void theSenderAborts() {
        Sender alice = stage.alice();
        Device phone = talking(alice);
        alice.sendsChunk("tr01", Message.saying("hello"), 1, 50, '+').expectResponse("tr01", 200);
        phone.expectChunk();
        alice.sendsChunk("tr02", Message.saying("hello"), 51, 60, '#').expectResponse("tr02", 200);

        phone.msrp().expectAbort();
        alice.expectBye();
        phone.expectBye();
        assertThat(stage.history()).isEmpty();
    }

    @Test
    @Rule({"C-23", "S-28"})
    void theSenderHangsUpBeforeTheMessageIsWhole() {
        Sender alice = stage.alice();
        Device phone = talking(alice);
        alice.sendsChunk("tr01", Message.saying("hello"), 1, 50, '+').expectResponse("tr01", 200);
        phone.expectChunk();
        alice.byes();

        phone.msrp().expectAbort();
        phone.expectBye();
        assertThat(stage.history()).isEmpty();
    }

    @Test
    @Rule({"C-22", "S-28", "S-30"})
    void theRestStillArrivesAfterTheByeOfTheSender() {
        String message = Message.ofOctets(20_000);
        Sender alice = stage.alice();
        Device phone = talking(alice);
        alice.sendsChunk("tr01", message, 1, 10_000, '+').expectResponse("tr01", 200);
        alice.byes().sendsChunk("tr02", message, 10_001, message.length(), '$');
        assertThat(phone.expectMessage()).isEqualTo(message);
        phone.expectBye();
    }

    @Test
    @Rule({"S-31"})
    void nothingIsLeftOfADelivery() {
        Sender alice = stage.alice();
        Device phone = talking(alice);
        alice.sends("tr01", Message.saying("hello")).expectResponse("tr01", 200);
        phone.expectMessage();
        alice.byes();
        phone.expectBye();
        alice.msrp().expectClosed();
        phone.msrp().expectClosed();

        try (var again = new org.carillon.it.agent.RawMsrpPeer("again")) {
            again.connect(Sender.portOf(alice.answer().path().get(0)))
                    .say(alice.bodiless("back"))
                    .expectResponse("back", 481);
        }
        alice.call().bye().expect(481);
    }

    /** RFC 3261 §17.2.2. */
    @Test
    @Rule("S-28")
    void aByeThatIsRepeatedIsAnsweredAgain() {
        Sender alice = stage.alice();
        Device phone = talking(alice);
        SipMessage bye = alice.call().next("BYE");
        alice.call().inDialog(bye).expect(200);
        alice.call().inDialog(bye).expect(200);
        phone.expectBye();
        assertThat(phone.seen("BYE").stream().map(SipMessage::cseq).distinct()).hasSize(1);
    }

    /** Its BYE has overtaken its ACK, or the ACK is lost: the device still gets its own. */
    @Test
    @Rule({"S-22", "S-28"})
    void theSenderHangsUpBeforeItsAck() {
        Sender alice = stage.alice();
        Device phone = stage.device("phone");
        alice.invites();
        phone.expectInvite();
        phone.answers();
        alice.expect200();
        alice.byes();
        phone.expectAck().expectBye();
    }
}
