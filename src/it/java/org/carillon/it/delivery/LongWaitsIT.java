package org.carillon.it.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.carillon.it.agent.Eventually;
import org.carillon.it.agent.RawMsrpPeer.Manners;
import org.carillon.it.agent.SipMessage;
import org.carillon.launcher.Server;
import org.carillon.launcher.ServerOptions;
import org.carillon.rules.Rule;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The waits of half a minute that the RFCs ask for and no setting shortens. All begin together, on
 * one server; each test waits for its own to end.
 */
class LongWaitsIT {
    @TempDir static Path data;
    private static final ExecutorService PLAYERS = Executors.newCachedThreadPool();
    private static Server server;
    private static Future<?> unacknowledged;
    private static Future<?> unanswered;
    private static Future<?> ringing;
    private static Future<?> stalled;
    private static Future<?> unreachable;
    private static Future<?> reInvited;
    private static Future<?> late;

    @BeforeAll
    static void beginAll() throws Exception {
        server =
                Server.start(
                        ServerOptions.onFreePorts(data, Path.of("target/carillon.war"))
                                .with(Map.of("not-available", "reject", "stall-limit", "2s")));
        unacknowledged = begin(LongWaitsIT::unacknowledged);
        unanswered = begin(LongWaitsIT::unanswered);
        ringing = begin(LongWaitsIT::ringing);
        stalled = begin(LongWaitsIT::stalled);
        unreachable = begin(LongWaitsIT::unreachable);
        reInvited = begin(LongWaitsIT::reInvited);
        late = begin(LongWaitsIT::late);
    }

    @AfterAll
    static void stop() {
        PLAYERS.shutdownNow();
        server.close();
    }

    private static Future<?> begin(Consumer<Stage> scene) {
        return PLAYERS.submit(
                () -> {
                    try (Stage stage = Stage.of(server, data)) {
                        scene.accept(stage);
                    }
                });
    }

    private static void ends(Future<?> scene) throws Exception {
        scene.get(90, TimeUnit.SECONDS);
    }

    @Test
    @Rule("C-27")
    void theSenderNeverAcknowledges() throws Exception {
        ends(unacknowledged);
    }

    private static void unacknowledged(Stage stage) {
        Sender alice = stage.alice();
        Device phone = stage.device("phone");
        Device tablet = stage.device("tablet");
        alice.invites();
        phone.expectInvite();
        tablet.expectInvite();
        phone.answers();
        alice.expect200();
        tablet.answers().expectAck();
        alice.expectByeWithin(40);
        phone.expectByeWithin(40);
        tablet.expectByeWithin(40);
        assertThat(alice.finalsWithRepeats())
                .as("200, repeated until the ACK (RFC 3261 §13.3.1.4)")
                .hasSizeGreaterThan(5)
                .allSatisfy(ok -> assertThat(ok.status()).isEqualTo(200));
    }

    @Test
    @Rule("C-21")
    void aDeviceThatDoesNotRespondHasFailedWith408() throws Exception {
        ends(unanswered);
    }

    private static void unanswered(Stage stage) {
        Sender alice = stage.alice();
        Device phone = stage.device("phone");
        phone.msrp().behaving(Manners.SILENT);
        alice.invites();
        phone.expectInvite();
        phone.answers();
        alice.expect200();
        alice.acks();
        phone.expectAck().connects();
        alice.connects().sends("tr01", Message.saying("hello")).expectResponse("tr01", 200);
        assertThat(alice.expectReport().header("Status")).startsWith("000 408");
        alice.expectBye();
        phone.expectBye();
    }

    @Test
    @Rule("C-22")
    void aDeviceThatStillRingsMayJoinUntilItsTimeIsOver() throws Exception {
        ends(ringing);
    }

