package org.carillon.it.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.carillon.it.agent.RawMsrpPeer.Manners;
import org.carillon.it.agent.SipMessage;
import org.carillon.it.container.Deployments;
import org.carillon.rules.Rule;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** Three devices: who is invited, who answers first, who comes late. */
class ThreeDevicesIT extends DeliveryTest {
    @Deployment(testable = false)
    static WebArchive carillon() {
        return Deployments.carillon(Map.of("silence-timeout", "1s"));
    }

    @Test
    @Rule({"S-9", "S-11", "S-16", "C-3"})
    void eachIsInvitedByItsGruuInADialogOfItsOwn() {
        Sender alice = stage.alice();
        List<Device> devices =
                List.of(stage.device("phone"), stage.device("tablet"), stage.device("laptop"));
        alice.call().with("Subject", "bells");
        alice.invites();

        List<SipMessage> invites = devices.stream().map(Device::expectInvite).toList();
        assertThat(invites)
                .extracting(SipMessage::requestUri)
                .containsExactlyElementsOf(devices.stream().map(Device::gruu).toList())
                .doesNotHaveDuplicates();
        assertThat(Stream.concat(invites.stream(), Stream.of(alice.call().message())))
                .extracting(SipMessage::callId)
                .doesNotHaveDuplicates();
        assertThat(devices)
                .extracting(device -> device.offer().path().get(0))
                .doesNotHaveDuplicates();
        assertThat(invites)
                .allSatisfy(
                        invite -> {
                            assertThat(invite.all("Conversation-ID"))
                                    .containsExactly(Sender.CONVERSATION);
                            assertThat(invite.all("Contribution-ID"))
                                    .containsExactly(Sender.CONTRIBUTION);
                            assertThat(invite.all("Accept-Contact"))
                                    .containsExactly(Sender.LARGE_MESSAGE);
                            assertThat(invite.all("P-Asserted-Identity"))
                                    .containsExactly("<sip:alice@localhost>");
                            assertThat(invite.header("P-Asserted-Service"))
                                    .contains("urn:urn-7:3gpp-service.ims.icsi.oma.cpm.largemsg");
                            assertThat(invite.header("Subject")).contains("bells");
                            assertThat(invite.header("User-Agent")).contains("CPM-serv/OMA1.0");
                            assertThat(invite.header("Max-Forwards")).contains("69");
                            assertThat(invite.header("To")).contains("<" + stage.bob() + ">");
                            assertThat(invite.header("From").orElseThrow())
                                    .startsWith("<sip:alice@localhost>;tag=")
                                    .doesNotContain(alice.call().message().fromTag());
                            assertThat(invite.contactUri()).contains(alice.sip().server());
                        });

        devices.forEach(device -> device.refuses(486));
        alice.expectRefusal(486);
    }

    @Test
    @Rule({"S-12", "S-13", "S-14", "S-15", "S-16", "S-17", "S-18", "C-7"})
    void the200OfTheFirstBecomesTheOneToTheSender() {
        Sender alice = stage.alice();
        Device phone = stage.device("phone");
        Device tablet = stage.device("tablet");
        alice.invites();
        phone.expectInvite();
        tablet.expectInvite();
        tablet.answers(
                sdp ->
                        sdp.with("a=setup:active")
                                .replacing("a=accept-wrapped-types", "a=accept-wrapped-types:x/y"));

        SipMessage ok = alice.expect200();
        Sdp answer = alice.answer();
        assertThat(ok.header("Content-Type")).contains("application/sdp");
        assertThat(ok.header("Server")).contains("CPM-serv/OMA1.0");
        assertThat(String.join(", ", ok.all("Allow")).split(", *", -1))
                .contains("INVITE", "ACK", "CANCEL", "BYE", "OPTIONS", "UPDATE");
        assertThat(ok.contactUri()).contains(alice.sip().server());
        assertThat(answer.lines()).filteredOn(line -> line.startsWith("m=")).hasSize(1);
        assertThat(answer.has("a=recvonly")).isTrue();
        assertThat(answer.value("accept-types")).isEqualTo("message/cpim");
        assertThat(answer.value("accept-wrapped-types")).as("of the first device").isEqualTo("x/y");
        assertThat(answer.path()).hasSize(2).last().isEqualTo(tablet.msrp().uri());
        assertThat(answer.path().get(0)).startsWith("msrp://127.0.0.1:");
        assertThat(answer.lines())
                .contains("m=message " + Sender.portOf(answer.path().get(0)) + " TCP/MSRP *");

        alice.acks().byes();
        tablet.expectAck().expectBye();
        phone.call().ring().expectCancel().refuse(487);
    }

