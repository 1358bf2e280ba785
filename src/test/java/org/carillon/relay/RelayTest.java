package org.carillon.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.carillon.msrp.MsrpLimits;
import org.carillon.msrp.MsrpPath;
import org.carillon.msrp.MsrpUri;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The relay alone, on real loopback sockets. */
class RelayTest {
    private static final String ALICE = "msrp://alice.example:7394/orig;tcp";

    @TempDir Path spool;
    private Relay relay;
    private final News news = new News();

    @BeforeEach
    void start() throws IOException {
        var options =
                RelayOptions.of(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        "127.0.0.1",
                        spool);
        relay = Relay.start(options, new SecureRandom());
    }

    @AfterEach
    void stop() {
        relay.close();
    }

    private RoomHandle open(int seats) {
        var request =
                new RoomRequest(
                        seats,
                        Long.MAX_VALUE,
                        List.of("message/cpim"),
                        Optional.empty(),
                        DeviceContent.forbidden());
        return ((Opening.Opened) relay.open(request, news)).room();
    }

    static MsrpPath path(String text) {
        return MsrpPath.parse(text, MsrpLimits.defaults()).orThrow();
    }

    private static Leg passive(MsrpUri local, String peer) {
        return new Leg(MsrpPath.of(local), path(peer), List.of());
    }

    private Peer join(RoomHandle room, int seat) throws IOException {
        String peer = "msrp://device.example:9/d" + seat + ";tcp";
        room.seatDevice(seat, passive(room.devices().get(seat), peer));
        Peer device = new Peer(relay.port());
        device.say(empty("hello" + seat, room.devices().get(seat), peer));
        return device;
    }

    private static String empty(String id, MsrpUri to, String from) {
        return "MSRP "
                + id
                + " SEND\r\nTo-Path: "
                + to
                + "\r\nFrom-Path: "
                + from
                + "\r\nMessage-ID: bind\r\n-------"
                + id
                + "$\r\n";
    }

    private static String head(String id, MsrpUri to, long start, long total) {
        return "MSRP "
                + id
                + " SEND\r\nTo-Path: "
                + to
                + "\r\nFrom-Path: "
                + ALICE
                + "\r\nMessage-ID: m1234\r\nByte-Range: "
                + start
                + "-*/"
                + total
                + "\r\nContent-Type: message/cpim\r\n\r\n";
    }