    private static void ringing(Stage stage) {
        String message = Message.saying("hello");
        Sender alice = stage.alice();
        Device phone = stage.device("phone");
        Device joins = stage.device("joins");
        Device never = stage.device("never");
        alice.invites();
        phone.expectInvite();
        joins.expectInvite();
        never.expectInvite();
        never.call().ring();
        phone.answers();
        alice.expect200();
        alice.acks();
        phone.expectAck().connects();
        alice.connects().sends("tr01", message).expectResponse("tr01", 200).byes();
        phone.expectBye();
        joins.answers().expectAck().connects();
        assertThat(joins.expectMessage()).isEqualTo(message);
        joins.expectBye();
        never.expectCancelWithin(40).refuse(487).expectAck();
    }

    @Test
    @Rule("C-12")
    void aDeviceThatStallsIsCutOffAndNobodyElseNotices() throws Exception {
        ends(stalled);
    }

    private static void stalled(Stage stage) {
        String message = Message.ofOctets(8_000_000);
        Sender alice = stage.alice();
        Device phone = stage.device("phone");
        Device stalled = stage.device("stalled");
        alice.invites();
        phone.expectInvite();
        stalled.expectInvite();
        phone.answers();
        alice.expect200();
        alice.acks();
        phone.expectAck().connects();
        stalled.msrp().behaving(Manners.STALLED);
        stalled.answers().expectAck();
        stalled.msrp()
                .connect(Sender.portOf(stalled.offer().path().get(0)))
                .say(stalled.bodiless("bind"));
        alice.connects().sends("tr01", message).expectResponse("tr01", 200);
        assertThat(phone.expectMessage()).isEqualTo(message);
        stalled.expectByeWithin(40);
        assertThat(alice.reports()).isEmpty();
        alice.hasNoBye();
        alice.byes();
        phone.expectBye();
    }

    /** RFC 3261 §17.1.1.2: Timer B, for us a 408 of each device. */
    @Test
    @Rule("C-26")
    void noDeviceSaysAnythingAtAll() throws Exception {
        ends(unreachable);
    }

    private static void unreachable(Stage stage) {
        Sender alice = stage.alice();
        Device phone = stage.device("phone");
        Device tablet = stage.device("tablet");
        alice.invites();
        Eventually.within(50, "an end", () -> !alice.finals().isEmpty());
        alice.expectRefusal(408);
        assertThat(phone.seen("INVITE")).hasSizeGreaterThan(1);
        assertThat(tablet.seen("CANCEL")).as("nothing to cancel before a 1xx").isEmpty();
    }

    /** RFC 3261 §14.2. */
    @Test
    void aReInviteIsNeverAcknowledged() throws Exception {
        ends(reInvited);
    }

    private static void reInvited(Stage stage) {
        Sender alice = stage.alice();
        Device phone = stage.device("phone");
        Device tablet = stage.device("tablet");
        alice.invites();
        phone.expectInvite();
        tablet.expectInvite();
        phone.answers();
        alice.expect200();
        alice.acks();
        phone.expectAck().connects();
        tablet.answers().expectAck().connects();
        SipMessage again =
                tablet.call()
                        .next("INVITE")
                        .withBody("application/sdp", tablet.description().text());
        tablet.call().send(again).expect(200);
        tablet.expectByeWithin(40);
        alice.hasNoBye();
        phone.byes();
        alice.expectBye();
    }

    /** RFC 3261 §9.1, §13.2.2.4: even then it is acknowledged and hung up. */
    @Test
    @Rule("C-25")
    void aDeviceAcceptsWhenTheCallIsLongOver() throws Exception {
        ends(late);
    }

    private static void late(Stage stage) {
        Sender alice = stage.alice();
        Device phone = stage.device("phone");
        alice.invites();
        phone.expectInvite();
        phone.call().ring();
        alice.call().cancel().expectCancelled();
        alice.expectRefusal(487);
        phone.call().expectCancel();
        // As long as the call waits for the final response to its INVITE: 64·T1.
        Eventually.within(90, "the other wait of that length is over", unacknowledged::isDone);
        phone.answers().expectAck().expectBye();
    }
}