    @Test
    @Rule({"S-20", "S-23", "S-24", "S-26", "S-30", "C-6", "C-11"})
    void whoeverAnswersGetsTheWholeMessageFromByte1() {
        String message = Message.ofOctets(100_000);
        Sender alice = stage.alice();
        Device phone = stage.device("phone");
        Device tablet = stage.device("tablet");
        Device late = stage.device("late");
        alice.invites();
        phone.expectInvite();
        tablet.expectInvite();
        late.expectInvite();
        phone.answers();
        alice.expect200();
        alice.acks();
        phone.expectAck().connects();
        tablet.answers().expectAck().connects();
        alice.connects().sendsChunk("tr01", message, 1, 50_000, '+').expectResponse("tr01", 200);
        assertThat(phone.expectChunk().rangeStart()).as("while it arrives").isOne();
        late.answers().expectAck().connects();
        assertThat(late.expectChunk().rangeStart()).isOne();
        alice.sendsChunk("tr02", message, 50_001, message.length(), '$')
                .expectResponse("tr02", 200);

        assertThat(tablet.expectMessage()).isEqualTo(message);
        alice.byes();
        phone.expectBye();
        tablet.expectBye();
        late.expectBye();
        assertThat(contentOf(phone)).isEqualTo(message);
        assertThat(contentOf(late)).isEqualTo(message);
        assertThat(alice.finals()).hasSize(1);
        assertThat(Stream.of(phone, tablet, late).flatMap(d -> d.seen("CANCEL").stream()))
                .isEmpty();
    }

    private static String contentOf(Device device) {
        StringBuilder content = new StringBuilder();
        device.msrp()
                .seen(frame -> frame.is("SEND"))
                .forEach(
                        frame -> {
                            assertThat(frame.rangeStart()).isEqualTo(content.length() + 1L);
                            content.append(frame.body());
                        });
        return content.toString();
    }

    @Test
    @Rule({"S-18", "S-20", "C-5"})
    void two200sAtTheSameMoment() throws Exception {
        for (int round = 0; round < 10; round++) {
            Sender alice = stage.alice();
            Device phone = stage.device("phone" + round);
            Device tablet = stage.device("tablet" + round);
            alice.invites();
            phone.expectInvite();
            tablet.expectInvite();
            Thread other = new Thread(phone::answers);
            other.start();
            tablet.answers();
            other.join();

            alice.expect200();
            alice.acks();
            phone.expectAck();
            tablet.expectAck();
            alice.byes();
            phone.expectBye();
            tablet.expectBye();
            assertThat(alice.finals()).hasSize(1);
            phone.registers(
                    phone.registration().replacing("Contact", "*").replacing("Expires", "0"));
        }
    }

    @Test
    @Rule({"S-30", "C-22"})
    void eachIsHungUpOnWhenItHasEverything() {
        String message = Message.saying("hello");
        Sender alice = stage.alice();
        Device phone = stage.device("phone");
        Device slow = stage.device("slow");
        slow.msrp().behaving(Manners.SILENT);
        alice.invites();
        phone.expectInvite();
        slow.expectInvite();
        phone.answers();
        alice.expect200();
        alice.acks();
        phone.expectAck().connects();
        slow.answers().expectAck().connects();
        alice.connects().sends("tr01", message).expectResponse("tr01", 200).byes();

        phone.expectBye();
        var chunk = slow.expectChunk();
        assertThat(slow.seen("BYE")).as("not before its 200").isEmpty();
        slow.msrp().respond(chunk, "200 OK");
        slow.expectBye();
    }

    @Test
    @Rule({"C-12", "S-26"})
    void oneThatRefusesOrDisappearsTouchesNobodyElse() {
        String message = Message.ofOctets(60_000);
        Sender alice = stage.alice();
        Device phone = stage.device("phone");
        Device full = stage.device("full");
        Device gone = stage.device("gone");
        full.msrp().behaving(Manners.SILENT);
        alice.invites();
        List.of(phone, full, gone).forEach(Device::expectInvite);
        phone.answers();
        alice.expect200();
        alice.acks();
        phone.expectAck().connects();
        full.answers().expectAck().connects();
        gone.answers().expectAck().connects();
        alice.connects().sendsChunk("tr01", message, 1, 30_000, '+').expectResponse("tr01", 200);
        full.msrp().respond(full.expectChunk(), "413 Full");
        gone.expectChunk();
        gone.msrp().close();
        full.msrp().expectAbort();
        full.expectBye();
        gone.expectBye();
        alice.sendsChunk("tr02", message, 30_001, message.length(), '$')
                .expectResponse("tr02", 200);

        assertThat(phone.expectMessage()).isEqualTo(message);
        assertThat(alice.reports()).isEmpty();
        alice.hasNoBye();
        alice.byes();
        phone.expectBye();
    }

    @Test
    @Rule("C-24")
    void oneThatHangsUpTouchesNobodyElse() {
        String message = Message.saying("hello");
        Sender alice = stage.alice();
        Device phone = stage.device("phone");
        Device tablet = stage.device("tablet");
        alice.invites();
        phone.expectInvite();
        tablet.expectInvite();
        phone.answers();
        alice.expect200();
        alice.acks();
        phone.expectAck();
        tablet.answers().expectAck().connects();
        phone.byes();
        alice.connects().sends("tr01", message).expectResponse("tr01", 200);
        assertThat(tablet.expectMessage()).isEqualTo(message);
        alice.byes();
        tablet.expectBye();
    }
}
