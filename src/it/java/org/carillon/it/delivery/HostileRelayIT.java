package org.carillon.it.delivery;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.carillon.it.agent.Eventually;
import org.carillon.it.agent.RawMsrpPeer;
import org.carillon.it.agent.RawMsrpPeer.Manners;
import org.carillon.rules.Rule;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What peers can do to the relay of the deployed WAR. Each attack meets a limit and is counted, and
 * behind it a message is delivered as ever.
 */
class HostileRelayIT {
    private static final int CONNECTIONS_PER_ADDRESS = 30;
    private static final int HALF_OPEN = 50;
    private static final int MAX_SIZE = 16 << 20;

    @TempDir static Path directory;
    private static TlsServer server;

    private final List<Socket> sockets = new ArrayList<>();
    private Stage stage;
    private Sender alice;
    private Device phone;

    @BeforeAll
    static void start() throws Exception {
        server =
                new TlsServer(
                        directory,
                        Map.of(
                                "not-available",
                                "reject",
                                "max-message-size",
                                Integer.toString(MAX_SIZE),
                                "stall-limit",
                                "2s",
                                "resume-timeout",
                                "1s",
                                "idle-timeout",
                                "15s",
                                "connections-per-address",
                                Integer.toString(CONNECTIONS_PER_ADDRESS),
                                "half-open-connections",
                                Integer.toString(HALF_OPEN),
                                "tls-handshakes-per-second",
                                "5"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void open() {
        stage = server.stage();
    }

    @AfterEach
    void close() throws IOException {
        closeSockets();
        stage.close();
    }

    private void closeSockets() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    /** An attack. */
    private interface Attack {
        void run() throws IOException;
    }

    /** It is counted, and the next message is delivered. */
    private void counts(String counter, Attack attack) throws IOException {
        long before = server.counted(counter);
        attack.run();
        Eventually.holds(counter, () -> server.counted(counter) > before);
        closeSockets();
        Eventually.holds("everybody is gone", () -> server.counted("strangers") == 0);
        delivers();
    }

    private static void delivers() {
        try (Stage another = server.stage()) {
            Sender sender = another.alice();
            Device device = another.device("after");
            sender.invites();
            device.expectInvite();
            device.answers();
            sender.expect200();
            TlsServer.deliver(sender, device, Message.saying("nothing happened"));
        }
    }

    /** A device that has joined, and a sender that is connected. */
    private void talk() {
        alice = stage.alice();
        phone = stage.device("phone");
        alice.invites();
        phone.expectInvite();
        phone.answers();
        alice.expect200();
        alice.acks();
        phone.expectAck().connects();
        alice.connects();
    }

    private static RawMsrpPeer stranger() {
        return new RawMsrpPeer("stranger").connect(server.plainPort());
    }

    /** Connects from another address of this machine, so that one address's limit is not met. */
    private Socket socket(int from, int port) {
        try {
            byte[] address = {127, 0, 0, (byte) from};
            Socket socket =
                    new Socket(
                            InetAddress.getLoopbackAddress(),
                            port,
                            InetAddress.getByAddress(address),
                            0);
            sockets.add(socket);
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String send(String id, String toPath, String lines) {
        return "MSRP "
                + id
                + " SEND\r\nTo-Path: "
                + toPath
                + "\r\nFrom-Path: msrp://a.invalid:9/a;tcp\r\nMessage-ID: m001\r\n"
                + lines
                + "Content-Type: text/plain\r\n\r\nx\r\n-------"
                + id
                + "$\r\n";
    }

    private static final String NOBODY = "msrp://127.0.0.1:2855/nobody;tcp";

    static Stream<Arguments> nonsense() {
        Stream<Arguments> heads =
                Stream.of(
                        Arguments.of("head-too-long", send("tr01", "x".repeat(9000), "")),
                        Arguments.of(
                                "too-many-other-headers",
                                send("tr01", NOBODY, "X-Header: x\r\n".repeat(40))),
                        Arguments.of(
                                "repeated-header",
                                send("tr01", NOBODY, "Success-Report: no\r\n".repeat(2))),
                        Arguments.of(
                                "path-too-long",
                                send("tr01", (NOBODY + " ").repeat(10) + NOBODY, "")),
                        Arguments.of("uri-too-long", send("tr01", NOBODY + "x".repeat(1024), "")),
                        Arguments.of("transaction-id", send("abc", NOBODY, "")),
                        Arguments.of("transaction-id", send("a".repeat(33), NOBODY, "")));
        Stream<Arguments> ranges =
                Stream.of(
                                "1-2/9223372036854775808",
                                "99999999999999999999-*/*",
                                "1-99999999999999999999/*",
                                "-1-2/2",
                                "0-1/1",
                                "5-3/9",
                                "1-9/3")
                        .map(
                                range ->
                                        Arguments.of(
                                                "byte-range",
                                                send(
                                                        "tr01",
                                                        NOBODY,
                                                        "Byte-Range: " + range + "\r\n")));
        return Stream.concat(heads, ranges);
    }

    @ParameterizedTest
    @MethodSource("nonsense")
    @Rule("C-33")
    void nonsenseEndsTheConnection(String fault, String frame) throws IOException {
        counts(
                "malformed-" + fault,
                () -> {
                    try (RawMsrpPeer stranger = stranger()) {
                        stranger.say(frame).expectClosed();
                    }
                });
    }

    @Test
    @Rule("C-33")
    void nonsenseOfASenderEndsItsMessage() throws IOException {
        talk();
        alice.msrp().say(alice.bodiless("mine")).expectResponse("mine", 200);
        counts(
                "malformed-byte-range",
                () -> {
                    alice.msrp().say(alice.send("tr01", "3-1/9", "ab", '$'));
                    alice.expectResponse("tr01", 400).msrp().expectClosed();
                    alice.expectBye();
                    phone.expectBye();
                });
    }

    /** The real half minute, for whoever says nothing and for whoever drips. */
    @Test
    @Rule("C-33")
    void whoeverDoesNotComeToThePointIsSentAway() throws IOException {
        try (RawMsrpPeer silent = stranger();
                RawMsrpPeer dripping = stranger()) {
            long before = server.counted("limit-first-request");
            counts(
                    "limit-first-request",
                    () -> {
                        dripping.say("MSRP drip SEND\r\nTo-P");
                        silent.expectClosed();
                        dripping.expectClosed();
                    });
            assertThat(server.counted("limit-first-request")).isEqualTo(before + 2);
        }
    }

    @Test
    @Rule("C-33")
    void anUnknownSessionIs481AndTheEndOfTheConnection() throws IOException {
        counts(
                "response-481",
                () -> {
                    try (RawMsrpPeer stranger = stranger()) {
                        stranger.say(send("tr01", NOBODY, "")).expectResponse("tr01", 481);
                        stranger.expectClosed();
                    }
                });
    }

    @Test
    @Rule("C-33")
    void whoeverAsksForOtherSessionsAgainAndAgainIsSentAway() throws IOException {
        talk();
        alice.msrp().say(alice.bodiless("mine")).expectResponse("mine", 200);
        counts(
                "limit-mistakes",
                () -> {
                    for (int i = 0; i < 3; i++) {
                        String id = "try" + i;
                        alice.msrp().say(send(id, NOBODY, "")).expectResponse(id, 481);
                    }
                    alice.msrp().expectClosed();
                });
    }

    @Test
    @Rule("C-33")
    void aSecondConnectionOfASessionIs506() throws IOException {
        talk();
        alice.msrp().say(alice.bodiless("mine")).expectResponse("mine", 200);
        counts(
                "response-506",
                () -> {
                    try (RawMsrpPeer second = stranger()) {
                        second.say(alice.bodiless("also")).expectResponse("also", 506);
                        second.expectClosed();
                    }
                });
        alice.msrp().say(alice.bodiless("still")).expectResponse("still", 200);
    }

    @Test
    @Rule("C-33")
    void anAnnouncementBeyondMaxSizeIs413() throws IOException {
        talk();
        counts(
                "limit-max-size",
                () -> {
                    alice.msrp().say(alice.send("tr01", "1-*/" + (MAX_SIZE + 1L), "ab", '+'));
                    alice.expectResponse("tr01", 413).expectBye();
                    phone.expectBye();
                });
    }

    /** Says it again and again until it is counted. */
    private static void until(String counter, Attack attack) {
        long before = server.counted(counter);
        Eventually.within(
                60,
                counter,
                () -> {
                    try {
                        attack.run();
                    } catch (IOException | UncheckedIOException e) {
                        // Closed already: what is awaited is the counter.
                        LockSupport.parkNanos(1_000_000);
                    }
                    return server.counted(counter) > before;
                });
    }

    @Test
    @Rule("C-33")
    void aSendThatNeverEndsIsStopped() throws IOException {
        talk();
        counts(
                "limit-max-size",
                () -> {
                    alice.msrp()
                            .say(alice.send("tr01", "1-*/*", "", '+').split("\r\n-------", -1)[0]);
                    until("limit-max-size", () -> alice.msrp().say("x".repeat(1 << 16)));
                    alice.expectBye();
                    phone.expectBye();
                });
    }

    /** A byte now and then is no progress: the Room's limit of idleness ends it. */
    @Test
    @Rule("C-33")
    void aSlowDripKeepsNoRoomOpen() throws IOException {
        talk();
        counts(
                "limit-idle",
                () -> {
                    String chunk = alice.send("tr01", "1-*/*", "x".repeat(2000), '+');
                    alice.msrp().say(chunk.substring(0, chunk.length() - 2000));
                    until("limit-idle", () -> alice.msrp().say("x"));
                    alice.expectBye();
                    phone.expectBye();
                });
    }

    @Test
    @Rule("C-33")
    void aFloodOfOneByteChunksIsAMessageLikeAnyOther() throws IOException {
        talk();
        alice.asking("Failure-Report: no");
        String message = Message.ofOctets(10_000);
        counts(
                "chunks-in",
                () -> {
                    long before = server.counted("chunks-in");
                    StringBuilder flood = new StringBuilder();
                    for (int i = 1; i <= message.length(); i++) {
                        char flag = i == message.length() ? '$' : '+';
                        String range = "%1$d-%1$d/%2$d".formatted(i, message.length());
                        String octet = message.substring(i - 1, i);
                        flood.append(alice.send("tr%06d".formatted(i), range, octet, flag));
                    }
                    alice.msrp().say(flood.toString());
                    assertThat(phone.expectMessage()).isEqualTo(message);
                    assertThat(server.counted("chunks-in")).isEqualTo(before + message.length());
                });
        alice.byes();
        phone.expectBye();
    }

    @Test
    @Rule("C-33")
    void onlySoManyPiecesMayComeEarly() throws IOException {
        talk();
        alice.asking("Failure-Report: partial");
        counts(
                "limit-early-pieces",
                () -> {
                    StringBuilder flood = new StringBuilder();
                    IntStream.rangeClosed(1, 300)
                            .forEach(
                                    i ->
                                            flood.append(
                                                    alice.send(
                                                            "tr%04d".formatted(i),
                                                            "%1$d-%1$d/9999".formatted(2 * i + 1),
                                                            "x",
                                                            '+')));
                    alice.msrp().say(flood.toString());
                    alice.expectBye();
                    phone.expectBye();
                });
    }

    @Test
    @Rule("C-33")
    void aReportStormPassesOneReport() throws IOException {
        int storm = 20_000;
        talk();
        String message = Message.saying("hello");
        alice.asking("Success-Report: yes").sends("tr01", message).expectResponse("tr01", 200);
        assertThat(phone.expectMessage()).isEqualTo(message);
        counts(
                "reports-in",
                () -> {
                    long before = server.counted("reports-in");
                    String report =
                            phone.head("rep1", "REPORT")
                                    + "Message-ID: 87652491\r\nByte-Range: 1-%1$d/%1$d\r\n"
                                            .formatted(message.length())
                                    + "Status: 000 200\r\n-------rep1$\r\n";
                    phone.msrp().say(report.repeat(storm));
                    phone.msrp().say(phone.bodiless("after")).expectResponse("after", 200);
                    assertThat(server.counted("reports-in")).isEqualTo(before + storm);
                });
        alice.msrp().say(alice.bodiless("last")).expectResponse("last", 200);
        assertThat(alice.reports()).hasSize(1);
        alice.byes();
        phone.expectBye();
    }

    @Test
    @Rule("C-33")
    void oneAddressHasOnlySoManyConnections() throws IOException {
        counts(
                "limit-connections-per-address",
                () ->
                        IntStream.rangeClosed(0, CONNECTIONS_PER_ADDRESS)
                                .forEach(i -> socket(2, server.plainPort())));
    }

    @Test
    @Rule("C-33")
    void onlySoManyMayHoldBackWhoTheyAre() throws IOException {
        counts(
                "limit-strangers",
                () ->
                        IntStream.rangeClosed(0, HALF_OPEN)
                                .forEach(i -> socket(3 + i % 4, server.plainPort())));
    }

    @Test
    @Rule("C-33")
    void onlySoManyTlsHandshakesInASecond() throws IOException {
        counts(
                "limit-tls-handshakes-per-second",
                () -> IntStream.range(0, 40).forEach(i -> socket(3 + i % 4, server.port())));
    }

    @Test
    @Rule("C-33")
    void aTlsHandshakeThatNeverEndsIsEnded() throws IOException {
        counts(
                "limit-tls-handshake",
                () -> {
                    Socket halfOpen = socket(9, server.port());
                    halfOpen.getOutputStream().write(new byte[] {22, 3, 1, 0, 45, 1});
                    assertThat(halfOpen.getInputStream().readAllBytes()).hasSizeLessThan(8);
                });
    }

    @Test
    @Rule("C-33")
    void whoeverSpeaksNoTlsOnItsPortIsSentAway() throws IOException {
        counts(
                "handshakes-failed",
                () -> {
                    Socket plain = socket(9, server.port());
                    plain.getOutputStream().write(send("tr01", NOBODY, "").getBytes(US_ASCII));
                    assertThat(plain.getInputStream().readAllBytes()).hasSizeLessThan(8);
                });
    }

    @Test
    @Rule("C-33")
    void aStalledReaderIsCutAndTheOtherDeviceDoesNotNotice() throws IOException {
        counts("limit-stall", this::stall);
    }

    private void stall() {
        try (Stage both = server.stage()) {
            String message = Message.ofOctets(8_000_000);
            Sender sender = both.alice();
            Device healthy = both.device("healthy");
            Device stalled = both.device("stalled");
            sender.invites();
            healthy.expectInvite();
            stalled.expectInvite();
            healthy.answers();
            sender.expect200();
            sender.acks();
            healthy.expectAck().connects();
            stalled.msrp().behaving(Manners.STALLED);
            stalled.answers().expectAck();
            stalled.msrp()
                    .connect(Sender.portOf(stalled.offer().path().get(0)))
                    .say(stalled.bodiless("bind"));
            sender.connects().sends("tr01", message).expectResponse("tr01", 200);
            assertThat(healthy.expectMessage()).isEqualTo(message);
            stalled.expectBye();
            sender.hasNoBye();
            sender.byes();
            healthy.expectBye();
        }
    }

    /** Octet by octet, so that the look-alikes are split wherever they can be. */
    @Test
    @Rule("C-33")
    void whatLooksLikeAnEndLineIsContent() throws IOException {
        talk();
        String message =
                Message.saying(
                        String.join(
                                "\r\n",
                                "",
                                "-------other$",
                                "-------tr012$",
                                "-------tr0$",
                                "-------tr01",
                                "-------tr01!",
                                "-------tr01$x",
                                "------tr01$",
                                "\n-------tr01$\r",
                                "--------tr01$"));
        counts(
                "chunks-in",
                () -> {
                    String chunk = alice.send("tr01", "1-*/" + message.length(), message, '$');
                    for (int i = 0; i < chunk.length(); i++) {
                        alice.msrp().say(chunk.substring(i, i + 1));
                    }
                    alice.expectResponse("tr01", 200);
                    assertThat(phone.expectMessage()).isEqualTo(message);
                });
        alice.byes();
        phone.expectBye();
    }

    @Test
    @Rule("C-33")
    void nobodyMakesUsConnectWhereWeMayNot() throws IOException {
        counts(
                "limit-connect-networks",
                () -> {
                    Sender sender = stage.alice();
                    Device lure = stage.device("lure");
                    sender.invites();
                    lure.expectInvite();
                    lure.answers(
                            sdp ->
                                    sdp.replacing("c=", "c=IN IP4 203.0.113.9")
                                            .replacing("m=", "m=message 2855 TCP/MSRP *")
                                            .replacing(
                                                    "a=path:",
                                                    "a=path:msrp://203.0.113.9:2855/x;tcp")
                                            .with("a=setup:passive"));
                    sender.expect200();
                    sender.acks();
                    lure.expectAck().expectBye();
                    sender.expectBye();
                });
    }
}
