package org.carillon.bench.relay;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.carillon.load.Route;
import org.carillon.load.Sink;
import org.carillon.load.Source;
import org.carillon.load.Volume;

/** One candidate under one load, once at full and once at half speed. */
final class Trial {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final double GIGABYTE = 1e9;
    private static final double HALF = 0.5;

    private final Candidate candidate;
    private final Case load;
    private final long measuredNanos;
    private final long rampNanos;

    /** A load was not carried as it should be. */
    static final class Broken extends Exception {
        private static final long serialVersionUID = 1L;

        Broken(String why) {
            super(why);
        }
    }

    /** What one phase counted between two looks. */
    private record Phase(double bytes, double seconds, double cpu, Histogram latency) {
        double bytesPerSecond() {
            return bytes / seconds;
        }
    }

    /**
     * @param seconds measured in each of the two
     * @param ramp seconds before that are not
     */
    Trial(Candidate candidate, Case load, double seconds, double ramp) {
        this.candidate = candidate;
        this.load = load;
        this.measuredNanos = (long) (seconds * TimeUnit.SECONDS.toNanos(1));
        this.rampNanos = (long) (ramp * TimeUnit.SECONDS.toNanos(1));
    }

    Sample run() throws IOException, InterruptedException, Broken {
        candidate.process().forgetPeak();
        Phase full = run(0);
        Phase half = run(HALF * full.bytesPerSecond() / load.devices() / load.sessions());
        return new Sample(
                full.bytesPerSecond(),
                full.bytesPerSecond() / load.devices() / load.chunk(),
                full.cpu() / full.bytes() * GIGABYTE,
                candidate.process().peakBytes(),
                half.latency().getValueAtPercentile(50) / 1e3,
                half.latency().getValueAtPercentile(99) / 1e3);
    }

    private Phase run(double rate) throws IOException, InterruptedException, Broken {
        Volume volume = new Volume(load.chunk(), Volume.ENDLESS, rate, true);
        try (Sink sink = new Sink(1, false, InstantSource.system())) {
            List<Route> routes = candidate.open(load, sink);
            try (Source source =
                    Source.start(routes, volume, 1, load.context(), InstantSource.system())) {
                TimeUnit.NANOSECONDS.sleep(rampNanos);
                Phase phase = measure(sink);
                source.end();
                check(source, sink);
                return phase;
            }
        } finally {
            candidate.closeAll();
        }
    }

    private Phase measure(Sink sink) throws IOException, InterruptedException {
        var unused = sink.latency().take();
        long before = sink.tally().bytes();
        double cpu = candidate.process().cpuSeconds();
        long began = System.nanoTime();
        TimeUnit.NANOSECONDS.sleep(measuredNanos);
        double seconds = (System.nanoTime() - began) / 1e9;
        double used = candidate.process().cpuSeconds() - cpu;
        Histogram latency = sink.latency().take();
        return new Phase(sink.tally().bytes() - before, seconds, used, latency);
    }

    /** Every octet sent must have arrived at every device. */
    private void check(Source source, Sink sink) throws IOException, InterruptedException, Broken {
        boolean answered = source.await(PATIENCE);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        long expected = (long) load.sessions() * load.devices();
        while (sink.tally().messages() + sink.tally().brokenMessages() < expected
                && System.nanoTime() - deadline < 0) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
        refuse(!answered, "chunks stay unanswered");
        refuseErrors(source.tally().errors());
        refuseErrors(sink.tally().errors());
        refuse(sink.tally().messages() != expected, "messages do not end");
        refuse(
                sink.tally().bytes() != source.tally().bytes() * load.devices(),
                "octets are missing");
        refuse(!candidate.process().isAlive(), "it has ended");
    }

    private static void refuseErrors(Map<String, Long> errors) throws Broken {
        refuse(!errors.isEmpty(), errors.toString());
    }

    private static void refuse(boolean wrong, String why) throws Broken {
        if (wrong) {
            throw new Broken(why);
        }
    }
}
