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
        return new RelayTimers(soon, soon, soon, soon, soon, soon, Duration.ofMinutes(1));
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
    void aStrangerThatSaysNothingIsClosed() throws IOException {
        try (Relay relay = relay(RelayLimits.defaults(), hasty(), Network.PRIVATE);
                Peer silent = new Peer(relay.port())) {
            Await.until("closed", () -> silent.closed);
            assertThat(relay.metrics().limits()).containsEntry("first-request", 1L);
        }
    }

    @Test
    void aStrangerThatDripsItsHeadIsClosedAllTheSame() throws IOException {
        try (Relay relay = relay(RelayLimits.defaults(), hasty(), Network.PRIVATE);
                Peer slow = new Peer(relay.port())) {
            slow.say("MSRP drip SEND\r\nTo-Pa");
            Await.until("closed", () -> slow.closed);
            assertThat(relay.metrics().limits()).containsEntry("first-request", 1L);
        }
    }

    @Test
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
        List<Network> elsewhere = List.of(Network.parse("10.0.0.0/8").orElseThrow());
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
    void aFullDiskHoldsTheSenderUntilTheStalledDeviceIsCut() {
        RoomStage stage = stage(limits(100_000, 9), 1L << 30);
        join(stage, 0);
        join(stage, 1);
        stage.connection(0).appetite(0);
        String body = "x".repeat(20_000);
        for (int i = 0; i < 50; i++) {
            boolean last = i == 49;
            stage.say(
                    Room.SENDER,
                    chunk("tr%02d".formatted(i), 20_000L * i + 1, "*", body, last ? "$" : "+")
                            .replace("Byte-Range", "Failure-Report: no\r\nByte-Range"));
        }
        assertThat(stage.connection(Room.SENDER).isReadDry()).isFalse();
        assertThat(stage.disk.used()).isBetween(1L, 100_000L);
        assertThat(stage.memory.used()).isLessThan(65536 + 20_000 + 4096);
        stage.pass(Duration.ofSeconds(40));
        assertThat(stage.connection(Room.SENDER).isReadDry()).isTrue();
        assertThat(stage.told(1)).contains("received 1000000");
        assertThat(stage.news.told.toString()).contains("lost 0 STALLED");
        assertThat(stage.metrics.limits()).containsKeys("spool-disk", "stall");
        stage.close();
        stage.cutAll();
        assertThat(stage.disk.used()).isZero();
        assertThat(stage.memory.used()).isZero();
    }
}
