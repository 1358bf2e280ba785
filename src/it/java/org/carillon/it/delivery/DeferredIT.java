package org.carillon.it.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.carillon.it.agent.Eventually;
import org.carillon.it.agent.SipMessage;
import org.carillon.launcher.Server;
import org.carillon.launcher.ServerOptions;
import org.carillon.rules.Rule;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** not-available=defer: the sender is served at once, the devices when they are there. */
class DeferredIT {
    private static final Path WAR = Path.of("target/carillon.war");
    private static final Map<String, String> DEFER =
            Map.of("not-available", "defer", "deferred-per-user", "3");

    @TempDir static Path data;
    private static Server server;
    private Stage stage;

    @BeforeAll
    static void start() throws Exception {
        server = Server.start(ServerOptions.onFreePorts(data, WAR).with(DEFER));
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
        isOver();
        for (String gauge : List.of("rooms", "connections", "memory", "disk")) {
            Eventually.is(() -> server.gauges().get(gauge), 0L);
        }
    }

    /** A message that is kept has been tried with whoever came meanwhile; that takes seconds. */
    private static void isOver() {
        for (String gauge : List.of("calls", "arrivals")) {
            Eventually.is(() -> server.gauges().get(gauge), 0L);
        }
    }

    /** Alice notices nothing: 200, ACK, the message, BYE. */
    private void sendsToNobody(String message) {
        Sender alice = stage.alice();
        alice.invites().expect200();
        assertThat(alice.answer().path()).as("our URI alone").hasSize(1);
        alice.acks().connects().sends("tr01", message).expectResponse("tr01", 200);
        alice.byes();
    }

    private static void receives(Device device, String message) {
        takes(device, message);
        device.expectBye();
    }

    private static void takes(Device device, String message) {
        device.answers().expectAck().connects();
        assertThat(device.expectMessage()).isEqualTo(message);
    }

    @Test
    @Rule("S-6")
    void whoeverRegistersGetsIt() {
        String message = Message.ofOctets(100_000);
        sendsToNobody(message);
        Device phone = stage.device("phone");
        SipMessage invite = phone.expectInvite();
        assertThat(invite.header("P-Asserted-Service").orElse("")).endsWith("oma.cpm.largemsg");
        assertThat(invite.header("Conversation-ID")).contains(Sender.CONVERSATION);
        assertThat(invite.header("Contribution-ID")).contains(Sender.CONTRIBUTION);
        long before = server.counted("deferred-delivered");
        receives(phone, message);
        Eventually.holds("delivered", () -> server.counted("deferred-delivered") == before + 1);
        Eventually.is(() -> stage.history().size(), 1);
        phone.register();
        Device tablet = stage.device("tablet");
        Eventually.is(() -> server.gauges().get("calls"), 0L);
        assertThat(phone.seen("INVITE")).as("it is gone").hasSize(1);
        assertThat(tablet.seen("INVITE")).isEmpty();
    }

    @Test
    @Rule("S-6")
    void itOutlivesTheServer() throws Exception {
        String message = Message.ofOctets(100_000);
        sendsToNobody(message);
        Eventually.is(() -> server.gauges().get("calls"), 0L);
        String bob = stage.bob();
        stop();
        start();
        stage.close();
        stage = Stage.of(server, data);
        Device phone = stage.device("phone", bob);
        phone.expectInvite();
        receives(phone, message);
    }

    @Test
    @Rule("S-6")
    void theOldestComesFirst() {
        List<String> messages = List.of(Message.saying("one"), Message.saying("two"));
        messages.forEach(this::sendsToNobody);
        isOver();
        Device phone = stage.device("phone");
        phone.expectInvite();
        receives(phone, messages.get(0));
        phone.expectInvite();
        phone.refuses(480);
        Device tablet = stage.device("tablet");
        tablet.expectInvite();
        receives(tablet, messages.get(1));
        phone.expectInvite();
        phone.refuses(480);
    }

    /** A phone that is off without having said so. */
    @Test
    @Rule("S-6")
    void whatReachesNobodyIsKept() {
        Device phone = stage.device("phone");
        Sender alice = stage.alice();
        String message = Message.saying("later");
        alice.invites();
        phone.expectInvite();
        phone.refuses(480);
        alice.expect200();
        alice.acks().connects().sends("tr01", message).expectResponse("tr01", 200);
        alice.byes();
        // The phone is registered still, and is tried once more when the message is kept.
        phone.expectInvite();
        receives(phone, message);
    }

    @Test
    @Rule("S-6")
    void aDeviceThatComesWhileTheMessageArrivesMissesNothing() {
        Sender alice = stage.alice();
        String message = Message.saying("just in time");
        alice.invites().expect200();
        Device phone = stage.device("phone");
        alice.acks().connects().sends("tr01", message).expectResponse("tr01", 200);
        alice.byes();
        phone.expectInvite();
        receives(phone, message);
    }

    @Test
    @Rule("S-6")
    void whatNoDeviceTakesWaitsForTheNextArrival() {
        String message = Message.saying("again");
        sendsToNobody(message);
        isOver();
        long before = server.counted("deferred-delivered");
        Device phone = stage.device("phone");
        phone.expectInvite();
        phone.refuses(486);
        isOver();
        assertThat(server.counted("deferred-delivered")).isEqualTo(before);
        Device tablet = stage.device("tablet");
        tablet.expectInvite();
        receives(tablet, message);
        phone.expectInvite();
        phone.refuses(486);
    }

    @Test
    @Rule("S-6")
    void aUserHasALimit() {
        for (int i = 0; i < 3; i++) {
            sendsToNobody(Message.saying("message " + i));
        }
        Eventually.is(() -> server.gauges().get("calls"), 0L);
        SipMessage refusal = stage.alice().invites().expectRefusal(480);
        assertThat(refusal.header("Warning").orElse("")).contains("wait for this user");
        assertThat(server.counted("limit-deferred-per-user")).isOne();
    }
}
