package org.carillon.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.carillon.msrp.MsrpLimits;
import org.carillon.msrp.MsrpPath;
import org.carillon.network.Network;
import org.carillon.rules.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What peers can do to us has a limit that is counted; the others do not notice. */
class HostileTest {
    @TempDir Path spool;

    private static RelayLimits limits(long disk, int connectionsPerAddress) {
        return new RelayLimits(
                10,
                10,
                connectionsPerAddress,
                10,
                65536,
                65536,
                disk,
                4,
                512,
                4096,
                64,
                16,
                1024,
                8);
    }

    private static RelayTimers hasty() {
        Duration soon = Duration.ofMillis(200);
        return new RelayTimers(soon, soon, soon, soon, soon, soon, soon, Duration.ofMinutes(1));
    }

    private Relay relay(RelayLimits limits, RelayTimers timers, List<Network> networks)
            throws IOException {
        return Relay.start(
                new RelayOptions(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        "127.0.0.1",
                        spool,
                        2,
                        1,
                        false,
                        networks,
                        limits,
                        timers,
                        MsrpLimits.defaults()),
                new SecureRandom());
    }

    static String chunk(String id, long start, String total, String body, String flag) {
        return "MSRP "
                + id
                + " SEND\r\nTo-Path: "
                + RoomStage.SENDER_LEG
                + "\r\nFrom-Path: "
                + RoomStage.ALICE
                + "\r\nMessage-ID: m001\r\nByte-Range: "
                + start
                + "-*/"
                + total
                + "\r\nContent-Type: text/plain\r\n\r\n"
                + body
                + "\r\n-------"
                + id
                + flag
                + "\r\n";
    }

    private RoomStage stage(RelayLimits limits, long maxSize) {
        RoomRequest request =
                new RoomRequest(
                        2, maxSize, List.of("*"), Optional.empty(), DeviceContent.forbidden());
        RoomStage stage = new RoomStage(request, limits, spool);
        stage.seat(Room.SENDER, false);
        stage.connect(Room.SENDER);
        return stage;
    }

    private static void join(RoomStage stage, int seat) {
        stage.seat(seat, false);
        stage.connect(seat);
    }

    @Test
    @Rule("C-33")
    void aStrangerThatSaysNothingIsClosed() throws IOException {
        try (Relay relay = relay(RelayLimits.defaults(), hasty(), Network.PRIVATE);
                Peer silent = new Peer(relay.port())) {
            Await.until("closed", () -> silent.closed);
            assertThat(relay.metrics().limits()).containsEntry("first-request", 1L);
        }
    }

    @Test
    @Rule("C-33")
    void aStrangerThatDripsItsHeadIsClosedAllTheSame() throws IOException {
        try (Relay relay = relay(RelayLimits.defaults(), hasty(), Network.PRIVATE);
                Peer slow = new Peer(relay.port())) {
            slow.say("MSRP drip SEND\r\nTo-Pa");
            Await.until("closed", () -> slow.closed);
            assertThat(relay.metrics().limits()).containsEntry("first-request", 1L);
        }
    }

    @Test
    @Rule("C-33")
    void oneAddressHasOnlySoManyConnections() throws IOException {
        try (Relay relay = relay(limits(1 << 20, 1), RelayTimers.defaults(), Network.PRIVATE);
                Peer first = new Peer(relay.port())) {
            Await.until(
                    "accepted", () -> relay.metrics().value(RelayMetrics.Counter.CONNECTIONS) == 1);
            try (Peer second = new Peer(relay.port())) {
                Await.until("closed", () -> second.closed);
                assertThat(first.closed).isFalse();
                assertThat(relay.metrics().limits()).containsKey("connections-per-address");
            }
        }
    }

