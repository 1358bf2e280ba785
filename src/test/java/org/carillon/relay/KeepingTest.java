package org.carillon.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The end of a message that is kept is acknowledged when it is kept, and not before. */
class KeepingTest {
    private static final KeptHead HEAD = new KeptHead("m001", "text/plain", "X-Mood: calm\r\n");

    @TempDir Path spool;
    private final Safe safe = new Safe();
    private RoomRequest.Keeper.Role role = RoomRequest.Keeper.Role.RECIPIENT;
    private Optional<RoomStage> stage = Optional.empty();

    /** A keeper that holds what it is given, and fails where it is told to. */
    private static final class Safe implements Recorder {
        private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
        private Optional<KeptHead> head = Optional.empty();
        private String failsAt = "";
        private String end = "";

        @Override
        public void begin(KeptHead its) throws IOException {
            failAt("begin");
            head = Optional.of(its);
        }

        @Override
        public void append(ByteBuffer content) throws IOException {
            failAt("append");
            byte[] copy = new byte[content.remaining()];
            content.get(copy);
            octets.writeBytes(copy);
        }

        @Override
        public void complete() throws IOException {
            end += "complete";
            failAt("complete");
        }

        @Override
        public void abort() {
            end += "abort";
        }

        private void failAt(String step) throws IOException {
            if (failsAt.equals(step)) {
                throw new IOException("disk full");
            }
        }
    }

    /** A kept message in memory, read in small pieces; fails behind an offset. */
    private static final class Kept implements KeptMessage {
        private final ByteBuffer octets;
        private final int failsBehind;
        private int closed;

        private Kept(byte[] octets, int failsBehind) {
            this.octets = ByteBuffer.wrap(octets);
            this.failsBehind = failsBehind;
        }

        @Override
        public KeptHead head() {
            return HEAD;
        }

        @Override
        public long size() {
            return octets.capacity();
        }

        @Override
        public int read(ByteBuffer into) throws IOException {
            if (octets.position() >= failsBehind) {
                throw new IOException("bad sector");
            }
            int length = Math.min(Math.min(7_000, octets.remaining()), into.remaining());
            into.put(octets.slice(octets.position(), length));
            octets.position(octets.position() + length);
            return length;
        }

        @Override
        public void close() {
            closed++;
        }
    }

    private RoomStage keep() {
        RoomStage opened = open(0, Optional.of(safe), Optional.empty());
        opened.seat(Room.SENDER, false);
        opened.connect(Room.SENDER);
        return opened;
    }

    private RoomStage open(int seats, Optional<Recorder> keeper, Optional<KeptMessage> kept) {
        return open(
                seats,
                keeper.map(k -> new RoomRequest.Keeper(k, role)),
                kept,
                RelayLimits.defaults());
    }

    private RoomStage open(
            int seats,
            Optional<RoomRequest.Keeper> keeper,
            Optional<KeptMessage> kept,
            RelayLimits limits) {
        RoomRequest request =
                new RoomRequest(
                        "",
                        RoomRequest.Secure.NONE,
                        seats,
                        1_000_000,
                        List.of("text/plain"),
                        Optional.empty(),
                        keeper,
                        kept,
                        DeviceContent.forbidden());
        RoomStage opened = new RoomStage(request, limits, spool);
        stage = Optional.of(opened);
        return opened;
    }

    @AfterEach
    void nothingIsLeft() {
        RoomStage opened = stage.orElseThrow();
        opened.close();
        opened.cutAll();
        assertThat(opened.news.summary).isNotNull();
        assertThat(opened.memory.used()).isZero();
        assertThat(opened.disk.used()).isZero();
        assertThat(opened.metrics.value(RelayMetrics.Counter.FAULTS)).isZero();
    }

    /** Says it, and lets nothing happen on the pool. */
    private static void sayOnly(RoomStage room, String id, long start, String body, String flag) {
        room.connection(Room.SENDER)
                .say(
                        HostileTest.chunk(id, start, "6", body, flag)
                                .getBytes(StandardCharsets.US_ASCII));
        room.loop.runTasks();
    }

    private static String heard(RoomStage room) {
        return room.connection(Room.SENDER).heardText();
    }

    @Test
    void everyChunkButTheLastIsAnsweredAtOnce() {
        RoomStage room = keep();
        sayOnly(room, "tr01", 1, "abc", "+");
        assertThat(heard(room)).contains("MSRP tr01 200 ");
    }

