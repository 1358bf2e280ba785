package org.carillon.it.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.carillon.it.agent.Eventually;
import org.carillon.it.agent.SipMessage;
import org.carillon.it.container.Deployments;
import org.carillon.rules.Rule;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nobody accepts, or the sender changes its mind. */
class RefusalsIT extends DeliveryTest {
    @Deployment(testable = false)
    static WebArchive carillon() {
        return Deployments.carillon(Map.of("answer-timeout", "2s", "silence-timeout", "1s"));
    }

    @Test
    @Rule({"S-6", "S-8", "C-26"})
    void nobodyIsRegistered() {
        Sender alice = stage.alice().invites();
        SipMessage refusal = alice.expectRefusal(480);
        assertThat(refusal.header("Warning").orElseThrow()).contains("No device of this user");
    }

    @Test
    @Rule("C-26")
    void everybodyIsBusy() {
        refusedBy(486, 486, 486);
    }

    @Test
    @Rule("C-26")
    void oneDeclinesForAll() {
        refusedBy(603, 486, 603);
    }

    @Test
    @Rule("C-26")
    void everybodyIsOverloaded() {
        refusedBy(500, 503, 503);
    }

    private void refusedBy(int expected, int first, int second) {
        Sender alice = stage.alice();
        Device phone = stage.device("phone");
        Device tablet = stage.device("tablet");
        alice.invites();
        phone.expectInvite();
        tablet.expectInvite();
        phone.refuses(first);
        assertThat(alice.finals()).as("while one may still accept").isEmpty();
        tablet.refuses(second);
        alice.expectRefusal(expected);
    }

    @Test
    @Rule("C-26")
    void nobodyAnswers() {
        Sender alice = stage.alice();
        Device phone = stage.device("phone");
        alice.invites();
        phone.expectInvite();
        phone.call().ring();
        alice.expectRefusal(408);
        phone.call().expectCancel().refuse(487).expectAck();
    }

    @Test
    @Rule({"S-12", "S-20"})
    void aRefusalDoesNotMatterWhereAnotherAccepts() {
        Sender alice = stage.alice();
        Device phone = stage.device("phone");
        Device tablet = stage.device("tablet");
        alice.invites();
        phone.expectInvite();
        tablet.expectInvite();
        phone.refuses(603);
        tablet.answers();
        alice.expect200();
        alice.acks();
        tablet.expectAck();
        alice.byes();
        tablet.expectBye();
    }

    @Test
    @Rule("C-25")
    void cancelBeforeAnyDeviceHasSaidAnything() {
        Sender alice = stage.alice();
        Device phone = stage.device("phone");
        alice.invites();
        phone.expectInvite();
        alice.call().cancel().expectCancelled();
        alice.expectRefusal(487);
        assertThat(phone.seen("CANCEL")).as("waits for a 1xx (RFC 3261 §9.1)").isEmpty();
        phone.call().ring().expectCancel().refuse(487).expectAck();
    }

    @Test
    @Rule("C-25")
    void cancelWhileTheDevicesRing() {
        Sender alice = stage.alice();
        List<Device> devices = List.of(stage.device("phone"), stage.device("tablet"));
        alice.invites();
        devices.forEach(Device::expectInvite);
        devices.forEach(device -> device.call().ring());
        alice.call().cancel().expectCancelled();
        alice.expectRefusal(487);
        devices.forEach(device -> device.call().expectCancel().refuse(487).expectAck());
    }

    @Test
    @Rule("C-25")
    void cancelThatCrossesA200() {
        Sender alice = stage.alice();
        Device phone = stage.device("phone");
        alice.invites();
        phone.expectInvite();
        phone.call().ring();
        alice.call().cancel().expectCancelled();
        alice.expectRefusal(487);
        phone.call().expectCancel();
        phone.answers().expectAck().expectBye();
        assertThat(alice.finals()).hasSize(1);
    }

    @Test
    @Rule("S-1")
    void whatIsNoLargeMessageIsNotTaken() {
        Sender alice = stage.alice();
        Device phone = stage.device("phone");
        alice.call().replacing("Accept-Contact", Sender.LARGE_MESSAGE.replace("msg", "msgx"));
        alice.invites().expectRefusal(488);
        assertThat(phone.seen("INVITE")).isEmpty();
    }

