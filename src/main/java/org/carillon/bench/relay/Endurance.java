package org.carillon.bench.relay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.carillon.load.Route;
import org.carillon.load.Sink;
import org.carillon.load.Source;
import org.carillon.load.Volume;

/** What many Rooms hold while they are idle, and what is left when many have come and gone. */
final class Endurance implements AutoCloseable {
    private static final InstantSource CLOCK = InstantSource.system();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long HEAP_EACH = 40 << 10;
    private static final long HEAP_NOISE = 512 << 10;

    /** For each message; the smallest thing that could be forgotten, such as a timer, is larger. */
    private static final long HEAP_LEFT = 16;

    private static final int BATCH = 250;
    private static final Volume SHORT = new Volume(2048, 8192, 0, true);

    private final Carillon relay;
    private final Consumer<String> says;

    /**
     * Starts a relay for this alone, whose threads keep no buffers: so each one counts, and leaks
     * need no other detection.
     */
    Endurance(Path work, Consumer<String> says) throws IOException, InterruptedException {
        this.relay =
                Carillon.start(
                        Files.createDirectory(work.resolve("endurance")),
                        "-Dio.netty.allocator.smallCacheSize=0",
                        "-Dio.netty.allocator.normalCacheSize=0",
                        "-Dio.netty.leakDetection.level=disabled");
        this.says = says;
    }

    /**
     * Opens Rooms, each with its sender and one device connected.
     *
     * @return true if they hold no more heap than they may
     */
    boolean idle(int rooms) throws IOException, InterruptedException {
        deliver(BATCH);
        long before = relay.heap();
        try (Sink peers = new Sink(1, false, CLOCK)) {
            for (int i = 0; i < rooms; i++) {
                peers.connect(relay.open(1, false), Optional.empty());
            }
            long each = (relay.heap() - before) / rooms;
            says.accept(
                    "%d Rooms idle, with sender and device: %d octets of heap each (goal %d)"
                            .formatted(rooms, each, HEAP_EACH));
            return each <= HEAP_EACH;
        } finally {
            relay.closeAll();
        }
    }

    /**
     * Delivers many short messages, each through a Room of its own.
     *
     * @return true if nothing more is held afterwards than before; timers show in the heap
     */
    boolean soak(int messages) throws IOException, InterruptedException {
        deliver(4 * BATCH);
        Map<String, Long> before = settled(Map.of());
        long heap = relay.heap();
        for (int done = 0; done < messages; done += BATCH) {
            deliver(BATCH);
        }
        Map<String, Long> after = settled(before);
        long growth = relay.heap() - heap;
        says.accept(
                "%d messages; before %s, after %s, octets of heap more: %d"
                        .formatted(messages, before, after, growth));
        return isNoMore(after, before) && growth <= HEAP_NOISE + messages * HEAP_LEFT;
    }

    private static boolean isNoMore(Map<String, Long> after, Map<String, Long> before) {
        return after.entrySet().stream()
                .allMatch(e -> e.getValue() <= before.getOrDefault(e.getKey(), 0L));
    }

    private void deliver(int messages) throws IOException, InterruptedException {
        for (int done = 0; done < messages; done += BATCH) {
            deliverBatch();
        }
    }

    private void deliverBatch() throws IOException, InterruptedException {
        List<Route> senders = new ArrayList<>();
        List<Route> devices = new ArrayList<>();
        for (int i = 0; i < BATCH; i++) {
            List<Route> legs = relay.open(1, false);
            senders.add(legs.get(0));
            devices.add(legs.get(1));
        }
        try (Sink sink = new Sink(1, true, CLOCK)) {
            sink.connect(devices, Optional.empty());
            try (Source source = Source.start(senders, SHORT, 1, Optional.empty(), CLOCK)) {
                if (!source.await(PATIENCE)) {
                    throw new IOException("messages stay unanswered");
                }
                awaitArrival(sink);
            }
        }
        relay.closeAll();
    }

    private static void awaitArrival(Sink sink) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (sink.tally().messages() < BATCH) {
            if (System.nanoTime() - deadline > 0 || !sink.tally().errors().isEmpty()) {
                throw new IOException("messages do not arrive: " + sink.tally().errors());
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    /** What is held once connections have gone and pools have let their threads go. */
    private Map<String, Long> settled(Map<String, Long> wanted)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Map<String, Long> held = relay.held();
        while (System.nanoTime() - deadline < 0
                && (held.get("connections") > 0 || !isNoMore(held, wanted))) {
            TimeUnit.MILLISECONDS.sleep(100);
            held = relay.held();
        }
        return new TreeMap<>(held);
    }

    @Override
    public void close() {
        relay.close();
    }
}
