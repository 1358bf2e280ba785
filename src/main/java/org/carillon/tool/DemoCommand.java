package org.carillon.tool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code demo}: the whole thing on one screen, with real sockets and nothing left behind. */
@Command(
        name = "demo",
        description = {
            "Starts a server and three devices of one user (one slow, one late),",
            "sends one large file and shows what every device got."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every device has the same bytes as were sent, and was sent BYE",
            "1:something is missing or differs",
            "2:wrong usage"
        })
public final class DemoCommand implements Callable<Integer> {
    private static final int ALL_WELL = 0;
    private static final int NOT_WELL = 1;
    private static final SipAddress ALICE = SipAddress.parse("alice");
    private static final SipAddress BOB = SipAddress.parse("bob");
    private static final Duration LATE = Duration.ofSeconds(3);
    private static final int SLOWER = 5;

    @Spec private CommandSpec spec;

    @Option(
            names = "--size",
            paramLabel = "MB",
            defaultValue = "20",
            description = "Size of the file (default: ${DEFAULT-VALUE}).")
    private int size;

    @Option(
            names = "--server",
            paramLabel = "HOST:PORT",
            converter = ServerOption.Address.class,
            description = "Use a server that runs already instead of starting one.")
    private InetSocketAddress running;

    @Override
    public Integer call() throws InterruptedException {
        if (size < 1) {
            throw new ParameterException(spec.commandLine(), "--size: expected 1 or more MB");
        }
        Screen screen = Screen.of(spec.commandLine().getOut());
        try (TemporaryDirectory temporary = TemporaryDirectory.create("demo")) {
            return show(temporary.path(), screen);
        } catch (IOException | UncheckedIOException e) {
            spec.commandLine().getErr().println("the demonstration failed: " + e.getMessage());
            return NOT_WELL;
        }
    }

    private int show(Path directory, Screen screen) throws IOException, InterruptedException {
        SavedFile sent =
                DemoFile.write(
                        directory.resolve("large.bin"), size * Bytes.MEGA, new SecureRandom());
        screen.line("starting a server ...");
        try (DemoServer server = server(directory)) {
            screen.line("the server is ready at " + SipRequestText.Hops.hostPort(server.sip()));
            DemoReport report = deliver(server, directory, sent, screen);
            report.lines().forEach(screen::line);
            screen.line(report.allWell() ? "all devices have it" : "NOT all devices have it");
            return report.allWell() ? ALL_WELL : NOT_WELL;
        }
    }

    private DemoServer server(Path directory) throws IOException, InterruptedException {
        return running == null
                ? ServerProcess.start(directory.resolve("server"))
                : new RunningServer(running);
    }

    private DemoReport deliver(DemoServer server, Path directory, SavedFile sent, Screen screen)
            throws IOException, InterruptedException {
        UserAgentOptions agent = UserAgentOptions.of(server.sip(), Transport.UDP);
        List<DeliveryRecord> records = new ArrayList<>();
        List<Device> devices = new ArrayList<>();
        try {
            for (Map.Entry<String, DeviceManners> each : manners().entrySet()) {
                DeliveryRecord delivery =
                        new DeliveryRecord(each.getKey(), screen, System::nanoTime);
                records.add(delivery);
                devices.add(register(agent, directory, each, delivery));
            }
            screen.line(
                    "%d devices of %s are registered; %s sends %s"
                            .formatted(devices.size(), BOB, ALICE, Bytes.show(sent.bytes())));
            records.forEach(DeliveryRecord::start);
            screen.line(send(agent, sent.path()));
            for (DeliveryRecord delivery : records) {
                delivery.await(patience());
            }
        } finally {
            devices.parallelStream().forEach(Device::close);
        }
        return new DemoReport(sent, records);
    }

    private Map<String, DeviceManners> manners() {
        Map<String, DeviceManners> manners = new LinkedHashMap<>();
        manners.put("phone", DeviceManners.PROMPT);
        manners.put(
                "slow", DeviceManners.PROMPT.slow(Pace.bytesPerSecond(size * Bytes.MEGA / SLOWER)));
        manners.put("late", DeviceManners.PROMPT.late(LATE));
        return manners;
    }

    private static Device register(
            UserAgentOptions agent,
            Path directory,
            Map.Entry<String, DeviceManners> each,
            DeliveryRecord delivery)
            throws IOException, InterruptedException {
        DeviceOptions options =
                new DeviceOptions(
                        new DeviceIdentity(BOB, "demo-" + each.getKey()),
                        agent,
                        directory.resolve(each.getKey()),
                        DeviceOptions.EXPIRES,
                        each.getValue());
        Device device = Device.open(options, delivery);
        try {
            SipOutcome outcome = device.register().get();
            if (!outcome.success()) {
                device.close();
                throw new IOException("a device cannot register: " + outcome.describe());
            }
            return device;
        } catch (ExecutionException e) {
            throw new IllegalStateException("outcomes are values", e);
        }
    }

    private static String send(UserAgentOptions agent, Path file)
            throws IOException, InterruptedException {
        try (UserAgent userAgent = UserAgent.open(agent);
                LargeMessage message = LargeMessage.of(file)) {
            MessageSender sender =
                    new MessageSender(
                            userAgent, MessageSender.Settings.DEFAULT, InstantSource.system());
            SendOutcome outcome =
                    sender.send(ALICE, BOB, "demo", message, MessageSender.Watcher.NOBODY);
            if (outcome instanceof SendOutcome.Accepted) {
                return "the sender is done and has hung up; the server goes on";
            }
            throw new IOException("the sender failed: " + outcome);
        }
    }

    /** Time for the slowest device, twice, and for the late one. */
    private static Duration patience() {
        return Duration.ofSeconds(2L * SLOWER + 30).plus(LATE);
    }

    /** A server that somebody else started. */
    private record RunningServer(InetSocketAddress sip) implements DemoServer {
        @Override
        public void close() {
            // Whoever started it stops it.
        }
    }
}