    @Test
    void nobodyMakesUsConnectOutsideTheNetworksAllowed() throws IOException {
        List<Network> elsewhere = List.of(Network.parse("10.0.0.0/8"));
        try (Relay relay = relay(RelayLimits.defaults(), RelayTimers.defaults(), elsewhere)) {
            News news = new News();
            RoomHandle room = ((Opening.Opened) relay.open(RoomStage.request(1), news)).room();
            room.seatDevice(
                    0,
                    new Leg(
                            MsrpPath.of(room.devices().get(0)),
                            RelayTest.path("msrp://127.0.0.1:" + relay.port() + "/d;tcp"),
                            List.of(new ConnectTarget("127.0.0.1", relay.port(), false))));
            Await.until("lost", () -> !news.told.isEmpty());
            assertThat(news.told).containsExactly("lost 0 NOT_ALLOWED 408");
            assertThat(relay.metrics().limits()).containsEntry("connect-networks", 1L);
        }
    }

    @Test
    void moreThanMaxSizeIsStoppedInTheMiddleOfAChunkThatDidNotSaySo() {
        RoomStage stage = stage(RelayLimits.defaults(), 10);
        stage.say(Room.SENDER, chunk("tr01", 1, "*", "0123456789x", "+"));
        assertThat(stage.hear(Room.SENDER, 0)).startsWith("MSRP tr01 413");
        assertThat(stage.told(1)).containsExactly("broken TOO_LARGE");
        stage.close();
        stage.cutAll();
    }

    @Test
    @Rule("C-33")
    void tooManyEarlyPiecesAreNotAcknowledged() {
        RoomStage stage = stage(limits(1 << 20, 9), 1000);
        for (int i = 1; i <= 5; i++) {
            stage.say(Room.SENDER, chunk("tr0" + i, 10L * i, "*", "x", "+"));
        }
        String heard = stage.hear(Room.SENDER, 0);
        assertThat(heard).contains("MSRP tr04 200").contains("MSRP tr05 413");
        assertThat(stage.told(1)).containsExactly("broken INCOMPLETE");
        assertThat(stage.metrics.limits()).containsEntry("early-pieces", 1L);
        stage.close();
        stage.cutAll();
    }

    @Test
    @Rule("C-33")
    void aFullDiskHoldsTheSenderUntilTheStalledDeviceIsCut() {
        RoomStage stage = stage(limits(100_000, 9), 1L << 30);
        join(stage, 0);
        join(stage, 1);
        stage.connection(0).appetite(0);
        sayInChunks(stage, 1, 50);
        assertThat(stage.connection(Room.SENDER).unread()).isPositive();
        assertThat(stage.disk.used()).isBetween(1L, 100_000L);
        assertThat(stage.memory.used()).isLessThan(65536 + 20_000 + 4096);
        stage.pass(Duration.ofSeconds(40));
        assertThat(stage.connection(Room.SENDER).unread()).isZero();
        assertThat(stage.told(1)).contains("received 1000000");
        assertThat(stage.news.told.toString()).contains("lost 0 STALLED");
        assertThat(stage.metrics.limits()).containsKeys("spool-disk", "stall");
        stage.close();
        stage.cutAll();
        assertThat(stage.disk.used()).isZero();
        assertThat(stage.memory.used()).isZero();
    }

    /** It may hold on for as long as nobody else needs the space. */
    @Test
    @Rule("C-33")
    void aFullDiskIsFreedOfADeviceThatHoldsTheMessage() {
        RoomStage stage = stage(limits(100_000, 9), 1L << 30);
        join(stage, 0);
        join(stage, 1);
        stage.hold(0);
        sayInChunks(stage, 1, 5);
        stage.pass(Duration.ofHours(1));
        assertThat(stage.news.told).isEmpty();
        sayInChunks(stage, 6, 50);
        assertThat(stage.connection(Room.SENDER).unread()).isPositive();
        stage.pass(Duration.ofSeconds(40));
        assertThat(stage.told(1))
                .containsExactly("lost 0 HELD_TOO_LONG 408", "received 1000000", "served 1");
        assertThat(stage.metrics.limits()).containsKeys("spool-disk", "hold");
        stage.close();
        stage.cutAll();
        assertThat(stage.disk.used()).isZero();
    }

    /** Of the fifty chunks of a message of 1,000,000 octets those from..to. */
    private static void sayInChunks(RoomStage stage, int from, int to) {
        String body = "x".repeat(20_000);
        for (int i = from; i <= to; i++) {
            stage.say(
                    Room.SENDER,
                    chunk(
                                    "tr%02d".formatted(i),
                                    20_000L * (i - 1) + 1,
                                    "*",
                                    body,
                                    i == 50 ? "$" : "+")
                            .replace("Byte-Range", "Failure-Report: no\r\nByte-Range"));
        }
    }

