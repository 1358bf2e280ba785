package org.carillon.tool;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.carillon.msrp.MsrpPath;
import org.carillon.msrp.MsrpUri;
import org.carillon.sdp.Setup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The sender and the receiver over loopback sockets: with each other, and with a raw peer. */
@Timeout(10)
class MsrpTransferTest {
    private static final MsrpUri SENDER = MsrpUri.tcp(false, "127.0.0.1", 9, "sender");
    private static final MsrpUri RECEIVER = MsrpUri.tcp(false, "127.0.0.1", 9, "receiver");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private ServerSocketChannel door;

    @BeforeEach
    void listen() throws IOException {
        door = ServerSocketChannel.open();
        door.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    @AfterEach
    void stopListening() throws IOException {
        door.close();
    }

    @ParameterizedTest
    @CsvSource({
        "1, 65536",
        "65535, 65536",
        "65536, 65536",
        "65537, 65536",
        "300000, 2048",
        "10, 1",
        "5000000, 65536",
        "2049, 100000"
    })
    void everyOctetArrivesInOrder(int bytes, int chunk) throws Exception {
        byte[] body = random(bytes);
        for (long total : new long[] {bytes, -1}) {
            Recorder sink = new Recorder();
            SendOutcome sent = transfer(body, total, chunk, false, sink);
            assertThat(sent).isEqualTo(new SendOutcome.Accepted(bytes, false));
            assertThat(sink.received.toByteArray()).isEqualTo(body);
            assertThat(sink.announced).isEqualTo(total);
            assertThat(sink.completed).isTrue();
        }
    }

    @Test
    void aSuccessReportConfirms() throws Exception {
        assertThat(transfer(random(10_000), 10_000, 2048, true, new Recorder()))
                .isEqualTo(new SendOutcome.Accepted(10_000, true));
    }

    @Test
    void progressEndsAtTheLastOctet() throws Exception {
        List<Long> seen = new ArrayList<>();
        Recorder sink = new Recorder();
        CompletableFuture<ReceiveOutcome> receiving = receive(sink);
        try (MsrpSender sender = sender()) {
            sender.send(new ByteArrayInputStream(random(5000)), 5000, 2048, false, seen::add);
        }
        assertThat(seen).containsExactly(2048L, 4096L, 5000L);
        assertThat(receiving.get()).isEqualTo(new ReceiveOutcome.Complete());
    }

    @Test
    void aFileThatShrinksIsGivenUpOn() throws Exception {
        Recorder sink = new Recorder();
        CompletableFuture<ReceiveOutcome> receiving = receive(sink);
        try (MsrpSender sender = sender()) {
            assertThat(send(sender, new ByteArrayInputStream(random(5000)), 6000))
                    .isEqualTo(new SendOutcome.Failed("the file shrank while it was being sent"));
        }
        assertThat(receiving.get()).isEqualTo(new ReceiveOutcome.Aborted("the sender gave up"));
        assertThat(sink.completed).isFalse();
    }

    @Test
    void aFileThatGrowsIsSentAsLongAsItWas() throws Exception {
        byte[] body = random(5000);
        Recorder sink = new Recorder();
        CompletableFuture<ReceiveOutcome> receiving = receive(sink);
        try (MsrpSender sender = sender()) {
            assertThat(send(sender, new ByteArrayInputStream(body), 4096))
                    .isEqualTo(new SendOutcome.Accepted(4096, false));
        }
        assertThat(receiving.get()).isEqualTo(new ReceiveOutcome.Complete());
        assertThat(sink.received.size()).isEqualTo(4096);
    }

    @Test
    void aSinkThatFailsEndsTheMessage() throws Exception {
        Recorder sink = new Recorder();
        sink.capacity = 4096;
        CompletableFuture<ReceiveOutcome> receiving = receive(sink);
        try (MsrpSender sender = sender()) {
            assertThat(send(sender, new Endless(), -1)).isInstanceOf(SendOutcome.Failed.class);
        }
        assertThat(receiving.get())
                .isEqualTo(new ReceiveOutcome.Aborted("cannot save the message: disk full"));
    }

    @ParameterizedTest
    @CsvSource({
        "413, Stop Sending Message",
        "481, Session Does Not Exist",
        "408, Downstream Timeout"
    })
    void aRefusalStopsTheSender(int status, String comment) throws Exception {
        CompletableFuture<String> wire = new CompletableFuture<>();
        CompletableFuture<Void> peer = rawPeer(socket -> refuse(socket, status, comment, wire));
        try (MsrpSender sender = sender()) {
            assertThat(send(sender, new Endless(), -1))
                    .isEqualTo(new SendOutcome.Refused(status, status + " " + comment));
        }
        peer.get();
        assertThat(wire.get()).contains("Byte-Range: 1-0/*\r\n").endsWith("#\r\n");
    }

    @Test
    void aFailureReportStopsTheSender() throws Exception {
        CompletableFuture<Void> peer =
                rawPeer(
                        socket -> {
                            String id = transactionOf(readUntil(socket, "\r\n\r\n"));
                            write(socket, response(id, "200 OK"));
                            write(
                                    socket,
                                    """
                                    MSRP r3p0rt REPORT
                                    To-Path: msrp://127.0.0.1:9/sender;tcp
                                    From-Path: msrp://127.0.0.1:9/receiver;tcp
                                    Message-ID: 1234
                                    Byte-Range: 1-2048/*
                                    Status: 000 408 no device left
                                    -------r3p0rt$
                                    """);
                            drain(socket);
                        });
        try (MsrpSender sender = sender()) {
            assertThat(send(sender, new Endless(), -1))
                    .isEqualTo(new SendOutcome.Refused(408, "408 no device left"));
        }
        peer.get();
    }

    @Test
    void silenceIsAFailure() throws Exception {
        CompletableFuture<Void> peer = rawPeer(MsrpTransferTest::drain);
        try (MsrpSender sender = sender(Duration.ofMillis(50))) {
            assertThat(send(sender, new ByteArrayInputStream(random(10)), 10))
                    .isEqualTo(new SendOutcome.Failed("no response within 0 s"));
        }
        peer.get();
    }

    @Test
    void aLostConnectionIsAFailure() throws Exception {
        CompletableFuture<Void> peer = rawPeer(socket -> readUntil(socket, "\r\n\r\n"));
        try (MsrpSender sender = sender()) {
            assertThat(send(sender, new Endless(), -1)).isInstanceOf(SendOutcome.Failed.class);
        }
        peer.get();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1000})
    void theReceiverTakesChunksCutAnywhere(int piece) throws Exception {
        byte[] stream =
                (chunk("t001", "1-*/9", "abc", '+')
                                + chunk("t002", "4-6/9", "def", '+')
                                + chunk("t003", "5-*/9", "efghi", '$'))
                        .getBytes(US_ASCII);
        Recorder sink = new Recorder();
        Conversation conversation = new Conversation(sink);
        try (Socket socket = conversation.socket()) {
            for (int at = 0; at < stream.length; at += piece) {
                socket.getOutputStream().write(stream, at, Math.min(piece, stream.length - at));
            }
            assertThat(readUntil(socket, "t003$\r\n"))
                    .contains("MSRP t001 200", "MSRP t002 200", "MSRP t003 200");
        }
        assertThat(conversation.outcome()).isEqualTo(new ReceiveOutcome.Complete());
        assertThat(sink.received.toString(US_ASCII)).isEqualTo("abcdefghi");
    }

