package org.carillon.it.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.carillon.certificate.TestCertificate;
import org.carillon.it.agent.RawSipAgent;
import org.carillon.it.agent.SipMessage;
import org.carillon.rules.Rule;
import org.carillon.tool.Device;
import org.carillon.tool.DeviceEvent;
import org.carillon.tool.DeviceIdentity;
import org.carillon.tool.DeviceManners;
import org.carillon.tool.DeviceOptions;
import org.carillon.tool.LargeMessage;
import org.carillon.tool.MessageSender;
import org.carillon.tool.Pace;
import org.carillon.tool.SendOutcome;
import org.carillon.tool.SipAddress;
import org.carillon.tool.Transport;
import org.carillon.tool.UserAgent;
import org.carillon.tool.UserAgentOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole deliveries through {@code carillon run}, the tools at both ends. */
@Timeout(180)
class DeliveryIT {
    private static final SipAddress ALICE = SipAddress.parse("alice");
    private static final SipAddress BOB = SipAddress.parse("bob");
    private static final int PATIENCE_SECONDS = 120;
    private static final int MEGABYTE = 1_000_000;

    @TempDir private Path directory;

    private final BlockingQueue<DeviceEvent> events = new LinkedBlockingQueue<>();

    @Test
    void sigtermRefusesNewMessagesAndLetsARunningDeliveryFinish() throws Exception {
        Path file = randomFile(4);
        Pace aboutFourSeconds = Pace.bytesPerSecond(MEGABYTE);
        try (RunningServer server = RunningServer.start(directory, List.of());
                Device slow = device(server, "slow", DeviceManners.PROMPT.slow(aboutFourSeconds))) {
            assertThat(slow.register().get().success()).isTrue();
            CompletableFuture<SendOutcome> sending = send(server, file);
            next(DeviceEvent.Started.class);

            server.process().terminate();

            SipMessage refusal = firstRefusalWith503(server.sip());
            assertThat(refusal.header("Retry-After")).isPresent();
            assertThat(sending.get()).isInstanceOf(SendOutcome.Accepted.class);
            assertThat(next(DeviceEvent.Saved.class).file().path()).hasSameBinaryContentAs(file);
            assertThat(server.process().exitCode()).isZero();
            assertThat(server.process().temporaryFiles()).isEmpty();
        }
    }

    @Test
    void aFileLargerThanTheHeapReachesEveryDeviceWhole() throws Exception {
        Path file = randomFile(300);
        Pace behind = Pace.bytesPerSecond(40 * MEGABYTE);
        try (RunningServer server = RunningServer.start(directory, List.of("-Xmx256m"));
                Device phone = device(server, "phone", DeviceManners.PROMPT);
                Device tablet = device(server, "tablet", DeviceManners.PROMPT.slow(behind))) {
            assertThat(phone.register().get().success()).isTrue();
            assertThat(tablet.register().get().success()).isTrue();

            assertThat(send(server, file).get()).isInstanceOf(SendOutcome.Accepted.class);

            for (int device = 1; device <= 2; device++) {
                assertThat(next(DeviceEvent.Saved.class).file().path())
                        .hasSameBinaryContentAs(file);
            }
            assertThat(server.process().errors()).noneMatch(line -> line.contains("OutOfMemory"));
        }
    }

    @Test
    void sendPrintsItsOwnLinesOnly() throws Exception {
        Path file = randomFile(1);
        try (RunningServer server = RunningServer.start(directory, List.of());
                Device phone = device(server, "phone", DeviceManners.PROMPT)) {
            assertThat(phone.register().get().success()).isTrue();
            String address = "127.0.0.1:" + server.sip().getPort();
            List<String> arguments = List.of("send", "--server", address, file.toString());
            try (CommandProcess send = CommandProcess.start(directory, List.of(), arguments)) {
                assertThat(send.exitCode()).isZero();
                assertThat(send.errors()).isEmpty();
                assertThat(send.output().lines()).last().asString().contains("the server has all");
            }
            assertThat(next(DeviceEvent.Saved.class).file().path()).hasSameBinaryContentAs(file);
        }
    }

    @Test
    void aShortMessageAndItsNotification() throws Exception {
        Path note = Files.writeString(directory.resolve("note.txt"), "ding dong");
        Path file = randomFile(1);
        try (RunningServer server = RunningServer.start(directory, List.of());
                Device phone = device(server, "phone", DeviceManners.PROMPT);
                Device tablet = device(server, "tablet", DeviceManners.PROMPT)) {
            assertThat(phone.register().get().success()).isTrue();
            assertThat(tablet.register().get().success()).isTrue();
            try (CommandProcess send = send(server, "--pager", "--confirm", note.toString())) {
                assertThat(send.exitCode()).isZero();
                assertThat(send.errors()).isEmpty();
                assertThat(send.output().lines())
                        .last()
                        .asString()
                        .contains("a device confirmed it");
            }
            for (int device = 1; device <= 2; device++) {
                assertThat(next(DeviceEvent.Saved.class).file().path()).hasContent("ding dong");
            }
            try (CommandProcess send = send(server, "--pager", file.toString())) {
                assertThat(send.exitCode()).isOne();
                assertThat(send.errors()).singleElement().asString().contains("without --pager");
            }
        }
    }