    private static RelayLimits few(int rooms, int connections, int strangers) {
        return new RelayLimits(
                rooms,
                connections,
                10,
                strangers,
                65536,
                65536,
                1 << 20,
                4,
                512,
                4096,
                64,
                16,
                1024,
                8);
    }

    @Test
    void onlySoManyMayHoldBackWhoTheyAre() throws IOException {
        try (Relay relay = relay(few(9, 9, 1), RelayTimers.defaults(), Network.PRIVATE)) {
            try (Peer first = new Peer(relay.port())) {
                Await.until(
                        "one", () -> relay.metrics().value(RelayMetrics.Counter.STRANGERS) == 1);
                try (Peer second = new Peer(relay.port())) {
                    Await.until("closed", () -> second.closed);
                    assertThat(first.closed).isFalse();
                    assertThat(relay.metrics().limits()).containsEntry("strangers", 1L);
                }
            }
            Await.until("none", () -> relay.metrics().value(RelayMetrics.Counter.STRANGERS) == 0);
            assertThatARoomStillDelivers(relay);
        }
    }

    @Test
    void onlySoManyConnectionsAreTaken() throws IOException {
        try (Relay relay = relay(few(9, 1, 9), RelayTimers.defaults(), Network.PRIVATE)) {
            try (Peer first = new Peer(relay.port())) {
                Await.until(
                        "one", () -> relay.metrics().value(RelayMetrics.Counter.CONNECTIONS) == 1);
                try (Peer second = new Peer(relay.port())) {
                    Await.until("closed", () -> second.closed);
                    assertThat(first.closed).isFalse();
                    assertThat(relay.metrics().limits()).containsEntry("connections", 1L);
                }
            }
            Await.until("none", () -> relay.metrics().value(RelayMetrics.Counter.CONNECTIONS) == 0);
            assertThatARoomStillDelivers(relay);
        }
    }

    /** A sender is heard; for that one connection is enough. */
    private static void assertThatARoomStillDelivers(Relay relay) throws IOException {
        News news = new News();
        RoomHandle room = ((Opening.Opened) relay.open(RoomStage.request(1), news)).room();
        room.seatSender(
                new Leg(MsrpPath.of(room.sender()), RelayTest.path(RoomStage.ALICE), List.of()));
        try (Peer sender = new Peer(relay.port())) {
            sender.say(
                    chunk("tr01", 1, "3", "abc", "$")
                            .replace(RoomStage.SENDER_LEG.toString(), room.sender().toString()));
            Await.until("received", () -> news.told.contains("received 3"));
        }
    }

    @Test
    void onlySoManyRoomsAreOpen() throws IOException {
        try (Relay relay = relay(few(1, 9, 9), RelayTimers.defaults(), Network.PRIVATE)) {
            News news = new News();
            RoomHandle room = ((Opening.Opened) relay.open(RoomStage.request(1), news)).room();
            assertThat(relay.open(RoomStage.request(1), new News()))
                    .isInstanceOf(Opening.Refused.class);
            assertThat(relay.metrics().limits()).containsEntry("rooms", 1L);
            room.close();
            Await.until("closed", () -> news.summary != null);
            assertThat(relay.open(RoomStage.request(1), new News()))
                    .isInstanceOf(Opening.Opened.class);
        }
    }

    @Test
    void aSendThatDripsDoesNotKeepItsRoomOpen() {
        RoomStage stage = stage(RelayLimits.defaults(), 1000);
        String slow = chunk("tr01", 1, "900", "x".repeat(900), "$");
        for (int i = 0; i < 700; i++) {
            stage.say(Room.SENDER, slow.substring(i, i + 1));
            stage.pass(Duration.ofSeconds(1));
        }
        assertThat(stage.told(1)).containsExactly("closed IDLE");
        assertThat(stage.metrics.limits()).containsEntry("idle", 1L);
        stage.cutAll();
    }

