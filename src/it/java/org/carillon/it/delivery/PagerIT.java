package org.carillon.it.delivery;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pager Mode: one MESSAGE, every device; and what devices notify of. */
class PagerIT {
    private static final Path WAR = Path.of("target/carillon.war");
    private static final String PAGER =
            "*;+g.3gpp.icsi-ref=\"urn%3Aurn-7%3A3gpp-service.ims.icsi.oma.cpm.msg\"";

    @TempDir static Path data;
    private static Server server;
    private Stage stage;

    @BeforeAll
    static void start() throws Exception {
        server =
                Server.start(
                        ServerOptions.onFreePorts(data, WAR)
                                .with(Map.of("not-available", "defer")));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void enter() {
        stage = Stage.of(server, data);
    }

    @AfterEach
    void nothingIsLeft() {
        stage.close();
        for (String gauge : List.of("calls", "arrivals", "timers")) {
            Eventually.is(() -> server.gauges().get(gauge), 0L);
        }
    }

    private SipMessage message(RawSipAgent sender, String body) {
        return sender.request("MESSAGE", stage.bob())
                .without("Contact")
                .with("Accept-Contact", PAGER)
                .with("P-Asserted-Identity", "<sip:alice@localhost>")
                .with("Conversation-ID", Sender.CONVERSATION)
                .with("Contribution-ID", Sender.CONTRIBUTION)
                .withBody("message/cpim", body);
    }

    private static Received expectMessage(Device device) {
        return device.sip().expectRequest("MESSAGE");
    }

    /** Over UDP each may come more than once. */
    private static List<String> messagesAt(Device device) {
        return device.seen("MESSAGE").stream().map(SipMessage::callId).distinct().toList();
    }

    @Test
    void everyDeviceGetsItAndTheFirstAnswersTheSender() throws Exception {
        List<Device> devices =
                List.of(stage.device("phone"), stage.device("tablet"), stage.device("laptop"));
        RawSipAgent alice = stage.agent("alice");
        String body = Message.saying("hello, \u00e4");
        SipMessage sent = message(alice, body);
        alice.send(sent);
        List<Received> received = devices.stream().map(PagerIT::expectMessage).toList();
        for (int i = 0; i < devices.size(); i++) {
            SipMessage got = received.get(i).message();
            assertThat(got.requestUri()).isEqualTo(devices.get(i).gruu());
            assertThat(got.body()).isEqualTo(sent.body());
            assertThat(got.header("Content-Type")).contains("message/cpim");
            assertThat(got.header("P-Asserted-Service").orElse("")).endsWith("oma.cpm.msg");
            assertThat(got.header("Conversation-ID")).contains(Sender.CONVERSATION);
            assertThat(got.header("P-Asserted-Identity")).contains("<sip:alice@localhost>");
            assertThat(got.header("Contact")).as("RFC 3428 \u00a74").isEmpty();
            assertThat(got.callId()).isNotEqualTo(sent.callId());
        }
        received.get(1).reply(200);
        SipMessage ok = alice.expectFinal(sent);
        assertThat(ok.status()).isEqualTo(200);
        assertThat(ok.header("Contact")).as("RFC 3428 \u00a77").isEmpty();
        received.get(0).reply(486);
        received.get(2).reply(200);
        Eventually.is(() -> server.gauges().get("calls"), 0L);
        Eventually.is(() -> stage.history().size(), 1);
        assertThat(Files.readString(stage.history().get(0), ISO_8859_1))
                .contains("P-Asserted-Service: urn:urn-7:3gpp-service.ims.icsi.oma.cpm.msg")
                .contains("hello, \u00e4");
        assertThat(alice.seen(m -> m.isResponse() && m.status() >= 200)).hasSize(1);
    }

    @Test
    void theBestRefusalIsTheSenders() {
        Device phone = stage.device("phone");
        RawSipAgent alice = stage.agent("alice");
        SipMessage sent = message(alice, Message.saying("no"));
        alice.send(sent);
        expectMessage(phone).reply(486);
        assertThat(alice.expectFinal(sent).status()).isEqualTo(486);
        Eventually.is(() -> server.gauges().get("calls"), 0L);
        assertThat(stage.history()).isEmpty();
    }

    /** Each with the header that tells what would be taken. */
    @ParameterizedTest
    @CsvSource({
        "Content-Type, text/plain, 415, Accept",
        "Content-Encoding, gzip, 415, Accept-Encoding",
        "Require, 100rel, 420, Unsupported",
        "P-Asserted-Identity, '', 403, Warning",
        "Accept-Contact, *;audio, 488, Warning",
        "Max-Forwards, 0, 483, Warning",
    })
    void refusals(String name, String value, int status, String tells) {
        stage.device("phone");
        RawSipAgent alice = stage.agent("alice");
        SipMessage usual = message(alice, Message.saying("no"));
        SipMessage sent = value.isEmpty() ? usual.without(name) : usual.replacing(name, value);
        SipMessage refusal = alice.send(sent).expectFinal(sent);
        assertThat(refusal.status()).isEqualTo(status);
        assertThat(refusal.header(tells)).isPresent();
    }

    @Test
    void whatIsNoCpimIsABadRequest() {
        RawSipAgent alice = stage.agent("alice");
        SipMessage sent = message(alice, "hello");
        assertThat(alice.send(sent).expectFinal(sent).status()).isEqualTo(400);
    }

    @Test
    void inADialogThatIsNotThere() {
        RawSipAgent alice = stage.agent("alice");
        SipMessage usual = message(alice, Message.saying("no"));
        SipMessage sent = usual.replacing("To", usual.header("To").orElseThrow() + ";tag=x");
        assertThat(alice.send(sent).expectFinal(sent).status()).isEqualTo(481);
    }

    // --- nobody is there

    private String sendsToNobody(String text) {
        RawSipAgent alice = stage.agent("alice");
        SipMessage sent = message(alice, Message.saying(text));
        assertThat(alice.send(sent).expectFinal(sent).status()).isEqualTo(202);
        Eventually.is(() -> server.gauges().get("calls"), 0L);
        Eventually.is(() -> server.gauges().get("arrivals"), 0L);
        return sent.body();
    }

    @Test
    void whatIsForNobodyComesWithTheNextDevice() throws Exception {
        List<String> bodies = List.of(sendsToNobody("one"), sendsToNobody("two"));
        assertThat(stage.history()).isEmpty();
        String bob = stage.bob();
        stop();
        start();
        stage.close();
        stage = Stage.of(server, data);
        Device phone = stage.device("phone", bob);
        for (String body : bodies) {
            Received received = expectMessage(phone);
            assertThat(received.message().body()).as("the oldest first").isEqualTo(body);
            received.reply(200);
        }
        Eventually.is(() -> server.gauges().get("calls"), 0L);
        Eventually.is(() -> stage.everyHistory().size() >= 2, true);
        phone.register();
        Eventually.is(() -> server.gauges().get("arrivals"), 0L);
        assertThat(messagesAt(phone)).as("they are gone").hasSize(2);
    }

    @Test
    void whatReachesNobodyWaits() {
        Device phone = stage.device("phone");
        RawSipAgent alice = stage.agent("alice");
        SipMessage sent = message(alice, Message.saying("later"));
        alice.send(sent);
        expectMessage(phone).reply(480);
        assertThat(alice.expectFinal(sent).status()).isEqualTo(202);
        // The phone is registered still, and is tried once more.
        expectMessage(phone).reply(200);
        Eventually.is(() -> stage.history().size(), 1);
    }

    // --- notifications

    private SipMessage notification(Device device, String to, String body) {
        return device.sip()
                .request("MESSAGE", to)
                .without("Contact")
                .with("P-Asserted-Identity", "<" + stage.bob() + ">")
                .withBody("message/cpim", body);
    }

    @Test
    void theFirstOfEachKindReachesTheSendersDevices() {
        String alice = stage.bob().replace("bob", "alice");
        Device hers = stage.device("hers", alice);
        Device phone = stage.device("phone");
        Device tablet = stage.device("tablet");
        SipMessage delivered = notification(phone, alice, Message.delivered());
        phone.sip().send(delivered);
        Received first = expectMessage(hers);
        assertThat(first.message().body()).isEqualTo(delivered.body());
        first.reply(200);
        assertThat(phone.sip().expectFinal(delivered).status()).isEqualTo(200);
        long repeated = server.counted("notifications-repeated");
        SipMessage again = notification(tablet, alice, Message.delivered());
        assertThat(tablet.sip().send(again).expectFinal(again).status()).isEqualTo(200);
        assertThat(server.counted("notifications-repeated")).isEqualTo(repeated + 1);
        SipMessage displayed = notification(tablet, alice, Message.displayed());
        tablet.sip().send(displayed);
        Received second = expectMessage(hers);
        assertThat(second.message().body()).isEqualTo(displayed.body());
        second.reply(200);
        assertThat(tablet.sip().expectFinal(displayed).status()).isEqualTo(200);
        assertThat(messagesAt(hers)).hasSize(2);
        assertThat(stage.everyHistory().stream().map(Path::toString))
                .noneMatch(path -> path.contains(alice.substring(4)));
    }

    /** Whoever it did not reach is told by the next one. */
    @Test
    void oneThatFailedPassesOnceMore() {
        String alice = stage.bob().replace("bob", "alice");
        Device hers = stage.device("hers", alice);
        Device phone = stage.device("phone");
        SipMessage delivered = notification(phone, alice, Message.delivered());
        phone.sip().send(delivered);
        expectMessage(hers).reply(500);
        assertThat(phone.sip().expectFinal(delivered).status()).isEqualTo(500);
        SipMessage again = notification(phone, alice, Message.delivered());
        phone.sip().send(again);
        expectMessage(hers).reply(200);
        assertThat(phone.sip().expectFinal(again).status()).isEqualTo(200);
    }

    @Test
    void aSenderThatIsNoUserOfOursIsToldWhereItIs() {
        Device phone = stage.device("phone");
        RawSipAgent alice = stage.agent("alice");
        SipMessage delivered = notification(phone, alice.contact(), Message.delivered());
        phone.sip().send(delivered);
        Received received = alice.expectRequest("MESSAGE");
        assertThat(received.message().requestUri()).isEqualTo(alice.contact());
        assertThat(received.message().body()).isEqualTo(delivered.body());
        received.reply(200);
        assertThat(phone.sip().expectFinal(delivered).status()).isEqualTo(200);
    }

    /** A fault of the disk, or of ours. */
    @Test
    void oneThatCannotBeReadHoldsUpNoOther() throws Exception {
        RawSipAgent alice = stage.agent("alice");
        for (String text : List.of("one", "two")) {
            SipMessage sent = message(alice, Message.saying(text));
            assertThat(alice.send(sent).expectFinal(sent).status()).isEqualTo(202);
        }
        String bob = stage.bob();
        nothingIsLeft();
        stop();
        spoilTheOldest(bob);
        start();
        stage = Stage.of(server, data);
        Device phone = stage.device("phone", bob);
        Received late = expectMessage(phone);
        late.reply(200);
        assertThat(late.message().body()).endsWith("two");
    }

    private static void spoilTheOldest(String user) throws Exception {
        String url = "jdbc:h2:file:" + data.resolve("store").resolve("carillon");
        try (Connection store = DriverManager.getConnection(url, "carillon", "");
                PreparedStatement spoil =
                        store.prepareStatement(
                                "UPDATE deferred_message SET content = X'00' WHERE id = (SELECT id"
                                        + " FROM deferred_message WHERE aor = ?"
                                        + " ORDER BY arrived_at LIMIT 1)")) {
            spoil.setString(1, user);
            assertThat(spoil.executeUpdate()).isOne();
        }
    }
}
