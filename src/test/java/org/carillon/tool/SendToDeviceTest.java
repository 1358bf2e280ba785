package org.carillon.tool;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A sender that takes a device for its server: both ends of a call, nothing between them. */
@Timeout(60)
class SendToDeviceTest {
    private static final SipAddress ALICE = SipAddress.parse("alice");
    private static final SipAddress BOB = SipAddress.parse("bob");

    @TempDir private Path directory;

    private final BlockingQueue<DeviceEvent> events = new LinkedBlockingQueue<>();
    private RawRegistrar registrar;

    @BeforeEach
    void startRegistrar() throws IOException {
        registrar = new RawRegistrar("200 OK");
    }

    @AfterEach
    void stopRegistrar() {
        registrar.close();
    }

    @Test
    void aDeviceRegistersAndLeaves() throws Exception {
        try (Device device = device(DeviceManners.PROMPT)) {
            assertThat(device.register().get().success()).isTrue();
            assertThat(registrar.next())
                    .startsWith("REGISTER sip:localhost SIP/2.0\r\n")
                    .contains("\r\nSupported: gruu\r\n", "\r\nTo: <sip:bob@localhost>\r\n")
                    .contains(";expires=600", ";+sip.instance=\"<urn:uuid:")
                    .contains(
                            "+g.3gpp.icsi-ref=\"urn%3Aurn-7%3A3gpp-service.ims.icsi.oma.cpm.msg,");
            assertThat(next(DeviceEvent.Registered.class).expires())
                    .isEqualTo(Duration.ofMinutes(2));
        }
        assertThat(registrar.next()).contains(";expires=0", "\r\nCSeq: 2 REGISTER\r\n");
        next(DeviceEvent.Unregistered.class);
    }

    @Test
    void aRefusedRegistrationIsAnOutcome() throws Exception {
        try (RawRegistrar strict = new RawRegistrar("403 Not Here");
                UserAgent userAgent = UserAgent.open(agent(strict.address()))) {
            SipOutcome outcome =
                    userAgent.register(identity(), "+x", "call-1", 1, Duration.ofMinutes(10)).get();
            assertThat(outcome.success()).isFalse();
            assertThat(outcome.describe()).isEqualTo("403 Not Here");
        }
    }

    @Test
    void aFileArrivesAndTheCallEnds() throws Exception {
        byte[] content = new byte[300_000];
        new Random(1).nextBytes(content);
        Path file = Files.write(directory.resolve("Überraschung.bin"), content);
        try (Device device = device(DeviceManners.PROMPT)) {
            assertThat(send(device, file)).isInstanceOf(SendOutcome.Accepted.class);
            SavedFile saved = next(DeviceEvent.Saved.class).file();
            assertThat(saved.path()).hasFileName("Überraschung.bin").hasBinaryContent(content);
            assertThat(next(DeviceEvent.Ended.class).end()).isEqualTo(CallEnd.PEER_HUNG_UP);
        }
    }

    @Test
    void aLateDeviceIsWaitedFor() throws Exception {
        Path file = Files.writeString(directory.resolve("a.txt"), "late");
        DeviceManners late = DeviceManners.PROMPT.late(Duration.ofMillis(300));
        try (Device device = device(late)) {
            assertThat(send(device, file)).isInstanceOf(SendOutcome.Accepted.class);
            assertThat(next(DeviceEvent.Saved.class).file().path()).hasContent("late");
        }
    }

    @Test
    void aRefusalIsSaid() throws Exception {
        Path file = Files.writeString(directory.resolve("a.txt"), "unwanted");
        DeviceManners busy = new DeviceManners(Duration.ZERO, Pace.unlimited(), 486, false);
        try (Device device = device(busy)) {
            assertThat(send(device, file)).isEqualTo(new SendOutcome.Refused(486, "486 Busy here"));
            assertThat(next(DeviceEvent.Ended.class).end()).isEqualTo(CallEnd.REFUSED);
        }
        assertThat(directory.resolve("received")).doesNotExist();
    }