    @Test
    void theLastIsAnsweredWhenTheMessageIsKept() {
        RoomStage room = keep();
        sayOnly(room, "tr01", 1, "abcdef", "$");
        while (safe.end.isEmpty()) {
            assertThat(heard(room)).isEmpty();
            assertThat(room.news.told).isEmpty();
            room.loop.workOnce();
            if (safe.end.isEmpty()) {
                room.loop.runTasks();
            }
        }
        assertThat(heard(room)).isEmpty();
        room.settle();
        assertThat(heard(room)).startsWith("MSRP tr01 200 OK").contains("-------tr01$");
        assertThat(room.news.told).containsExactly("received 6");
        assertThat(safe.octets).hasToString("abcdef");
        assertThat(safe.head).contains(new KeptHead("m001", "text/plain", ""));
    }

    /** One that closes a hole is the last as well, whatever its place. */
    @Test
    void theOneThatCompletesTheMessageIsTheLast() {
        RoomStage room = keep();
        sayOnly(room, "tr01", 4, "def", "$");
        assertThat(heard(room)).contains("MSRP tr01 200 ");
        sayOnly(room, "tr02", 1, "abc", "+");
        assertThat(heard(room)).isEmpty();
        room.settle();
        assertThat(heard(room)).contains("MSRP tr02 200 ");
        assertThat(safe.octets).hasToString("abcdef");
    }

