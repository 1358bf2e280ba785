package org.carillon.it.torture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import org.carillon.it.agent.Eventually;
import org.carillon.launcher.ContainerOptions;
import org.carillon.launcher.EmbeddedContainer;
import org.carillon.rules.Rule;
import org.carillon.stack.SipLimits;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * How long a peer may take for a message and how many connections it may have. No application is
 * needed: 503 is an answer.
 */
class SipLimitsIT {
    private static final SipLimits SMALL = new SipLimits(4_096, Duration.ofMillis(300), 5, 3, 8);

    /** What both sides' buffers in the kernel take, and some more. */
    private static final long MOST_UNREAD = 64 << 20;

    private static EmbeddedContainer container;
    private static LogWatch log;

    private final List<Stranger> peers = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        container = EmbeddedContainer.start(ContainerOptions.onFreePorts(SMALL));
        log = LogWatch.begin();
    }

    @AfterAll
    static void stop() {
        log.close();
        container.close();
    }

    /** What one test has open would count in the next. */
    @AfterEach
    void everyConnectionIsFreeAgain() {
        peers.forEach(Stranger::close);
        List<Stranger> fresh = List.of(peer(), peer());
        for (int i = 0; i < SMALL.connections(); i++) {
            Stranger peer = fresh.get(i % 2);
            eventuallyServes(peer);
        }
        fresh.forEach(Stranger::close);
        log.takeComplaints();
    }

    private Stranger peer() {
        Stranger peer = new Stranger(container.sipAddress());
        peers.add(peer);
        return peer;
    }

    private static boolean serves(Stranger peer, Socket connection) {
        String callId = UUID.randomUUID().toString();
        try {
            write(connection, peer.options("TCP", callId, "l: 0\r\n"));
        } catch (IOException closed) {
            return false;
        }
        Eventually.holds(
                "closed or answered",
                () -> peer.closed(connection) || peer.finalStatusNow(callId) != 0);
        return peer.finalStatusNow(callId) == 503;
    }

    /** On a new connection, which is kept: the end of others may still be on its way. */
    private static void eventuallyServes(Stranger peer) {
        AtomicBoolean served = new AtomicBoolean();
        Eventually.holds(
                "it comes to that",
                () -> {
                    served.set(serves(peer, peer.connect()));
                    return served.get();
                });
        assertThat(served).isTrue();
    }

    private static void write(Socket connection, String text) throws IOException {
        connection.getOutputStream().write(text.getBytes(ISO_8859_1));
    }

    private void complained(String event, Stranger peer) {
        Eventually.present(
                () ->
                        log.complaints().stream()
                                .filter(line -> line.contains("event=" + event))
                                .filter(line -> line.contains("peer=" + peer.address()))
                                .findFirst());
    }

    @Test
    @Rule("C-33")
    void halfAMessageHasItsTimeAndAWholeOneNone() throws IOException {
        Stranger peer = peer();
        Socket busy = peer.connect();
        Socket idle = peer.connect();
        assertThat(serves(peer, busy)).isTrue();
        Socket half = peer.connect();
        write(half, peer.options("TCP", "half", "l: 4\r\n") + "bo");
        Eventually.is(() -> peer.closed(half), true);
        complained("sip-message-unfinished", peer);
        assertThat(serves(peer, busy)).isTrue();
        assertThat(serves(peer, idle)).isTrue();
        assertThat(peer.received("half")).isEmpty();
    }

    @Test
    void dripsDoNotRenewTheTime() throws IOException {
        Stranger peer = peer();
        Socket connection = peer.connect();
        write(connection, "OPTIONS sip:bob@localhost SIP/2.0\r\nSubject: ");
        Eventually.holds(
                "it comes to that",
                () -> {
                    try {
                        write(connection, "x");
                    } catch (IOException closed) {
                        return true;
                    }
                    return peer.closed(connection);
                });
        Eventually.is(() -> peer.closed(connection), true);
        complained("sip-message-unfinished", peer);
    }

    @Test
    void aMessageThatFollowsAtOnceHasATimeOfItsOwn() throws IOException {
        Stranger peer = peer();
        Socket connection = peer.connect();
        String next = peer.options("TCP", "next", "l: 0\r\n");
        write(connection, peer.options("TCP", "first", "l: 0\r\n") + next.substring(0, 40));
        assertThat(peer.finalStatus("first")).isEqualTo(503);
        Eventually.is(() -> peer.closed(connection), true);
        assertThat(peer.received("next")).isEmpty();
        complained("sip-message-unfinished", peer);
    }

    @Test
    @Rule("C-33")
    void onePeerHasItsShareAndGetsAPlaceBack() throws IOException {
        Stranger greedy = peer();
        List<Socket> taken = List.of(greedy.connect(), greedy.connect(), greedy.connect());
        taken.forEach(connection -> assertThat(serves(greedy, connection)).isTrue());
        Socket tooMany = greedy.connect();
        Eventually.is(() -> greedy.closed(tooMany), true);
        complained("sip-connection-refused", greedy);
        assertThat(serves(greedy, taken.get(0))).isTrue();

        Stranger other = peer();
        assertThat(serves(other, other.connect())).isTrue();

        taken.get(1).close();
        eventuallyServes(greedy);
    }

    @Test
    @Rule("C-33")
    void allPeersTogetherHaveALimit() {
        for (int i = 0; i < SMALL.connections(); i++) {
            Stranger peer = peer();
            assertThat(serves(peer, peer.connect())).isTrue();
        }
        Stranger late = peer();
        Socket connection = late.connect();
        Eventually.is(() -> late.closed(connection), true);
        complained("sip-connection-refused", late);
    }

    /** Whoever floods, nothing waits without end, and the next one is served. */
    @Test
    @Rule("C-33")
    void onlySoManyDatagramsWait() {
        Stranger flood = peer();
        byte[] options = flood.options("UDP", "flood", "").getBytes(ISO_8859_1);
        Eventually.holds(
                "one too many",
                () -> {
                    for (int i = 0; i < 100; i++) {
                        flood.sendUdp(options);
                    }
                    return overload("udp");
                });
        Stranger other = peer();
        byte[] again = other.options("UDP", "again", "").getBytes(ISO_8859_1);
        Eventually.holds(
                "served, when it repeats itself as it must over UDP",
                () -> {
                    other.sendUdp(again);
                    return other.finalStatusNow("again") == 503;
                });
    }

    @Test
    @Rule("C-33")
    void onlySoManyMessagesOfConnectionsWait() throws IOException {
        Stranger flood = peer();
        Socket connection = flood.connect();
        String options = flood.options("TCP", "flood", "l: 0\r\n");
        Eventually.holds(
                "one too many",
                () -> {
                    try {
                        write(connection, options.repeat(100));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                    return overload("tcp");
                });
        Eventually.holds(
                "told so",
                () -> !flood.received("SIP/2.0 503 Too Many Messages Waiting").isEmpty());
        Stranger other = peer();
        assertThat(serves(other, other.connect())).isTrue();
    }

    /**
     * While the stack has something to write to a connection it reads nothing from it. So the
     * answers that a peer does not take cannot pile up, and the message that it is in the middle of
     * never ends in time.
     */
    @Test
    @Rule("C-33")
    void whoeverReadsNoAnswersIsReadNoMoreAndThenCutOff() throws IOException {
        Stranger mute = peer();
        ByteBuffer options =
                ByteBuffer.wrap(
                        mute.options("TCP", "mute", "l: 0\r\n").repeat(1000).getBytes(ISO_8859_1));
        try (SocketChannel connection = SocketChannel.open()) {
            connection.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
            connection.bind(new InetSocketAddress(mute.address(), 0));
            connection.connect(container.sipAddress());
            connection.configureBlocking(false);
            AtomicLong written = new AtomicLong();
            Eventually.holds(
                    "cut off, or read without end",
                    () ->
                            written.get() > MOST_UNREAD
                                    || !written(connection, options, written::addAndGet));
            assertThat(written.get()).isPositive().isLessThan(MOST_UNREAD);
        }
        complained("sip-message-unfinished", mute);
        Stranger other = peer();
        assertThat(serves(other, other.connect())).isTrue();
    }

    /** Over and over, as much as goes; false if the connection has ended. */
    private static boolean written(SocketChannel peer, ByteBuffer octets, IntConsumer count) {
        try {
            count.accept(peer.write(octets));
            if (!octets.hasRemaining()) {
                octets.rewind();
            }
            return true;
        } catch (IOException closed) {
            return false;
        }
    }

    private static boolean overload(String transport) {
        return log.complaints().stream()
                .anyMatch(line -> line.contains("event=sip-overload transport=" + transport));
    }

    @Test
    void aDatagramOverTheLimitIs413() {
        Stranger peer = peer();
        String padding = "Subject: " + "x".repeat(SMALL.messageOctets()) + "\r\n";
        peer.sendUdp(peer.options("UDP", "large", padding).getBytes(ISO_8859_1));
        assertThat(peer.finalStatus("large")).isEqualTo(413);
    }
}
