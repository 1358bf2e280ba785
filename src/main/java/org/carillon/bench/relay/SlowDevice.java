package org.carillon.bench.relay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.DoubleStream;
import org.carillon.load.Route;
import org.carillon.load.Sink;
import org.carillon.load.Source;
import org.carillon.load.Volume;

/** One message to two devices, and to the same two beside a slow one: do they notice? */
final class SlowDevice implements AutoCloseable {
    private static final InstantSource CLOCK = InstantSource.system();
    private static final long BYTES_PER_SECOND = 100_000;
    private static final int SMALL = 2 << 10;
    private static final int ROUNDS = 3;
    private static final int FAST = 2;
    private static final double LONGER = 1.1;
    private static final long MORE_MEMORY = 64 << 20;
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(3);

    private final Carillon relay;
    private final Consumer<String> says;

    /** What one delivery took the fast devices, and the relay at most. */
    private record Delivery(double seconds, long memory) {}

    SlowDevice(Path work, Consumer<String> says) throws IOException, InterruptedException {
        this.relay = Carillon.start(Files.createDirectory(work.resolve("slow-device")));
        this.says = says;
    }

    /**
     * Delivers messages of that size in small chunks and in one; the slow device hurries when the
     * others have all of it, and must get every octet too.
     *
     * @return true if the others took no longer, and the relay no more memory, than they may
     */
    boolean deliver(long bytes) throws IOException, InterruptedException {
        boolean fine = deliver(new Volume(SMALL, bytes, 0, true));
        return deliver(new Volume(bytes, bytes, 0, true)) && fine;
    }

    private boolean deliver(Volume volume) throws IOException, InterruptedException {
        var unused = delivery(volume, true); // warms up
        Delivery[] alone = new Delivery[ROUNDS];
        Delivery[] beside = new Delivery[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            alone[round] = delivery(volume, false);
            beside[round] = delivery(volume, true);
        }
        double ratio = medianSeconds(beside) / medianSeconds(alone);
        long more = most(beside) - most(alone);
        says.accept(
                String.format(
                        Locale.ROOT,
                        "%d octets in chunks of %d, beside a device of %d octets/s: %.2f times as"
                                + " long (goal %.2f), %d MB more memory (goal %d)",
                        volume.bytes(),
                        volume.chunk(),
                        BYTES_PER_SECOND,
                        ratio,
                        LONGER,
                        more >> 20,
                        MORE_MEMORY >> 20));
        return ratio <= LONGER && more < MORE_MEMORY;
    }

    private static double medianSeconds(Delivery[] rounds) {
        return List.of(rounds).stream()
                .map(Delivery::seconds)
                .sorted(Comparator.naturalOrder())
                .flatMapToDouble(DoubleStream::of)
                .skip(ROUNDS / 2)
                .findFirst()
                .orElseThrow();
    }

    private static long most(Delivery[] rounds) {
        return List.of(rounds).stream().mapToLong(Delivery::memory).max().orElseThrow();
    }

    private Delivery delivery(Volume volume, boolean besideSlow)
            throws IOException, InterruptedException {
        List<Route> legs = relay.open(FAST + (besideSlow ? 1 : 0), false);
        try (Sink fast = new Sink(1, false, CLOCK);
                Sink slow = Sink.slow(BYTES_PER_SECOND, false, CLOCK)) {
            fast.connect(legs.subList(1, 1 + FAST), Optional.empty());
            slow.connect(legs.subList(1 + FAST, legs.size()), Optional.empty());
            relay.process().forgetPeak();
            long began = System.nanoTime();
            try (Source source =
                    Source.start(legs.subList(0, 1), volume, 1, Optional.empty(), CLOCK)) {
                await(fast, FAST, source);
                double seconds = (System.nanoTime() - began) / 1e9;
                long memory = relay.process().peakBytes();
                slow.hurry();
                await(slow, legs.size() - 1 - FAST, source);
                return new Delivery(seconds, memory);
            }
        } finally {
            relay.closeAll();
        }
    }

    private static void await(Sink sink, int messages, Source source)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (sink.tally().messages() < messages) {
            if (System.nanoTime() - deadline > 0
                    || !sink.tally().errors().isEmpty()
                    || !source.tally().errors().isEmpty()) {
                throw new IOException(
                        "not delivered: " + sink.tally().errors() + source.tally().errors());
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    @Override
    public void close() {
        relay.close();
    }
}
