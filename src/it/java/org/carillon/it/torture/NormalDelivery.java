package org.carillon.it.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import org.carillon.it.agent.Eventually;
import org.carillon.tool.Device;
import org.carillon.tool.DeviceEvent;
import org.carillon.tool.DeviceIdentity;
import org.carillon.tool.DeviceManners;
import org.carillon.tool.DeviceOptions;
import org.carillon.tool.LargeMessage;
import org.carillon.tool.MessageSender;
import org.carillon.tool.SendOutcome;
import org.carillon.tool.SipAddress;
import org.carillon.tool.Transport;
import org.carillon.tool.UserAgent;
import org.carillon.tool.UserAgentOptions;

/** A sender and a registered device that never do anything wrong. */
final class NormalDelivery implements AutoCloseable {
    private static final SipAddress ALICE = SipAddress.parse("alice");
    private static final SipAddress BOB = SipAddress.parse("bob");

    private final Queue<DeviceEvent> events = new ConcurrentLinkedQueue<>();
    private final Path file;
    private final UserAgent alice;
    private final Device device;

    NormalDelivery(InetSocketAddress server, Path directory)
            throws IOException, InterruptedException, ExecutionException {
        file = Files.writeString(directory.resolve("message.txt"), "Ding dong. ".repeat(5_000));
        UserAgentOptions agent =
                new UserAgentOptions(
                        server, Transport.UDP, UserAgentOptions.PRODUCT, Duration.ofSeconds(10));
        alice = UserAgent.open(agent);
        device =
                Device.open(
                        new DeviceOptions(
                                new DeviceIdentity(BOB, "phone"),
                                agent,
                                directory.resolve("phone"),
                                DeviceOptions.EXPIRES,
                                DeviceManners.PROMPT),
                        events::add);
        assertThat(device.register().get().success()).isTrue();
    }

    void succeeds() throws IOException, InterruptedException {
        try (LargeMessage message = LargeMessage.of(file)) {
            assertThat(
                            new MessageSender(
                                            alice,
                                            MessageSender.Settings.DEFAULT,
                                            InstantSource.system())
                                    .send(ALICE, BOB, "", message, new Unwatched()))
                    .isInstanceOf(SendOutcome.Accepted.class);
        }
        DeviceEvent.Saved saved = Eventually.present(this::saved);
        assertThat(saved.file().path()).hasSameBinaryContentAs(file);
        Files.delete(saved.file().path());
        events.clear();
    }

    private Optional<DeviceEvent.Saved> saved() {
        return events.stream()
                .filter(DeviceEvent.Saved.class::isInstance)
                .map(DeviceEvent.Saved.class::cast)
                .findFirst();
    }

    private static final class Unwatched implements MessageSender.Watcher {
        @Override
        public void answered(String line) {}

        @Override
        public void sent(long bytes) {}
    }

    @Override
    public void close() {
        alice.close();
        device.close();
    }
}
