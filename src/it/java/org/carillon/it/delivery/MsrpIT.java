package org.carillon.it.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.carillon.it.agent.MsrpFrame;
import org.carillon.it.agent.RawMsrpPeer;
import org.carillon.it.agent.RawMsrpPeer.Manners;
import org.carillon.it.container.Deployments;
import org.carillon.rules.Rule;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** What the relay answers, reports and passes on. */
class MsrpIT extends DeliveryTest {
    @Deployment(testable = false)
    static WebArchive carillon() {
        return Deployments.carillon(Map.of("max-message-size", "1MiB", "silence-timeout", "1s"));
    }

    private Device phone;
    private Device tablet;

    /** Two devices that have joined, and a sender that is connected. */
    private Sender talking() {
        Sender alice = stage.alice();
        phone = stage.device("phone");
        tablet = stage.device("tablet");
        alice.invites();
        phone.expectInvite();
        tablet.expectInvite();
        phone.answers();
        alice.expect200();
        alice.acks();
        phone.expectAck().connects();
        tablet.answers().expectAck().connects();
        return alice.connects();
    }

    private void done(Sender alice) {
        alice.byes();
        phone.expectBye();
        tablet.expectBye();
    }

    @Test
    @Rule({"S-27", "C-10"})
    void theSenderIsAnsweredBeforeAnyDeviceHasAnswered() {
        Sender alice = talking();
        phone.msrp().behaving(Manners.SILENT);
        tablet.msrp().behaving(Manners.SILENT);
        alice.sends("tr01", Message.saying("hello")).expectResponse("tr01", 200);
        Stream.of(phone, tablet)
                .forEach(device -> device.msrp().respond(device.expectChunk(), "200 OK"));
        done(alice);
    }

    @Test
    @Rule({"S-27", "C-10"})
    void failureReportNoMeansNoAnswer() {
        Sender alice = talking().asking("Failure-Report: no");
        String message = Message.saying("hello");
        alice.sends("tr01", message);
        assertThat(phone.expectMessage()).isEqualTo(message);
        alice.msrp().say(alice.bodiless("last")).expectResponse("last", 200);
        assertThat(alice.msrp().seen(frame -> frame.id().equals("tr01"))).isEmpty();
        done(alice);
    }

    @Test
    @Rule({"S-27", "C-10"})
    void failureReportPartialMeansNo200ButErrors() {
        Sender alice = talking().asking("Failure-Report: partial");
        String message = Message.saying("hello");
        alice.sends("tr01", message);
        assertThat(phone.expectMessage()).isEqualTo(message);
        alice.msrp().say(alice.send("tr02", "1-2/2", "ab", '$').replace("87652491", "another"));
        alice.expectResponse("tr02", 413);
        assertThat(alice.msrp().seen(frame -> frame.id().equals("tr01"))).isEmpty();
        done(alice);
    }

    @Test
    @Rule("C-9")
    void aSendWithoutABodyIsAnsweredAndNotForwarded() {
        Sender alice = talking();
        alice.msrp().say(alice.bodiless("empt")).expectResponse("empt", 200);
        alice.sends("tr01", Message.saying("hello")).expectResponse("tr01", 200);
        phone.expectMessage();
        assertThat(phone.msrp().seen(frame -> frame.is("SEND")))
                .extracting(frame -> frame.header("Message-ID"))
                .containsOnly("87652491");
        done(alice);
    }

    @Test
    @Rule("S-24")
    void everyHopHasPathsOfItsOwn() {
        Sender alice = talking();
        alice.sends("tr01", Message.saying("hello")).expectResponse("tr01", 200);
        for (Device device : new Device[] {phone, tablet}) {
            MsrpFrame chunk = device.expectChunk();
            assertThat(chunk.header("To-Path")).isEqualTo(device.msrp().uri());
            assertThat(chunk.header("From-Path").split(" ", -1))
                    .containsExactly(device.offer().path().get(0), alice.msrp().uri());
            assertThat(chunk.header("Message-ID")).isEqualTo("87652491");
        }
        MsrpFrame response = alice.msrp().seen(MsrpFrame::isResponse).get(0);
        assertThat(response.header("To-Path")).isEqualTo(alice.msrp().uri());
        assertThat(response.header("From-Path")).isEqualTo(alice.answer().path().get(0));
        done(alice);
    }

    @Test
    @Rule("C-18")
    void anUnknownSessionIs481() {
        Sender alice = talking();
        try (RawMsrpPeer stranger = new RawMsrpPeer("stranger")) {
            stranger.connect(Sender.portOf(alice.answer().path().get(0)))
                    .say(alice.bodiless("nope").replaceFirst("/[^/;]+;tcp", "/nobody;tcp"))
                    .expectResponse("nope", 481);
            stranger.expectClosed();
        }
        done(alice);
    }

