package org.carillon.it.container;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.carillon.launcher.ContainerOptions;
import org.carillon.launcher.EmbeddedContainer;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The container answers or drops what it is sent. It never passes a request on to where the
 * Request-URI or a Route points: that would make it an open relay.
 */
class NothingIsForwardedIT {
    private static final int PATIENCE_MILLIS = 10_000;
    private static final long BETWEEN_BURSTS_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    @TempDir private Path directory;
    private DatagramSocket sender;

    /** Stands where every request says it wants to go. */
    private DatagramSocket elsewhere;

    @BeforeEach
    void open() throws IOException {
        sender = socket();
        elsewhere = socket();
    }

    @AfterEach
    void close() {
        sender.close();
        elsewhere.close();
    }

    @Test
    void withoutAnApplicationAnInitialRequestGets503() throws Exception {
        try (EmbeddedContainer container =
                EmbeddedContainer.start(ContainerOptions.onFreePorts())) {
            assertThat(answer(container, request("INVITE", "")))
                    .startsWith("SIP/2.0 503 ")
                    .contains("\r\nRetry-After: ")
                    .containsPattern("\r\nTo: <sip:bob@[^>]*>;tag=");
            assertThat(answer(container, request("BYE", ";tag=gone"))).startsWith("SIP/2.0 481 ");
        }
        assertThat(arrivedElsewhere()).isEmpty();
    }

    @Test
    void afterUndeployingEveryRequestGets503() throws Exception {
        try (EmbeddedContainer container =
                EmbeddedContainer.start(ContainerOptions.onFreePorts())) {
            container.deploy(file(SmallWar.answeringOptions()));
            container.undeploy();
            assertThat(answer(container, request("INVITE", ""))).startsWith("SIP/2.0 503 ");
        }
        assertThat(arrivedElsewhere()).isEmpty();
    }

    @Test
    void theApplicationGetsEveryInitialRequestWhateverItsName() throws Exception {
        try (EmbeddedContainer container =
                EmbeddedContainer.start(ContainerOptions.onFreePorts())) {
            container.deploy(file(SmallWar.named("glockenspiel")));
            assertThat(answer(container, request("OPTIONS", ""))).startsWith("SIP/2.0 200 ");
        }
        assertThat(arrivedElsewhere()).isEmpty();
    }

    @Test
    void aRequestOfAnUnknownDialogGets481() throws Exception {
        try (EmbeddedContainer container =
                EmbeddedContainer.start(ContainerOptions.onFreePorts())) {
            container.deploy(file(SmallWar.answeringOptions()));
            for (String method : List.of("BYE", "INFO", "INVITE", "OPTIONS", "UPDATE")) {
                assertThat(answer(container, request(method, ";tag=unknown")))
                        .as(method)
                        .startsWith("SIP/2.0 481 ");
            }
            assertThat(answer(container, request("BYE", ""))).startsWith("SIP/2.0 481 ");
            send(container.sipAddress(), request("ACK", ";tag=unknown"));
            // Whatever the ACK did is done when this later request has its answer.
            assertThat(answer(container, request("OPTIONS", ""))).startsWith("SIP/2.0 200 ");
        }
        assertThat(arrivedElsewhere()).isEmpty();
    }

    @Test
    void nothingLeavesFromBeforeTheStartUntilAfterTheStop() throws Exception {
        InetSocketAddress sip = freePort();
        AtomicBoolean done = new AtomicBoolean();
        Thread stubborn = new Thread(() -> keepSending(sip, done));
        stubborn.start();
        try (EmbeddedContainer container =
                EmbeddedContainer.start(
                        new ContainerOptions("127.0.0.1", sip.getPort(), 0, Optional.empty()))) {
            container.deploy(file(SmallWar.answeringOptions()));
            container.undeploy();
            container.deploy(file(SmallWar.answeringOptions()));
        } finally {
            done.set(true);
            stubborn.join();
        }
        assertThat(arrivedElsewhere()).isEmpty();
    }

    private void keepSending(InetSocketAddress sip, AtomicBoolean done) {
        while (!done.get()) {
            try {
                send(sip, request("INVITE", ""));
                send(sip, request("BYE", ";tag=unknown"));
                send(sip, request("ACK", ";tag=unknown"));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            LockSupport.parkNanos(BETWEEN_BURSTS_NANOS);
        }
    }

    private String answer(EmbeddedContainer container, String request) throws IOException {
        send(container.sipAddress(), request);
        String callId = request.substring(request.indexOf("Call-ID:"), request.indexOf("CSeq:"));
        sender.setSoTimeout(PATIENCE_MILLIS);
        String answer = receive(sender);
        while (answer.startsWith("SIP/2.0 1") || !answer.contains(callId)) {
            answer = receive(sender);
        }
        return answer;
    }

    private void send(InetSocketAddress server, String request) throws IOException {
        byte[] bytes = request.getBytes(US_ASCII);
        sender.send(new DatagramPacket(bytes, bytes.length, server));
    }

    /** What lies in the socket's buffer now that the container is closed. */
    private List<String> arrivedElsewhere() throws IOException {
        List<String> arrived = new ArrayList<>();
        elsewhere.setSoTimeout(1);
        try {
            while (true) {
                arrived.add(receive(elsewhere));
            }
        } catch (SocketTimeoutException e) {
            return arrived;
        }
    }

    private String request(String method, String toTag) {
        return """
        %1$s sip:bob@localhost:%2$d SIP/2.0
        Via: SIP/2.0/UDP 127.0.0.1:%3$d;branch=z9hG4bK%4$s
        From: <sip:alice@127.0.0.1>;tag=%4$s
        To: <sip:bob@localhost:%2$d>%5$s
        Call-ID: %4$s
        CSeq: 1 %1$s
        Contact: <sip:alice@127.0.0.1:%3$d>
        Max-Forwards: 70
        Content-Length: 0

        """
                .formatted(
                        method,
                        elsewhere.getLocalPort(),
                        sender.getLocalPort(),
                        UUID.randomUUID(),
                        toTag)
                .replace("\n", "\r\n");
    }

    private Path file(WebArchive archive) {
        Path war = directory.resolve(archive.getName());
        archive.as(ZipExporter.class).exportTo(war.toFile(), true);
        return war;
    }

    private static InetSocketAddress freePort() throws IOException {
        try (DatagramSocket free = socket()) {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), free.getLocalPort());
        }
    }

    private static DatagramSocket socket() throws IOException {
        return new DatagramSocket(0, InetAddress.getLoopbackAddress());
    }

    private static String receive(DatagramSocket socket) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
        socket.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), US_ASCII);
    }
}
