package org.carillon.it.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.carillon.it.agent.Eventually;
import org.carillon.it.agent.PortPair;
import org.carillon.it.agent.RawSipAgent;
import org.carillon.it.agent.SipMessage;
import org.carillon.it.delivery.ScriptedCore.Contact;
import org.carillon.launcher.Server;
import org.carillon.launcher.ServerOptions;
import org.carillon.rules.Rule;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An IMS core knows the devices (RFC 3680): it is subscribed to, tells, and fails in every way. */
class RegEventIT {
    @TempDir static Path data;
    private static Server server;
    private static RawSipAgent sip;
    private static LogLines log;

    private Stage stage;
    private ScriptedCore core;
    private Device phone;
    private Device tablet;

    @BeforeAll
    static void serve() throws Exception {
        // The core and the server name each other's ports.
        int port = PortPair.free();
        sip =
                RawSipAgent.overUdp(
                        "core", new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        Map<String, String> settings =
                Map.of(
                        "not-available", "reject",
                        "device-source", "reg-event",
                        "server-identity", "sip:carillon@core.example",
                        "core-route", "<" + sip.contact() + ";lr>");
        server =
                Server.start(
                        new ServerOptions(
                                "127.0.0.1",
                                port,
                                0,
                                0,
                                data,
                                settings,
                                Path.of("target/carillon.war")));
        log = new LogLines();
    }

    @AfterAll
    static void stop() {
        log.close();
        server.close();
        sip.close();
    }

    @BeforeEach
    void begin() {
        stage = Stage.of(server, data);
        core = new ScriptedCore(sip, stage.bob());
        phone = new Device("phone", stage.bob(), sip);
        tablet = new Device("tablet", stage.bob(), sip);
    }

    @AfterEach
    void end() {
        phone.msrp().close();
        tablet.msrp().close();
        stage.close();
    }

    private String gruu(String device) {
        return stage.bob() + ";gr=" + device;
    }

    private Contact contact(String device) {
        return Contact.active(device, gruu(device));
    }

    /** Alice's message is refused by the devices of these GRUUs, and by no other. */
    private void reaches(String... devices) {
        Sender alice = stage.alice().invites();
        isRefusedBy(alice, devices);
    }

    private void isRefusedBy(Sender alice, String... devices) {
        List<String> invited =
                List.of(devices).stream()
                        .map(device -> phone.expectInviteAndRefuse(486).requestUri())
                        .toList();
        alice.expectRefusal(486);
        assertThat(invited)
                .containsExactlyInAnyOrderElementsOf(
                        List.of(devices).stream().map(this::gruu).toList());
    }

    /** The core has told of the phone, and nobody waits for anything. */
    private void subscribed() {
        Sender alice = stage.alice().invites();
        core.expectSubscribe();
        core.accepts(3600).tells("full", contact("phone"));
        isRefusedBy(alice, "phone");
    }

    @Test
    @Rule({"S-8", "S-10", "S-11"})
    void aMessageIsTheReasonToSubscribe() {
        Sender alice = stage.alice().invites();
        SipMessage subscribe = core.expectSubscribe();
        assertThat(subscribe.requestUri()).isEqualTo(stage.bob());
        assertThat(subscribe.header("Event")).contains("reg");
        assertThat(subscribe.header("Accept")).contains("application/reginfo+xml");
        assertThat(subscribe.header("Expires")).contains("3761");
        assertThat(subscribe.header("P-Asserted-Identity")).contains("<sip:carillon@core.example>");
        assertThat(subscribe.header("From").orElseThrow())
                .startsWith("<sip:carillon@core.example>");
        assertThat(subscribe.header("Contact")).isPresent();
        assertThat(subscribe.header("User-Agent")).contains("CPM-serv/OMA1.0");
        core.accepts(3600)
                .tells(
                        "full",
                        contact("phone"),
                        contact("gone").terminated(),
                        contact("tablet"),
                        contact("watch").showing("urn%3Aurn-7%3Aanother"));
        isRefusedBy(alice, "phone", "tablet");
    }

    @Test
    @Rule({"S-10", "S-11", "S-29"})
    void aWholeDeliveryThroughTheCore() {
        core.registersThirdParty();
        core.expectSubscribe();
        core.accepts(3600).tells("full", contact("phone"), contact("tablet"));

        stage.alice().delivers(Message.saying("hello"), phone, tablet);

        assertThat(core.subscribesSeen()).hasSize(1);
    }

    @Test
    void aThirdPartyRegistrationIsAnotherReason() {
        SipMessage answer = core.registersThirdParty();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Contact")).isEmpty();
        core.expectSubscribe();
        core.accepts(3600).tells("full", contact("phone"));
        core.registersThirdParty();
        reaches("phone");
        assertThat(core.subscribesSeen()).hasSize(1);
    }

    @Test
    void whatChangesIsToldByPartialState() {
        subscribed();
        core.tells("partial", contact("tablet"));
        reaches("phone", "tablet");
        core.tells("partial", contact("phone").terminated());
        reaches("tablet");
        core.tells("full");
        stage.alice().invites().expectRefusal(480);
    }

    /** RFC 3680 §5.2: a refresh brings the full state. */
    @Test
    void whatIsMissingIsAskedForInTheDialog() {
        subscribed();
        SipMessage first = core.subscribesSeen().get(0);
        core.missing(1).tells("partial", contact("tablet"));
        SipMessage refresh = core.expectSubscribe();
        assertThat(refresh.callId()).isEqualTo(first.callId());
        assertThat(refresh.fromTag()).isEqualTo(first.fromTag());
        assertThat(refresh.toTag()).isNotEmpty();
        assertThat(refresh.cseq()).isGreaterThan(first.cseq());
        assertThat(refresh.header("Event")).contains("reg");
        assertThat(refresh.header("Expires")).contains("3761");
        core.accepts(3600).tells("full", contact("watch"));
        reaches("watch");
    }

    /** RFC 6665 §4.1.2.4. */
    @Test
    void theNotifyOvertakesTheResponse() {
        Sender alice = stage.alice().invites();
        core.expectSubscribe();
        core.tells("full", contact("phone"));
        isRefusedBy(alice, "phone");
        core.accepts(3600).tells("partial", contact("tablet"));
        reaches("phone", "tablet");
    }

    /** RFC 6665 §4.1.3: at once, and what was known holds meanwhile. */
    @ParameterizedTest
    @ValueSource(strings = {"deactivated", "timeout"})
    void deactivatedMeansSubscribeAgain(String reason) {
        subscribed();
        String first = core.subscribesSeen().get(0).callId();
        core.ends("terminated;reason=" + reason);
        SipMessage second = core.expectSubscribe();
        assertThat(second.callId()).isNotEqualTo(first);
        assertThat(second.toTag()).isEmpty();
        reaches("phone");
        core.accepts(3600).tells("full", contact("tablet"));
        reaches("tablet");
    }

    /** RFC 6665 §4.1.3: when the core says so. */
    @ParameterizedTest
    @ValueSource(strings = {"probation", "giveup"})
    void probationMeansSubscribeLater(String reason) {
        subscribed();
        String first = core.subscribesSeen().get(0).callId();
        core.ends("terminated;retry-after=1;reason=" + reason);
        assertThat(core.expectSubscribe().callId()).isNotEqualTo(first);
        core.accepts(3600).tells("full", contact("tablet"));
        reaches("tablet");
    }

    /** RFC 6665 §4.1.3: there is nothing to subscribe to. */
    @Test
    void noResourceMeansThatNobodyIsRegistered() {
        subscribed();
        core.ends("terminated;reason=noresource");
        stage.alice().invites().expectRefusal(480);
        assertThat(core.subscribesSeen()).hasSize(1);
    }

    /** RFC 6665 §4.1.3: it will never change. */
    @Test
    void invariantMeansThatWhatIsKnownHolds() {
        subscribed();
        core.ends("terminated;reason=invariant");
        reaches("phone");
        assertThat(core.subscribesSeen()).hasSize(1);
    }

    @Test
    void rejectedMeansThatNothingIsKnown() throws Exception {
        subscribed();
        core.ends("terminated;reason=rejected");
        log.expect("event=subscription-trouble", "may not know", "setting=server-identity");
        stage.alice().invites().expectRefusal(503);
        assertThat(stage.health()).contains("degraded", "server-identity");
    }

    /** What the core granted is over, and it takes no refresh. */
    @Test
    void nothingIsKnownOnceItsTimeIsOver() {
        Sender alice = stage.alice().invites();
        core.expectSubscribe();
        core.accepts(1);
        SipMessage brief = core.notify("active;expires=1", core.document("full", contact("phone")));
        core.expect(200, brief);
        isRefusedBy(alice, "phone");
        log.expect("could not be refreshed", "setting=core-route", stage.bob());
        stage.alice().invites().expectRefusal(503);
    }

    @Test
    void aCoreThatForbidsItIsNamedAndDeliveriesGoOn() throws Exception {
        Sender alice = stage.alice().invites();
        core.expectSubscribe();
        core.refuses(403);
        alice.expectRefusal(503);
        log.expect("does not let this server subscribe", "403", "setting=server-identity");
        assertThat(server.counted("subscription-troubles")).isPositive();
        assertThat(stage.health()).contains("degraded", "does not let this server subscribe");

        Device here = stage.device("here");
        Sender again = stage.alice().invites();
        assertThat(phone.expectInviteAndRefuse(486).requestUri()).isEqualTo(here.gruu());
        again.expectRefusal(486);
        core.expectSubscribe();
        core.accepts(3600).tells("full", contact("phone"));
        reaches("phone");
    }

    @Test
    void aCoreThatDoesNotServeTheEventPackage() {
        Sender alice = stage.alice().invites();
        core.expectSubscribe();
        core.refuses(489);
        alice.expectRefusal(503);
        log.expect("does not serve the event package reg", "489", "setting=device-source");
    }

    /** The sender is not kept for ever. */
    @Test
    void aSilentCore() {
        Sender alice = stage.alice().invites();
        core.expectSubscribe();
        alice.expectRefusal(503);
    }

    /** The core's answer where nobody is registered (3GPP TS 24.229 §5.4.2.1). */
    @Test
    void nobodyIsRegistered() {
        Sender alice = stage.alice().invites();
        core.expectSubscribe();
        core.refuses(480);
        alice.expectRefusal(480);
    }

    @Test
    void informationThatExpandsEntitiesIsNotRead() {
        Sender alice = stage.alice().invites();
        core.expectSubscribe();
        core.accepts(3600);
        String bomb =
                core.document("full", contact("phone"))
                        .replace("<reginfo", "<!DOCTYPE reginfo [<!ENTITY a \"b\">]>\n<reginfo");
        core.expect(400, core.notify("active;expires=3600", bomb));
        assertThat(core.expectSubscribe().header("Expires")).contains("0");
        core.accepts(0);
        alice.expectRefusal(503);
        log.expect("registration information", "setting=device-source");
    }

    @Test
    void whatIsNoNewsOfRegistrations() {
        subscribed();
        String document = core.document("full");
        SipMessage presence = core.notify("active", document).replacing("Event", "presence");
        assertThat(core.expect(489, presence).header("Allow-Events")).contains("reg");
        SipMessage text = core.notify("active", "").withBody("text/plain", "hello");
        assertThat(core.expect(415, text).header("Accept")).contains("application/reginfo+xml");
        core.expect(400, core.notify("active", document).without("Subscription-State"));
        SipMessage stray = core.notify("active", document);
        core.expect(481, stray.replacing("Call-ID", "another"));
        reaches("phone");
    }

    @Test
    void whatIsHeldIsShown() {
        subscribed();
        Eventually.holds("counted", () -> server.gauges().get("subscriptions") > 0);
        assertThat(server.counted("subscribes")).isPositive();
        assertThat(server.counted("notifies")).isPositive();
    }
}