    @Test
    void aGapEndsTheMessage() throws Exception {
        assertThat(answerTo(chunk("t001", "1-3/9", "abc", '+'), chunk("t002", "7-9/9", "ghi", '$')))
                .contains("MSRP t002 413")
                .endsWith("octets 4 to 6 are missing");
    }

    @Test
    void fewerOctetsThanAnnouncedAreNotAMessage() throws Exception {
        assertThat(answerTo(chunk("t001", "1-3/9", "abc", '$')))
                .contains("MSRP t001 400")
                .endsWith("3 octets arrived of 9 announced");
    }

    @Test
    void anotherSessionsChunkIsRefused() throws Exception {
        String foreign = chunk("t001", "1-3/3", "abc", '$').replace("/receiver;", "/Receiver;");
        assertThat(answerTo(foreign)).contains("MSRP t001 481");
    }

    @Test
    void anotherTypeIsRefused() throws Exception {
        String plain = chunk("t001", "1-3/3", "abc", '$').replace("message/cpim", "text/plain");
        assertThat(answerTo(plain)).contains("MSRP t001 415");
    }

    @Test
    void anotherMessageInBetweenIsRefused() throws Exception {
        String other = chunk("t002", "1-3/3", "xyz", '$').replace("ID: 1234", "ID: 5678");
        assertThat(answerTo(chunk("t001", "1-3/9", "abc", '+'), other)).contains("MSRP t002 413");
    }