    @Test
    @Rule("S-1")
    void theServiceMayBeShownByTheNetworkAlone() {
        Sender alice = stage.alice();
        Device phone = stage.device("phone");
        alice.call()
                .replacing(
                        "P-Asserted-Service",
                        "urn:urn-7:3gpp-service.ims.icsi.oma.cpm.largemsg.sub");
        alice.call().without("Accept-Contact");
        alice.invites();
        assertThat(phone.expectInvite().header("Accept-Contact")).contains(Sender.LARGE_MESSAGE);
        phone.refuses(486);
        alice.expectRefusal(486);
    }

    @Test
    @Rule({"S-8", "C-4"})
    void whoIsInvited() {
        Sender alice = stage.alice();
        Device phone = stage.device("phone");
        Device quiet = stage.device("quiet");
        Device chatOnly = stage.unregistered("chat");
        Device plain = stage.unregistered("plain");
        chatOnly.registers(
                chatOnly.registration()
                        .replacing(
                                "Contact",
                                "<"
                                        + chatOnly.contact()
                                        + ">"
                                        + Device.SERVICE.replace("largemsg", "session")));
        plain.registers(plain.registration());
        stage.bobPrefers("{\"quietDevices\": [\"" + quiet.instance() + "\"]}");

        alice.invites();
        phone.expectInvite();
        assertThat(plain.expectInvite().requestUri())
                .as("no GRUU: the registered contact")
                .isEqualTo(plain.contact());
        phone.refuses(486);
        plain.refuses(486);
        alice.expectRefusal(486);
        assertThat(quiet.seen("INVITE")).isEmpty();
        assertThat(chatOnly.seen("INVITE")).isEmpty();
    }

    @Test
    @Rule("C-4")
    void twoContactsOfOneInstanceAreOneDevice() {
        Sender alice = stage.alice();
        Device wifi = stage.device("phone");
        Device cellular = stage.device("phone");
        assertThat(cellular.gruu()).isEqualTo(wifi.gruu());
        alice.invites();
        Eventually.holds("invited", () -> invites(wifi, cellular) == 1);
        Device invited = wifi.seen("INVITE").isEmpty() ? cellular : wifi;
        assertThat(invited.expectInvite().requestUri()).isEqualTo(wifi.gruu());
        invited.refuses(486);
        alice.expectRefusal(486);
        assertThat(invites(wifi, cellular)).isOne();
    }

    private static int invites(Device one, Device other) {
        return one.seen("INVITE").size() + other.seen("INVITE").size();
    }

    @Test
    @Rule({"C-30", "S-8"})
    void aContactThatIsGoneIsNotInvited() {
        Sender alice = stage.alice();
        Device phone = stage.device("phone");
        Device gone = stage.device("gone");
        gone.registers(gone.registration().replacing("Expires", "0"));
        alice.invites();
        phone.expectInvite();
        phone.refuses(486);
        alice.expectRefusal(486);
        assertThat(gone.seen("INVITE")).isEmpty();
    }

    /** A challenge that it cannot answer, a contact that is not its to call. */
    @ParameterizedTest
    @CsvSource({"302, 480", "401, 500", "407, 500"})
    @Rule("C-26")
    void whatTheSenderCouldNotUseIsNotPassedOn(int refusal, int passed) {
        Sender alice = stage.alice();
        Device phone = stage.device("phone");
        alice.invites();
        phone.expectInvite();
        String challenge = "Digest realm=\"phone\", nonce=\"1\"";
        phone.call()
                .answer(
                        phone.call()
                                .refusal(refusal)
                                .with("Contact", "<sip:elsewhere@example.com>")
                                .with("WWW-Authenticate", challenge)
                                .with("Proxy-Authenticate", challenge))
                .expectAck();
        SipMessage told = alice.expectRefusal(passed);
        assertThat(told.toString()).doesNotContain("elsewhere", "Digest");
    }

    /** RFC 3261 §17.2.1: a repeated INVITE is the same; §8.2.6.1: 100 comes at once, 180 never. */
    @Test
    void anInviteThatIsRepeatedIsTheSameCall() {
        Sender alice = stage.alice();
        Device phone = stage.device("phone");
        alice.invites();
        alice.call().expect(100);
        phone.expectInvite();
        phone.call().ring();
        alice.call().invite();
        alice.call().expect(100);
        phone.refuses(486);
        alice.expectRefusal(486);
        assertThat(phone.seen("INVITE").stream().map(SipMessage::callId).distinct()).hasSize(1);
        assertThat(alice.sip().seen(m -> m.status() > 100 && m.status() < 200)).isEmpty();
    }
}