    @Test
    @Rule("C-18")
    void noErrorIsTheAnswerToFailureReportNo() {
        Sender alice = talking();
        alice.msrp()
                .say(
                        alice.bodiless("nope")
                                .replaceFirst("/[^/;]+;tcp", "/nobody;tcp")
                                .replace("Message-ID", "Failure-Report: no\r\nMessage-ID"));
        assertThat(alice.msrp().expectClosed().seen(frame -> true)).isEmpty();
        done(alice);
    }

    @Test
    @Rule("C-18")
    void aSecondConnectionIs506() {
        Sender alice = talking();
        alice.msrp().say(alice.bodiless("once")).expectResponse("once", 200);
        try (RawMsrpPeer second = new RawMsrpPeer("second")) {
            second.connect(Sender.portOf(alice.answer().path().get(0)))
                    .say(alice.bodiless("twice"))
                    .expectResponse("twice", 506);
        }
        done(alice);
    }

    @Test
    @Rule("C-18")
    void anUnknownMethodIs501AndAWrongType415() {
        Sender alice = talking();
        alice.msrp().say(alice.bodiless("meth").replace(" SEND", " FROB"));
        alice.expectResponse("meth", 501);
        alice.msrp().say(alice.send("type", "1-2/2", "ab", '$').replace("message/cpim", "a/b"));
        alice.expectResponse("type", 415);
        done(alice);
    }

    @Test
    @Rule("C-18")
    void aMessageLargerThanTheLimitIs413() {
        Sender alice = talking();
        alice.msrp().say(alice.send("huge", "1-*/1048577", "ab", '+'));
        alice.expectResponse("huge", 413).expectBye();
        phone.expectBye();
        tablet.expectBye();
    }

    @Test
    @Rule({"C-18", "C-33"})
    void nonsenseIs400AndTheEndOfTheConnection() {
        Sender alice = talking();
        alice.msrp().say(alice.bodiless("once")).expectResponse("once", 200);
        alice.msrp().say(alice.send("nons", "1-99999999999999999999/-5", "ab", '$'));
        alice.expectResponse("nons", 400);
        alice.msrp().expectClosed();
        alice.expectBye();
    }

    @Test
    @Rule("C-20")
    void aReportIsNeverAnswered() {
        Sender alice = talking().asking("Success-Report: yes");
        String message = Message.saying("hello");
        alice.sends("tr01", message).expectResponse("tr01", 200);
        phone.expectMessage();
        phone.reports("rep1", "1-" + message.length() + "/" + message.length(), 200);
        MsrpFrame report = alice.expectReport();
        alice.msrp().respond(report, "200 OK");
        phone.msrp().say(phone.bodiless("after")).expectResponse("after", 200);
        assertThat(phone.msrp().seen(frame -> frame.id().equals("rep1"))).isEmpty();
        alice.msrp().say(alice.bodiless("last")).expectResponse("last", 200);
        done(alice);
    }

    @Test
    @Rule("C-20")
    void theFirstSuccessReportPassesAndRepeatsDoNot() {
        Sender alice = talking().asking("Success-Report: yes");
        String message = Message.saying("hello");
        String all = "1-" + message.length() + "/" + message.length();
        alice.sends("tr01", message).expectResponse("tr01", 200);
        phone.expectMessage();
        tablet.expectMessage();
        phone.reports("rep1", all, 200);
        MsrpFrame report = alice.expectReport();
        assertThat(report.header("Byte-Range")).isEqualTo(all);
        assertThat(report.header("Status")).startsWith("000 200");
        tablet.reports("rep2", all, 200);
        tablet.msrp().say(tablet.bodiless("after")).expectResponse("after", 200);
        alice.msrp().say(alice.bodiless("last")).expectResponse("last", 200);
        assertThat(alice.reports()).hasSize(1);
        done(alice);
    }

    @Test
    @Rule("S-9")
    void aDeliveryNotificationReachesTheSenderOnce() {
        Sender alice = talking();
        alice.sends("tr01", Message.saying("hello")).expectResponse("tr01", 200);
        phone.expectMessage();
        tablet.expectMessage();
        phone.msrp().say(phone.send("imdn1", Message.delivered()));
        phone.msrp().expectResponse("imdn1", 200);
        MsrpFrame notification = alice.msrp().expect("a notification", frame -> frame.is("SEND"));
        assertThat(notification.body()).isEqualTo(Message.delivered());
        assertThat(notification.header("To-Path")).isEqualTo(alice.msrp().uri());
        tablet.msrp().say(tablet.send("imdn2", Message.delivered()));
        tablet.msrp().expectResponse("imdn2", 200);
        alice.msrp().say(alice.bodiless("last")).expectResponse("last", 200);
        assertThat(alice.msrp().seen(frame -> frame.is("SEND"))).hasSize(1);
        phone.msrp().say(phone.send("chat", Message.saying("chat")));
        phone.msrp().expectResponse("chat", 403);
        done(alice);
    }
}