    private CommandProcess send(RunningServer server, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("send", "--server"));
        all.add("127.0.0.1:" + server.sip().getPort());
        all.addAll(List.of(arguments));
        return CommandProcess.start(directory, List.of(), all);
    }

    /** The phone connects to the server, the server connects to the tablet. */
    @Test
    void overTls() throws Exception {
        Path file = randomFile(20);
        Path certificate = directory.resolve("certificate.pem");
        Path key = directory.resolve("key.pem");
        TestCertificate.selfSigned("carillon").writeCertificate(certificate).writeKey(key);
        List<String> settings =
                List.of(
                        "-Dcarillon.msrps-port=0",
                        "-Dcarillon.msrp-tls-certificate=" + certificate,
                        "-Dcarillon.msrp-tls-key=" + key);
        DeviceManners passive =
                new DeviceManners(Duration.ZERO, Pace.unlimited(), DeviceManners.ACCEPTS, true);
        try (RunningServer server = RunningServer.start(directory, settings);
                Device phone = device(server, "phone", DeviceManners.PROMPT);
                Device tablet = device(server, "tablet", passive)) {
            assertThat(phone.register().get().success()).isTrue();
            assertThat(tablet.register().get().success()).isTrue();
            String address = "127.0.0.1:" + server.sip().getPort();
            List<String> arguments = List.of("send", "--tls", "--server", address, file.toString());
            try (CommandProcess send = CommandProcess.start(directory, List.of(), arguments)) {
                assertThat(send.exitCode()).isZero();
                assertThat(send.errors()).isEmpty();
            }
            for (int device = 1; device <= 2; device++) {
                assertThat(next(DeviceEvent.Saved.class).file().path())
                        .hasSameBinaryContentAs(file);
            }
        }
    }

    /** The sender was told that all of it is safe, one device has it, the other is half-way. */
    @Test
    @Rule("S-27")
    void whoeverHadNotConfirmedAMessageGetsItAfterAKill() throws Exception {
        Path file = randomFile(4);
        Pace behind = Pace.bytesPerSecond(MEGABYTE / 10);
        try (RunningServer server = RunningServer.start(directory, List.of());
                Device phone = device(server, "phone", DeviceManners.PROMPT);
                Device tablet = device(server, "tablet", DeviceManners.PROMPT.slow(behind))) {
            assertThat(phone.register().get().success()).isTrue();
            assertThat(tablet.register().get().success()).isTrue();
            assertThat(send(server, file).get()).isInstanceOf(SendOutcome.Accepted.class);
            assertThat(savedBy("phone")).hasSameBinaryContentAs(file);
            server.process().kill();
        }
        events.clear();
        try (RunningServer server = RunningServer.start(directory, List.of());
                Device phone = device(server, "phone", DeviceManners.PROMPT);
                Device tablet = device(server, "tablet", DeviceManners.PROMPT)) {
            assertThat(phone.register().get().success()).isTrue();
            assertThat(tablet.register().get().success()).isTrue();
            assertThat(savedBy("tablet")).hasSameBinaryContentAs(file);
            Path second = randomFile(1);
            assertThat(send(server, second).get()).isInstanceOf(SendOutcome.Accepted.class);
            for (int device = 1; device <= 2; device++) {
                assertThat(next(DeviceEvent.Saved.class).file().path())
                        .as("nobody gets the first once more")
                        .hasSameBinaryContentAs(second);
            }
        }
    }

    private Path savedBy(String name) throws InterruptedException {
        Path path = next(DeviceEvent.Saved.class).file().path();
        assertThat(path).startsWith(directory.resolve(name));
        return path;
    }

    /** Until the server has noticed the signal it refuses these for another reason. */
    private static SipMessage firstRefusalWith503(InetSocketAddress sip) {
        try (RawSipAgent stranger = RawSipAgent.overUdp("stranger", sip)) {
            SipMessage refusal;
            do {
                SipMessage invite = stranger.request("INVITE", "sip:nobody@localhost");
                refusal = stranger.send(invite).expectFinal(invite);
                stranger.send(
                        stranger.request("ACK", "sip:nobody@localhost")
                                .replacing("Via", invite.header("Via").orElseThrow())
                                .replacing("From", invite.header("From").orElseThrow())
                                .replacing("To", refusal.header("To").orElseThrow())
                                .replacing("Call-ID", invite.callId())
                                .replacing("CSeq", "1 ACK"));
            } while (refusal.status() != 503);
            return refusal;
        }
    }

    private CompletableFuture<SendOutcome> send(RunningServer server, Path file) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try (UserAgent userAgent = UserAgent.open(agent(server));
                            LargeMessage message = LargeMessage.of(file)) {
                        return new MessageSender(
                                        userAgent,
                                        MessageSender.Settings.DEFAULT,
                                        InstantSource.system())
                                .send(ALICE, BOB, "", message, MessageSender.Watcher.NOBODY);
                    } catch (IOException | InterruptedException e) {
                        throw new AssertionError(e);
                    }
                });
    }

    private Device device(RunningServer server, String name, DeviceManners manners)
            throws IOException {
        return Device.open(
                new DeviceOptions(
                        new DeviceIdentity(BOB, name),
                        agent(server),
                        directory.resolve(name),
                        DeviceOptions.EXPIRES,
                        manners),
                events::add);
    }

    private static UserAgentOptions agent(RunningServer server) {
        return new UserAgentOptions(
                server.sip(), Transport.UDP, UserAgentOptions.PRODUCT, Duration.ofSeconds(10));
    }

    private <T extends DeviceEvent> T next(Class<T> kind) throws InterruptedException {
        DeviceEvent event = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        while (event != null && !kind.isInstance(event)) {
            event = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
        assertThat(event).as("the device's next " + kind.getSimpleName()).isNotNull();
        return kind.cast(event);
    }

    private Path randomFile(int megabytes) throws IOException {
        Path file = directory.resolve("message.bin");
        Random random = new Random(megabytes);
        byte[] megabyte = new byte[MEGABYTE];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int i = 0; i < megabytes; i++) {
                random.nextBytes(megabyte);
                out.write(megabyte);
            }
        }
        return file;
    }
}