    @Test
    void anUnknownMethodIsRefused() throws Exception {
        assertThat(answerTo(bodiless("t001").replace(" SEND", " NICKNAME")))
                .contains("MSRP t001 501");
    }

    @Test
    void aBodilessSendIsAnsweredAndIsNoMessage() throws Exception {
        assertThat(answerTo(bodiless("t001"))).contains("MSRP t001 200").endsWith("the message");
    }

    @ParameterizedTest
    @CsvSource({"no, t001", "partial, t001"})
    void nobodyIsAnsweredWhoDoesNotWantIt(String failureReport, String id) throws Exception {
        String quiet =
                chunk(id, "1-3/9", "abc", '+')
                        .replace(
                                "Message-ID",
                                "Failure-Report: " + failureReport + "\r\nMessage-ID");
        String loud = chunk("t002", "4-6/9", "def", '+');
        assertThat(answerTo(quiet, loud)).doesNotContain(id).contains("MSRP t002 200");
    }

    @Test
    void nonsenseEndsTheConversation() throws Exception {
        assertThat(answerTo("HTTP/1.1 200 OK\r\n\r\n")).contains("is no MSRP");
    }

    private SendOutcome transfer(byte[] body, long total, int chunk, boolean confirm, Recorder sink)
            throws Exception {
        CompletableFuture<ReceiveOutcome> receiving = receive(sink);
        SendOutcome outcome;
        try (MsrpSender sender = sender()) {
            outcome =
                    sender.send(new ByteArrayInputStream(body), total, chunk, confirm, sent -> {});
        }
        assertThat(receiving.get()).isEqualTo(new ReceiveOutcome.Complete());
        return outcome;
    }

    private CompletableFuture<ReceiveOutcome> receive(MessageSink sink) {
        return async(
                () -> {
                    try (MsrpConnection connection =
                            MsrpConnection.accept(
                                    door,
                                    Optional.empty(),
                                    List.of(),
                                    PATIENCE,
                                    Pace.unlimited())) {
                        MsrpReceiver receiver =
                                new MsrpReceiver(connection, RECEIVER, MsrpPath.of(SENDER), sink);
                        ReceiveOutcome outcome = receiver.run();
                        if (outcome instanceof ReceiveOutcome.Complete) {
                            receiver.linger();
                        }
                        return outcome;
                    }
                });
    }

    private MsrpSender sender() throws IOException {
        return sender(PATIENCE);
    }

    private MsrpSender sender(Duration patience) throws IOException {
        MsrpConnection connection =
                MsrpConnection.connect(
                        new MsrpDescription(
                                MsrpPath.of(
                                        MsrpUri.tcp(
                                                false,
                                                "127.0.0.1",
                                                door.socket().getLocalPort(),
                                                "r")),
                                Setup.PASSIVE,
                                List.of()),
                        PATIENCE,
                        Pace.unlimited());
        return new MsrpSender(connection, SENDER, MsrpPath.of(RECEIVER), patience);
    }

    private static SendOutcome send(MsrpSender sender, InputStream body, long total) {
        return sender.send(body, total, 2048, false, sent -> {});
    }

    /** What the receiver answers to these frames, then why it ended. */
    private String answerTo(String... frames) throws Exception {
        Conversation conversation = new Conversation(new Recorder());
        String answers;
        try (Socket socket = conversation.socket()) {
            write(socket, String.join("", frames));
            socket.shutdownOutput();
            answers = new String(socket.getInputStream().readAllBytes(), US_ASCII);
        }
        ReceiveOutcome outcome = conversation.outcome();
        return answers
                + (outcome instanceof ReceiveOutcome.Aborted aborted ? aborted.why() : "complete");
    }