    private static String sha(byte[] content) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }

    @Test
    void oneMessageReachesThreeDevicesEvenTheOneThatComesLate() throws Exception {
        byte[] content = new byte[3_000_000];
        new Random(1).nextBytes(content);
        RoomHandle room = open(3);
        room.seatSender(passive(room.sender(), ALICE));
        try (Peer first = join(room, 0);
                Peer second = join(room, 1);
                Peer sender = new Peer(relay.port())) {
            sender.say(head("tr01", room.sender(), 1, content.length));
            sender.say(java.util.Arrays.copyOf(content, 1_000_000));
            sender.say("\r\n-------tr01+\r\n");
            sender.say(head("tr02", room.sender(), 1_000_001, content.length));
            sender.say(java.util.Arrays.copyOfRange(content, 1_000_000, content.length));
            sender.say("\r\n-------tr02$\r\n");
            Await.until("first", () -> first.complete);
            Await.until("second", () -> second.complete);
            try (Peer late = join(room, 2)) {
                Await.until("late", () -> late.complete);
                Await.until("served", () -> news.told.contains("served 2"));
                assertThat(late.sha()).isEqualTo(sha(content));
            }
            assertThat(first.sha()).isEqualTo(sha(content));
            assertThat(second.sha()).isEqualTo(sha(content));
            assertThat(sender.heard).containsExactly("tr01 200", "tr02 200");
            // Their last responses may be on their way for as long as a TCP stack delays an ACK.
            Await.until(
                    "all served",
                    () ->
                            news.told.containsAll(
                                    List.of("received 3000000", "served 0", "served 1")));
            room.close();
            Await.until("closed", () -> news.summary != null);
        }
        assertThat(news.told).endsWith("closed CLOSED");
        assertThat(relay.metrics().value(RelayMetrics.Counter.MEMORY)).isZero();
        assertThat(relay.metrics().value(RelayMetrics.Counter.DISK)).isZero();
        assertThat(relay.metrics().value(RelayMetrics.Counter.FAULTS)).isZero();
    }

    @Test
    void aStrangerWithAnUnknownSessionIdGets481AndIsSentAway() throws Exception {
        try (Peer stranger = new Peer(relay.port())) {
            stranger.say(
                    empty("who1", MsrpUri.tcp(false, "127.0.0.1", relay.port(), "nobody"), ALICE));
            Await.until("closed", () -> stranger.closed);
            assertThat(stranger.heard).containsExactly("who1 481");
        }
        Await.until(
                "forgotten", () -> relay.metrics().value(RelayMetrics.Counter.CONNECTIONS) == 0);
        Await.until(
                "no stranger", () -> relay.metrics().value(RelayMetrics.Counter.STRANGERS) == 0);
    }

    @Test
    void aSecondConnectionForALegGets506() throws Exception {
        RoomHandle room = open(1);
        room.seatSender(passive(room.sender(), ALICE));
        try (Peer sender = new Peer(relay.port());
                Peer second = new Peer(relay.port())) {
            sender.say(empty("one1", room.sender(), ALICE));
            Await.until("bound", () -> sender.heard.contains("one1 200"));
            second.say(empty("two2", room.sender(), ALICE));
            Await.until("refused", () -> second.closed);
            assertThat(second.heard).containsExactly("two2 506");
            sender.say(empty("one2", room.sender(), ALICE));
            Await.until("still bound", () -> sender.heard.contains("one2 200"));
        }
    }

    @Test
    void anotherSessionOnTheSameConnectionIsSentToOneOfItsOwn() throws Exception {
        RoomHandle room = open(1);
        RoomHandle other = open(1);
        room.seatSender(passive(room.sender(), ALICE));
        other.seatSender(passive(other.sender(), ALICE));
        try (Peer sender = new Peer(relay.port());
                Peer second = new Peer(relay.port())) {
            sender.say(empty("one1", room.sender(), ALICE));
            sender.say(empty("two1", other.sender(), ALICE));
            sender.say(empty("one2", room.sender(), ALICE));
            Await.until("still bound", () -> sender.heard.contains("one2 200"));
            assertThat(sender.heard).containsExactly("one1 200", "two1 506", "one2 200");
            second.say(empty("two2", other.sender(), ALICE));
            Await.until("bound", () -> second.heard.contains("two2 200"));
        }
    }

    @Test
    void aDeviceThatConnectsBeforeItsSeatIsKnownWaits() throws Exception {
        RoomHandle room = open(1);
        room.seatSender(passive(room.sender(), ALICE));
        try (Peer device = new Peer(relay.port());
                Peer sender = new Peer(relay.port())) {
            device.say(empty("dev1", room.devices().get(0), "msrp://d.example:9/d;tcp"));
            sender.say(head("tr01", room.sender(), 1, 2) + "ab\r\n-------tr01$\r\n");
            Await.until("sent", () -> sender.heard.contains("tr01 200"));
            assertThat(device.heard).isEmpty();
            room.seatDevice(0, passive(room.devices().get(0), "msrp://d.example:9/d;tcp"));
            Await.until("served", () -> news.told.contains("served 0"));
            Await.until("answered", () -> device.heard.contains("dev1 200"));
            assertThat(device.heard).hasSize(1);
            assertThat(device.sha()).isEqualTo(sha("ab".getBytes(StandardCharsets.US_ASCII)));
        }
    }

    @Test
    void aPassiveDeviceIsConnectedToAndFirstHearsASend() throws Exception {
        try (var listening = new java.net.ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            RoomHandle room = open(1);
            var target = new ConnectTarget("127.0.0.1", listening.getLocalPort(), false);
            room.seatDevice(
                    0,
                    new Leg(
                            MsrpPath.of(room.devices().get(0)),
                            path("msrp://127.0.0.1:" + listening.getLocalPort() + "/d;tcp"),
                            List.of(target)));
            try (Peer device = new Peer(listening.accept())) {
                Await.until("bound", () -> device.heard.contains("empty SEND"));
                room.close();
                Await.until("closed", () -> device.closed);
            }
        }
    }

    @Test
    void closingLeavesNoThread() throws Exception {
        relay.close();
        Await.until(
                "threads gone",
                () ->
                        Thread.getAllStackTraces().keySet().stream()
                                .noneMatch(t -> t.getName().startsWith("carillon-relay")));
    }
}
