package org.carillon.bench.relay;

import io.netty.buffer.PooledByteBufAllocator;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carillon.msrp.MsrpPath;
import org.carillon.msrp.MsrpUri;
import org.carillon.relay.DeviceContent;
import org.carillon.relay.Leg;
import org.carillon.relay.MessageBreak;
import org.carillon.relay.Opening;
import org.carillon.relay.Relay;
import org.carillon.relay.RelayLimits;
import org.carillon.relay.RelayMetrics;
import org.carillon.relay.RelayOptions;
import org.carillon.relay.RoomHandle;
import org.carillon.relay.RoomListener;
import org.carillon.relay.RoomRequest;
import org.carillon.relay.RoomSummary;
import org.carillon.relay.SeatLoss;
import org.carillon.relay.TlsOptions;

/**
 * The relay alone in a process. Told what to do line by line on standard input, answers each line
 * with one line; ends with its input.
 *
 * <pre>
 * open SEATS   the sender's URI and one for each device; open-tls: all of them msrps
 * close        closes every Room; answers when they are gone
 * held         what the relay and the process hold, as name=value
 * heap         octets of live objects, after collections
 * </pre>
 */
public final class RelayUnderTest {
    private static final int MANY = 1_000_000;
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private final Relay relay;
    private final Path spool;
    private final List<RoomHandle> rooms = new ArrayList<>();

    private RelayUnderTest(Relay relay, Path spool) {
        this.relay = relay;
        this.spool = spool;
    }

    /**
     * Runs until standard input ends. Says first its two ports, plain and TLS, and which TLS it is.
     *
     * @param arguments spool directory, certificate, key
     */
    public static void main(String[] arguments) throws IOException {
        Path spool = Path.of(arguments[0]);
        PrintStream answers = System.out;
        try (Relay relay = Relay.start(options(spool).with(tls(arguments)), new SecureRandom());
                BufferedReader lines =
                        new BufferedReader(
                                new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            RelayUnderTest test = new RelayUnderTest(relay, spool);
            answers.printf(
                    "%d %d %s%n",
                    relay.port(), relay.tlsPort().orElseThrow(), relay.tlsName().orElseThrow());
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                answers.println(test.obey(line));
            }
        }
    }

    /** Defaults, but for what one address under load would run into. */
    private static RelayOptions options(Path spool) {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        RelayOptions usual = RelayOptions.of(any, "127.0.0.1", spool);
        RelayLimits limits = usual.limits();
        return new RelayOptions(
                any,
                usual.host(),
                spool,
                usual.eventLoops(),
                usual.diskThreads(),
                usual.nativeTransport(),
                usual.connectNetworks(),
                new RelayLimits(
                        MANY,
                        MANY,
                        MANY,
                        MANY,
                        limits.relayMemory(),
                        limits.roomMemory(),
                        limits.spoolDisk(),
                        limits.earlyPieces(),
                        limits.pieceBytes(),
                        limits.chunkBytes(),
                        limits.pendingResponses(),
                        limits.pendingReports(),
                        limits.deviceMessageBytes(),
                        limits.deviceMessages()),
                usual.timers(),
                usual.msrp());
    }

    private static TlsOptions tls(String[] arguments) {
        TlsOptions usual =
                TlsOptions.of(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        new TlsOptions.Files(
                                Path.of(arguments[1]), Path.of(arguments[2]), Optional.empty()));
        return new TlsOptions(
                usual.listen(),
                usual.files(),
                MANY,
                usual.handshake(),
                usual.look(),
                usual.overlap());
    }

    private String obey(String line) {
        return switch (line) {
            case "close" -> close();
            case "held" -> held().toString();
            case "heap" -> Long.toString(heap());
            default -> {
                int space = line.indexOf(' ');
                int seats = Integer.parseInt(line.substring(space + 1));
                yield open(seats, line.startsWith("open-tls"));
            }
        };
    }

    private String open(int seats, boolean tls) {
        RoomRequest request =
                new RoomRequest(
                        "",
                        new RoomRequest.Secure(tls, tls),
                        seats,
                        Long.MAX_VALUE,
                        List.of("*"),
                        Optional.empty(),
                        DeviceContent.forbidden());
        Opening opening = relay.open(request, new Silent());
        if (opening instanceof Opening.Refused refused) {
            throw new IllegalStateException(refused.toString());
        }
        RoomHandle room = ((Opening.Opened) opening).room();
        rooms.add(room);
        room.seatSender(leg(room.sender()));
        for (int seat = 0; seat < seats; seat++) {
            room.seatDevice(seat, leg(room.devices().get(seat)));
        }
        return Stream.concat(Stream.of(room.sender()), room.devices().stream())
                .map(MsrpUri::toString)
                .collect(Collectors.joining(" "));
    }

    /** Who connects to one of our URIs is called the same, elsewhere. */
    private static Leg leg(MsrpUri ours) {
        return new Leg(MsrpPath.of(ours), MsrpPath.of(peerOf(ours)), List.of());
    }

    /** The URI of whoever connects to one of ours. */
    static MsrpUri peerOf(MsrpUri ours) {
        return MsrpUri.tcp(ours.secure(), "127.0.0.1", 9, "peer-" + ours.sessionId());
    }

    private String close() {
        rooms.forEach(RoomHandle::close);
        rooms.clear();
        while (held().get("rooms") > 0) {
            LockSupport.parkNanos(1_000_000);
        }
        return "closed";
    }

    private Map<String, Long> held() {
        Map<String, Long> held = new TreeMap<>();
        RelayMetrics metrics = relay.metrics();
        held.put("rooms", metrics.value(RelayMetrics.Counter.ROOMS));
        held.put("connections", metrics.value(RelayMetrics.Counter.CONNECTIONS));
        held.put("strangers", metrics.value(RelayMetrics.Counter.STRANGERS));
        held.put("timers", metrics.value(RelayMetrics.Counter.TIMERS));
        held.put("content-in-memory", metrics.value(RelayMetrics.Counter.MEMORY));
        held.put("content-on-disk", metrics.value(RelayMetrics.Counter.DISK));
        held.put("faults", metrics.value(RelayMetrics.Counter.FAULTS));
        held.put("threads", (long) ManagementFactory.getThreadMXBean().getThreadCount());
        held.put("descriptors", entries(DESCRIPTORS));
        held.put("spool-files", entries(spool));
        held.put("buffers", buffers());
        return held;
    }

    /** Buffers that somebody has taken from the pool and not given back, caches apart. */
    private static long buffers() {
        return PooledByteBufAllocator.DEFAULT.metric().directArenas().stream()
                .mapToLong(arena -> arena.numActiveAllocations())
                .sum();
    }

    private static long entries(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("ThreadPriorityCheck") // collections, until there is nothing left to collect
    private static long heap() {
        long before;
        long now = Long.MAX_VALUE;
        do {
            before = now;
            System.gc();
            now = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        } while (now < before - (1 << 16));
        return now;
    }

    /** Nobody asks. */
    private static final class Silent implements RoomListener {
        @Override
        public void messageReceived(long bytes) {}

        @Override
        public void messageBroken(MessageBreak reason) {}

        @Override
        public void seatServed(int seat) {}

        @Override
        public void seatLost(int seat, SeatLoss loss) {}

        @Override
        public void closed(RoomSummary summary) {}
    }
}