    /** A raw peer that speaks to the receiver. */
    private final class Conversation {
        private final CompletableFuture<ReceiveOutcome> receiving;

        Conversation(MessageSink sink) {
            receiving = receive(sink);
        }

        Socket socket() throws IOException {
            return new Socket(InetAddress.getLoopbackAddress(), door.socket().getLocalPort());
        }

        ReceiveOutcome outcome() throws Exception {
            return receiving.get(30, TimeUnit.SECONDS);
        }
    }

    private interface Raw {
        void speak(Socket socket) throws IOException;
    }

    private CompletableFuture<Void> rawPeer(Raw raw) {
        return async(
                () -> {
                    try (Socket socket = door.socket().accept()) {
                        raw.speak(socket);
                        return null;
                    }
                });
    }

    private static void refuse(
            Socket socket, int status, String comment, CompletableFuture<String> wire)
            throws IOException {
        String id = transactionOf(readUntil(socket, "\r\n\r\n"));
        write(socket, response(id, status + " " + comment));
        wire.complete(new String(socket.getInputStream().readAllBytes(), ISO_8859_1));
    }

    private interface Work<T> {
        T run() throws IOException;
    }

    private static <T> CompletableFuture<T> async(Work<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                result.complete(work.run());
                            } catch (IOException | RuntimeException e) {
                                result.completeExceptionally(e);
                            }
                        });
        thread.setDaemon(true);
        thread.start();
        return result;
    }

    private static String chunk(String id, String range, String body, char flag) {
        return """
        MSRP %1$s SEND
        To-Path: msrp://127.0.0.1:9/receiver;tcp
        From-Path: msrp://127.0.0.1:9/sender;tcp
        Message-ID: 1234
        Byte-Range: %2$s
        Content-Type: message/cpim

        %3$s
        -------%1$s%4$s
        """
                .formatted(id, range, body, flag)
                .replace("\n", "\r\n");
    }

    private static String bodiless(String id) {
        return """
        MSRP %1$s SEND
        To-Path: msrp://127.0.0.1:9/receiver;tcp
        From-Path: msrp://127.0.0.1:9/sender;tcp
        Message-ID: 1234
        -------%1$s$
        """
                .formatted(id)
                .replace("\n", "\r\n");
    }

    private static String response(String id, String status) {
        return """
        MSRP %1$s %2$s
        To-Path: msrp://127.0.0.1:9/sender;tcp
        From-Path: msrp://127.0.0.1:9/receiver;tcp
        -------%1$s$
        """
                .formatted(id, status);
    }

    private static String transactionOf(String head) {
        return head.split(" ", 3)[1];
    }

    private static void write(Socket socket, String text) throws IOException {
        String wire = text.replace("\r\n", "\n").replace("\n", "\r\n");
        OutputStream out = socket.getOutputStream();
        out.write(wire.getBytes(US_ASCII));
        out.flush();
    }

    private static String readUntil(Socket socket, String end) throws IOException {
        StringBuilder seen = new StringBuilder();
        InputStream in = socket.getInputStream();
        while (seen.indexOf(end) < 0) {
            int octet = in.read();
            if (octet < 0) {
                throw new IOException("ended after: " + seen);
            }
            seen.append((char) octet);
        }
        return seen.toString();
    }

    private static void drain(Socket socket) throws IOException {
        socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    }

    private static byte[] random(int bytes) {
        byte[] octets = new byte[bytes];
        new Random(bytes).nextBytes(octets);
        return octets;
    }

    /** Never ends; a sender that holds what it sends would not survive it either. */
    private static final class Endless extends InputStream {
        @Override
        public int read() {
            return 'x';
        }
    }

    private static final class Recorder implements MessageSink {
        private final ByteArrayOutputStream received = new ByteArrayOutputStream();
        private int capacity = Integer.MAX_VALUE;
        private volatile long announced;
        private volatile boolean completed;

        @Override
        public void begin(long total) {
            announced = total;
        }

        @Override
        public void append(ByteBuffer octets) throws IOException {
            if (received.size() + octets.remaining() > capacity) {
                throw new IOException("disk full");
            }
            byte[] copy = new byte[octets.remaining()];
            octets.get(copy);
            received.write(copy);
        }

        @Override
        public void complete() {
            completed = true;
        }
    }
}
