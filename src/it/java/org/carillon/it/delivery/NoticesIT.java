package org.carillon.it.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.carillon.it.agent.Eventually;
import org.carillon.it.agent.RawSipAgent;
import org.carillon.it.agent.Received;
import org.carillon.it.agent.SipMessage;
import org.carillon.launcher.Server;
import org.carillon.launcher.ServerOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the server itself tells the sender of a message that waits (RFC 5438 §8). */
class NoticesIT {
    private static final Path WAR = Path.of("target/carillon.war");
    private static final String PAGER =
            "*;+g.3gpp.icsi-ref=\"urn%3Aurn-7%3A3gpp-service.ims.icsi.oma.cpm.msg\"";
    private static final String ASKED = "positive-delivery, display";

    @TempDir static Path data;
    private static Server server;
    private Stage stage;
    private String aliceUri;
    private Device hers;

    @BeforeAll
    static void start() throws Exception {
        server =
                Server.start(
                        ServerOptions.onFreePorts(data, WAR)
                                .with(
                                        Map.of(
                                                "not-available", "defer",
                                                "deferred-expires", "3s")));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void enter() {
        stage = Stage.of(server, data);
        aliceUri = stage.bob().replace("bob", "alice");
        hers = stage.device("hers", aliceUri);
    }

    @AfterEach
    void nothingIsLeft() {
        stage.close();
        for (String gauge : List.of("calls", "arrivals", "timers")) {
            Eventually.is(() -> server.gauges().get(gauge), 0L);
        }
    }

    private SipMessage message(RawSipAgent sender, String asking) {
        return sender.request("MESSAGE", stage.bob())
                .without("Contact")
                .with("Accept-Contact", PAGER)
                .with("P-Asserted-Identity", "<" + aliceUri + ">")
                .with("Conversation-ID", Sender.CONVERSATION)
                .withBody("message/cpim", Message.saying("later").replace(ASKED, asking));
    }

    private void sends(SipMessage message, RawSipAgent sender) {
        assertThat(sender.send(message).expectFinal(message).status()).isEqualTo(202);
    }

    /** The next MESSAGE to Alice's device, which takes it. */
    private SipMessage notified() {
        Received received = hers.sip().expectRequest("MESSAGE");
        received.reply(200);
        return received.message();
    }

    private List<String> told() {
        return hers.seen("MESSAGE").stream().map(SipMessage::callId).distinct().toList();
    }

    @Test
    void storedAndThenGivenUp() {
        RawSipAgent alice = stage.agent("alice");
        sends(message(alice, "processing, negative-delivery"), alice);
        SipMessage stored = notified();
        assertThat(stored.header("P-Asserted-Identity")).contains("<" + stage.bob() + ">");
        assertThat(stored.header("Conversation-ID")).contains(Sender.CONVERSATION);
        assertThat(stored.body())
                .contains("<message-id>PH7qAIV8cgH5</message-id>")
                .contains("<processing-notification><status><stored/>");
        assertThat(notified().body())
                .contains("<message-id>PH7qAIV8cgH5</message-id>")
                .contains("<datetime>2015-02-17T06:54:27Z</datetime>")
                .contains("<delivery-notification><status><failed/>");
        Device phone = stage.device("phone");
        Eventually.is(() -> server.gauges().get("arrivals"), 0L);
        assertThat(phone.seen("MESSAGE")).as("it is given up").isEmpty();
        assertThat(told()).hasSize(2);
    }

    @Test
    void aLargeMessageToo() {
        Sender alice = stage.alice();
        alice.call().replacing("P-Asserted-Identity", "<" + aliceUri + ">");
        alice.invites().expect200();
        String message = Message.ofOctets(100_000).replace(ASKED, "negative-delivery");
        alice.acks().connects().sends("tr01", message).expectResponse("tr01", 200);
        alice.byes();
        assertThat(notified().body()).contains("<failed/>");
        assertThat(told()).as("stored was not asked for").hasSize(1);
    }

    /** One that a device has had is no failure, and one that nobody asks for is not told. */
    @Test
    void whoDoesNotAskIsNotTold() {
        RawSipAgent alice = stage.agent("alice");
        long before = server.counted("deferred-expired");
        sends(message(alice, "positive-delivery"), alice);
        sends(message(alice, "processing, negative-delivery").with("Privacy", "id"), alice);
        Eventually.is(() -> server.counted("deferred-expired"), before + 2);
        Eventually.is(() -> server.gauges().get("calls"), 0L);
        assertThat(told()).isEmpty();
    }

    /** RFC 3428 §7: the sender knows how long it makes sense. */
    @Test
    void theSendersExpiryCountsIfItIsSooner() {
        RawSipAgent alice = stage.agent("alice");
        sends(message(alice, "negative-delivery").with("Expires", "1"), alice);
        Eventually.holds("over", () -> !told().isEmpty());
        assertThat(notified().body()).contains("<failed/>");
    }
}
