package org.carillon.it.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.carillon.it.agent.RawMsrpPeer.Manners;
import org.carillon.launcher.Server;
import org.carillon.launcher.ServerOptions;
import org.carillon.rules.Rule;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The waits of half a minute that the RFCs ask for and no setting shortens, on one server. */
class LongWaitsIT {
    @TempDir static Path data;
    private static Server server;

    private Stage stage;

    @BeforeAll
    static void start() throws Exception {
        server =
                Server.start(
                        ServerOptions.onFreePorts(data, Path.of("target/carillon.war"))
                                .with(Map.of("stall-limit", "2s")));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void open() {
        stage = Stage.of(server, data);
    }

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    @Rule("C-27")
    void theSenderNeverAcknowledges() {
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
    }

    @Test
    @Rule("C-21")
    void aDeviceThatDoesNotRespondHasFailedWith408() {
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
    void aDeviceThatStillRingsMayJoinUntilItsTimeIsOver() {
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
    void aDeviceThatStallsIsCutOffAndNobodyElseNotices() {
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
}