    /** The sender has not heard the answer and tries again: nobody may tell it 200 before. */
    @Test
    void repetitionsWaitAsWell() {
        RoomStage room = keep();
        sayOnly(room, "tr01", 1, "abcdef", "$");
        sayOnly(room, "tr02", 1, "abcdef", "$");
        assertThat(heard(room)).isEmpty();
        room.settle();
        assertThat(heard(room)).contains("MSRP tr01 200 ").contains("MSRP tr02 200 ");
        sayOnly(room, "tr03", 1, "abcdef", "$");
        assertThat(heard(room)).contains("MSRP tr03 200 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"begin", "append", "complete"})
    void whatCannotBeKeptIsRefused(String step) {
        safe.failsAt = step;
        RoomStage room = keep();
        sayOnly(room, "tr01", 1, "abcdef", "$");
        room.settle();
        assertThat(heard(room)).startsWith("MSRP tr01 413 ").doesNotContain(" 200 ");
        assertThat(room.news.told).containsExactly("broken NOT_KEPT");
        assertThat(safe.end).endsWith(step.equals("complete") ? "complete" : "abort");
    }

    @Test
    void aKeeperThatFailsEarlyStopsTheSender() {
        safe.failsAt = "append";
        RoomStage room = keep();
        room.say(Room.SENDER, HostileTest.chunk("tr01", 1, "6", "abc", "+"));
        room.say(Room.SENDER, HostileTest.chunk("tr02", 4, "6", "def", "$"));
        assertThat(heard(room)).contains("MSRP tr01 200 ").contains("MSRP tr02 413 ");
        assertThat(room.news.told).containsExactly("broken NOT_KEPT");
    }

    @Test
    void aSenderThatGoesBeforeItsAnswerDisturbsNobody() {
        RoomStage room = keep();
        sayOnly(room, "tr01", 1, "abcdef", "$");
        room.hangUp(Room.SENDER);
        assertThat(room.news.told).containsExactly("received 6");
        assertThat(safe.end).isEqualTo("complete");
    }

    @Test
    void aRoomThatClosesBeforeTheMessageIsKeptKeepsNothing() {
        RoomStage room = keep();
        sayOnly(room, "tr01", 1, "abcdef", "$");
        room.close();
        assertThat(safe.end).isEqualTo("abort");
        assertThat(heard(room)).doesNotContain(" 200 ");
    }

    @Test
    void aBrokenMessageIsNotKept() {
        RoomStage room = keep();
        room.say(Room.SENDER, HostileTest.chunk("tr01", 1, "6", "abc", "#"));
        assertThat(safe.end).isEqualTo("abort");
        assertThat(room.news.told).containsExactly("broken ABORTED");
    }

    @Test
    void whoeverWantsNoReportsGetsThem() {
        safe.failsAt = "complete";
        RoomStage room = keep();
        String chunk =
                HostileTest.chunk("tr01", 1, "6", "abcdef", "$")
                        .replace("Byte-Range", "Failure-Report: no\r\nByte-Range");
        room.say(Room.SENDER, chunk);
        assertThat(heard(room)).isEmpty();
    }

    // --- beside devices

    private static final Pattern SEND = Pattern.compile("MSRP (\\S+) SEND");

    /** The device answers every chunk that it has heard. */
    private static void answers(RoomStage room, int device) {
        SEND.matcher(room.connection(device).heardText())
                .results()
                .forEach(
                        send ->
                                room.say(
                                        device,
                                        "MSRP %1$s 200 OK\r\nTo-Path: %2$s\r\nFrom-Path: %3$s\r\n-------%1$s$\r\n"
                                                .formatted(
                                                        send.group(1),
                                                        room.uri(device),
                                                        "msrp://device.example:9/d;tcp")));
    }

    private RoomStage keepBesideOneDevice() {
        RoomStage opened = open(1, Optional.of(safe), Optional.empty());
        opened.seat(Room.SENDER, false);
        opened.seat(0, false);
        opened.connect(Room.SENDER);
        opened.connect(0);
        return opened;
    }

    @Test
    void devicesDoNotWaitForTheKeeper() {
        RoomStage room = keepBesideOneDevice();
        sayOnly(room, "tr01", 1, "abcdef", "$");
        assertThat(room.connection(0).heardText()).contains("abcdef").contains("$");
        assertThat(heard(room)).isEmpty();
        room.settle();
        assertThat(heard(room)).startsWith("MSRP tr01 200 OK");
        assertThat(safe.octets).hasToString("abcdef");
    }

    /** It is safe: the sender has nothing to worry about. */
    @Test
    void theLossOfTheLastDeviceIsNoFailure() {
        RoomStage room = keepBesideOneDevice();
        room.say(Room.SENDER, HostileTest.chunk("tr01", 1, "6", "abc", "+"));
        room.hangUp(0);
        room.say(Room.SENDER, HostileTest.chunk("tr02", 4, "6", "def", "$"));
        assertThat(heard(room)).contains("MSRP tr02 200 ").doesNotContain("REPORT");
        assertThat(safe.octets).hasToString("abcdef");
    }

    /** A copy is for the case that we die; this one the sender can be told. */
    @Test
    void besideACopyItIsAFailure() {
        role = RoomRequest.Keeper.Role.COPY;
        RoomStage room = keepBesideOneDevice();
        room.say(Room.SENDER, HostileTest.chunk("tr01", 1, "6", "abcdef", "$"));
        assertThat(heard(room)).contains("MSRP tr01 200 ");
        room.hangUp(0);
        room.pass(Duration.ofSeconds(31));
        assertThat(heard(room)).contains(" REPORT").contains("Status: 000 4");
    }

    /** The store is gone: what one device has, and none is about to get, is safe as well. */
    @ParameterizedTest
    @EnumSource(RoomRequest.Keeper.Role.class)
    void withoutItsKeeperItIsSafeWithTheDevices(RoomRequest.Keeper.Role any) {
        role = any;
        safe.failsAt = "append";
        RoomStage room = open(2, Optional.of(safe), Optional.empty());
        room.seat(Room.SENDER, false);
        room.seat(0, false);
        room.seat(1, false);
        room.connect(Room.SENDER);
        room.connect(0);
        room.connect(1);
        room.say(Room.SENDER, HostileTest.chunk("tr01", 1, "6", "abc", "+"));
        room.say(Room.SENDER, HostileTest.chunk("tr02", 4, "6", "def", "$"));
        assertThat(heard(room)).contains("MSRP tr01 200 ").doesNotContain("tr02");
        answers(room, 0);
        assertThat(heard(room)).doesNotContain("tr02");
        answers(room, 1);
        assertThat(heard(room)).contains("MSRP tr02 200 ");
        assertThat(room.news.told).containsExactly("served 0", "served 1", "received 6");
    }

    /** Whoever has not answered yet is not waited for; it is still served. */
    @Test
    void norIsAPendingDeviceWaitedForThen() {
        safe.failsAt = "begin";
        RoomStage room = open(2, Optional.of(safe), Optional.empty());
        room.seat(Room.SENDER, false);
        room.seat(0, false);
        room.connect(Room.SENDER);
        room.connect(0);
        room.say(Room.SENDER, HostileTest.chunk("tr01", 1, "6", "abcdef", "$"));
        assertThat(heard(room)).isEmpty();
        answers(room, 0);
        assertThat(heard(room)).contains("MSRP tr01 200 ");
        room.seat(1, false);
        room.connect(1);
        assertThat(room.connection(1).heardText()).contains("abcdef");
    }

    @Test
    void withoutAKeeperAndADeviceItIsLost() {
        safe.failsAt = "complete";
        RoomStage room = keepBesideOneDevice();
        room.say(Room.SENDER, HostileTest.chunk("tr01", 1, "6", "abcdef", "$"));
        room.hangUp(0);
        room.pass(Duration.ofSeconds(31));
        assertThat(heard(room)).contains("MSRP tr01 413 ").doesNotContain("tr01 200");
        assertThat(room.news.told).contains("broken NOT_KEPT");
    }

    // --- and back

    private byte[] octets(int length) {
        byte[] octets = new byte[length];
        new Random(length).nextBytes(octets);
        return octets;
    }

    private RoomStage send(Kept kept, int devices) {
        RoomStage room = open(devices, Optional.empty(), Optional.of(kept));
        for (int n = 0; n < devices; n++) {
            room.seat(n, false);
            room.connect(n);
        }
        room.seat(Room.SENDER, true, "msrp://nobody.example:1/x;tcp");
        return room;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7_000, 7_001, 300_000})
    void aKeptMessageReachesEveryDevice(int length) {
        byte[] octets = octets(length);
        Kept kept = new Kept(octets, Integer.MAX_VALUE);
        RoomStage room = send(kept, 2);
        assertThat(room.news.told).containsExactly("received " + length);
        for (int n = 0; n < 2; n++) {
            Received received = Received.by(room, n);
            assertThat(received.octets).isEqualTo(octets);
            assertThat(received.heads)
                    .contains("Message-ID: m001", "Content-Type: text/plain", "X-Mood: calm");
        }
        room.close();
        assertThat(kept.closed).isEqualTo(1);
    }

    @Test
    void oneThatCannotBeReadBreaksOff() {
        Kept kept = new Kept(octets(20_000), 7_000);
        RoomStage room = send(kept, 1);
        assertThat(room.news.told).containsExactly("broken UNREADABLE");
        assertThat(room.connection(0).heardText()).endsWith("#\r\n");
        room.close();
        assertThat(kept.closed).isEqualTo(1);
    }

    /** A device that reads nothing holds the reading up, not the memory. */
    @Test
    void itIsReadAsTheRoomHasSpace() {
        byte[] octets = octets(900_000);
        Kept kept = new Kept(octets, Integer.MAX_VALUE);
        RoomStage room = open(1, Optional.empty(), Optional.of(kept), little());
        room.seat(0, false);
        room.connect(0);
        room.connection(0).appetite(0);
        room.seat(Room.SENDER, true, "msrp://nobody.example:1/x;tcp");
        room.pass(Duration.ofSeconds(5));
        assertThat(kept.octets.position()).isBetween(64 << 10, 3 * (128 << 10));
        for (int i = 0; i < 20; i++) {
            room.connection(0).appetite(Long.MAX_VALUE);
            room.pass(Duration.ofMillis(100));
        }
        assertThat(room.news.told).contains("received 900000");
        assertThat(Received.by(room, 0).octets).isEqualTo(octets);
    }

    private static RelayLimits little() {
        RelayLimits d = RelayLimits.defaults();
        return new RelayLimits(
                d.rooms(),
                d.connections(),
                d.connectionsPerAddress(),
                d.strangers(),
                64 << 10,
                64 << 10,
                128 << 10,
                d.earlyPieces(),
                d.pieceBytes(),
                d.chunkBytes(),
                d.pendingResponses(),
                d.pendingReports(),
                d.deviceMessageBytes(),
                d.deviceMessages());
    }

    @Test
    void nobodyConnectsInTheSendersPlace() {
        RoomStage room = send(new Kept(octets(10), Integer.MAX_VALUE), 1);
        assertThat(room.refusal(Room.SENDER)).isEqualTo(481);
    }

    @Test
    void aRoomThatClosesWhileItIsReadLetsItGo() {
        Kept kept = new Kept(octets(20_000), Integer.MAX_VALUE);
        RoomStage room = open(1, Optional.empty(), Optional.of(kept));
        room.room.seatSender(
                new Leg(
                        org.carillon.msrp.MsrpPath.of(room.uri(Room.SENDER)),
                        RelayTest.path("msrp://nobody.example:1/x;tcp"),
                        List.of()));
        room.room.close(RoomSummary.End.CLOSED);
        room.settle();
        assertThat(kept.closed).isEqualTo(1);
    }

    /** What one device has of a message, in chunks in order. */
    private static final class Received {
        private final byte[] octets;
        private final List<String> heads;

        private Received(byte[] octets, List<String> heads) {
            this.octets = octets;
            this.heads = heads;
        }

        static Received by(RoomStage room, int device) {
            String text = room.connection(device).heardText();
            ByteArrayOutputStream octets = new ByteArrayOutputStream();
            List<String> heads = List.of();
            int at = 0;
            while (at < text.length()) {
                String id = text.substring(at + 5, text.indexOf(' ', at + 5));
                int body = text.indexOf("\r\n\r\n", at) + 4;
                int end = text.indexOf("\r\n-------" + id, body);
                heads = Arrays.asList(text.substring(at, body).split("\r\n"));
                octets.writeBytes(text.substring(body, end).getBytes(StandardCharsets.ISO_8859_1));
                at = text.indexOf("\r\n", end + 2) + 2;
            }
            return new Received(octets.toByteArray(), heads);
        }
    }
}