    /** Long before anybody's patience ends: the operating system knows. */
    @ParameterizedTest
    @CsvSource({"UDP, nobody listens at 127.0.0.1:", "TCP, cannot reach 127.0.0.1:"})
    void nobodyThereIsSaidAtOnce(Transport transport, String words) throws Exception {
        InetSocketAddress nobody = registrar.address();
        registrar.close();
        UserAgentOptions patient =
                new UserAgentOptions(
                        nobody, transport, UserAgentOptions.PRODUCT, Duration.ofHours(1));
        Path file = Files.writeString(directory.resolve("a.txt"), "anybody?");
        try (UserAgent userAgent = UserAgent.open(patient);
                LargeMessage message = LargeMessage.of(file)) {
            SendOutcome outcome =
                    new MessageSender(
                                    userAgent,
                                    MessageSender.Settings.DEFAULT,
                                    InstantSource.system())
                            .send(ALICE, BOB, "hello", message, new Unwatched());
            assertThat(((SendOutcome.Failed) outcome).why()).startsWith(words);
        }
    }

    @Test
    void aServerThatSaysNothingIsGivenUpAndNothingIsCancelled() throws Exception {
        Path file = Files.writeString(directory.resolve("a.txt"), "anybody?");
        try (DatagramSocket mute = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                UserAgent userAgent =
                        UserAgent.open(
                                new UserAgentOptions(
                                        (InetSocketAddress) mute.getLocalSocketAddress(),
                                        Transport.UDP,
                                        UserAgentOptions.PRODUCT,
                                        Duration.ofSeconds(1)));
                LargeMessage message = LargeMessage.of(file)) {
            SendOutcome outcome =
                    new MessageSender(
                                    userAgent,
                                    MessageSender.Settings.DEFAULT,
                                    InstantSource.system())
                            .send(ALICE, BOB, "hello", message, new Unwatched());
            assertThat(((SendOutcome.Failed) outcome).why())
                    .startsWith("no answer from 127.0.0.1:");
            mute.setSoTimeout(100);
            assertThat(everythingSentTo(mute)).contains("INVITE ").doesNotContain("CANCEL ");
        }
    }

    private static String everythingSentTo(DatagramSocket socket) throws IOException {
        StringBuilder all = new StringBuilder();
        DatagramPacket packet = new DatagramPacket(new byte[65536], 65536);
        try {
            while (true) {
                socket.receive(packet);
                all.append(new String(packet.getData(), 0, packet.getLength(), US_ASCII));
            }
        } catch (SocketTimeoutException e) {
            return all.toString();
        }
    }

    private SendOutcome send(Device device, Path file) throws Exception {
        assertThat(device.register().get().success()).isTrue();
        InetSocketAddress contact = RawRegistrar.contact(registrar.next());
        try (UserAgent userAgent = UserAgent.open(agent(contact));
                LargeMessage message = LargeMessage.of(file)) {
            return new MessageSender(
                            userAgent, MessageSender.Settings.DEFAULT, InstantSource.system())
                    .send(ALICE, BOB, "hello", message, new Unwatched());
        }
    }

    private Device device(DeviceManners manners) throws IOException {
        DeviceOptions options =
                new DeviceOptions(
                        identity(),
                        agent(registrar.address()),
                        directory.resolve("received"),
                        DeviceOptions.EXPIRES,
                        manners);
        return Device.open(options, events::add);
    }

    private static DeviceIdentity identity() {
        return new DeviceIdentity(BOB, "phone");
    }

    private static UserAgentOptions agent(InetSocketAddress server) {
        return UserAgentOptions.of(server, Transport.UDP);
    }

    /** The next event of a kind; those before it are of no interest here. */
    private <T extends DeviceEvent> T next(Class<T> kind) throws InterruptedException {
        DeviceEvent event = events.poll(20, TimeUnit.SECONDS);
        while (event != null && !kind.isInstance(event)) {
            event = events.poll(20, TimeUnit.SECONDS);
        }
        assertThat(event).as("an event " + kind.getSimpleName()).isNotNull();
        return kind.cast(event);
    }

    private static final class Unwatched implements MessageSender.Watcher {
        @Override
        public void answered(String line) {}

        @Override
        public void sent(long bytes) {}
    }
}