    @Test
    void aSlowButHonestSenderKeepsItsRoomOpen() {
        RoomStage stage = stage(RelayLimits.defaults(), 100_000);
        for (int i = 0; i < 5; i++) {
            stage.say(
                    Room.SENDER,
                    chunk("tr0" + i, 2048L * i + 1, "10240", "x".repeat(2048), i < 4 ? "+" : "$"));
            stage.pass(Duration.ofMinutes(9));
        }
        assertThat(stage.told(1)).containsExactly("received 10240");
        stage.close();
        stage.cutAll();
    }

    private static String deviceSend(String id, long start, String body, String flag) {
        return chunk(id, start, "*", body, flag)
                .replace(RoomStage.SENDER_LEG.toString(), "msrp://pf.example:2855/leg-0;tcp")
                .replace("m001", "d" + id)
                .replace(RoomStage.ALICE, "msrp://device0.example:9/d;tcp");
    }

    @Test
    void aReportStormPassesNothingTwiceAndKeepsNoRoomOpen() {
        RoomStage stage = stage(RelayLimits.defaults(), 1000);
        join(stage, 0);
        stage.say(
                Room.SENDER,
                chunk("tr01", 1, "9", "abcdef", "+")
                        .replace("Byte-Range", "Success-Report: yes\r\nByte-Range"));
        stage.hear(Room.SENDER, 0);
        String report =
                """
                MSRP rep0 REPORT
                To-Path: msrp://pf.example:2855/leg-0;tcp
                From-Path: msrp://device0.example:9/d;tcp
                Message-ID: m001
                Byte-Range: 1-6/9
                Status: 000 200 OK
                -------rep0$
                """
                        .replace("\n", "\r\n");
        for (int i = 0; i < 70; i++) {
            stage.say(0, report.repeat(100));
            stage.pass(Duration.ofSeconds(10));
        }
        String heard = stage.hear(Room.SENDER, 0);
        assertThat(heard.split(" REPORT\r\n", -1)).hasSize(2);
        assertThat(stage.news.told).contains("closed IDLE");
        stage.cutAll();
    }

    @Test
    void aDeviceThatNeverReadsItsAnswersIsCut() {
        RoomStage stage = stage(limits(1 << 20, 9), 1000);
        join(stage, 0);
        stage.connection(0).appetite(0);
        for (int i = 0; i < 4000 && stage.news.told.isEmpty(); i++) {
            stage.say(0, deviceSend("d%03d".formatted(i % 1000), 1, "secret", "$"));
        }
        assertThat(stage.told(1)).containsExactly("lost 0 STALLED 408");
        assertThat(stage.metrics.limits()).containsEntry("unread-answers", 1L);
        stage.close();
        stage.cutAll();
    }

    @Test
    void aDevicesMessageHasALimitAndThenTheDeviceHas() {
        RoomStage stage = stage(limits(1 << 20, 9), 1000);
        join(stage, 0);
        for (int i = 0; i < 3; i++) {
            assertThat(stage.told(0)).isEmpty();
            stage.say(0, deviceSend("big" + i, 1, "x".repeat(1025), "$"));
        }
        assertThat(stage.told(1)).containsExactly("lost 0 MALFORMED 408");
        assertThat(stage.metrics.limits())
                .containsEntry("device-message-bytes", 3L)
                .containsEntry("mistakes", 1L);
        stage.close();
        stage.cutAll();
    }

    @Test
    void aSenderThatKnocksAtOtherDoorsIsSentAway() {
        RoomStage stage = stage(RelayLimits.defaults(), 1000);
        for (int i = 0; i < 3; i++) {
            assertThat(stage.connection(Room.SENDER).isClosed()).isFalse();
            stage.say(
                    Room.SENDER,
                    chunk("tr0" + i, 1, "3", "abc", "$").replace("sender-leg", "other"));
        }
        assertThat(stage.hear(Room.SENDER, 0)).contains("MSRP tr02 481");
        assertThat(stage.connection(Room.SENDER).isClosed()).isTrue();
        assertThat(stage.metrics.limits()).containsEntry("mistakes", 1L);
        stage.close();
        stage.cutAll();
    }
}
