package org.carillon.bench.relay;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** What the relay is to reach beside others, as ratios within one run. */
final class Goals {
    private static final int KILOBYTE = 1 << 10;
    private static final double LATENCY_MILLIS = 5;

    private final List<Result> results;
    private final List<Goal> all = new ArrayList<>();

    /**
     * One ratio.
     *
     * @param atLeast true: the bound is the least, false: the most
     */
    record Goal(String what, double ratio, double bound, boolean atLeast) {
        boolean reached() {
            return atLeast ? ratio >= bound : ratio <= bound;
        }
    }

    Goals(List<Result> results) {
        this.results = results;
        results.stream()
                .filter(result -> result.candidate().equals("Carillon"))
                .forEach(result -> result.sample().ifPresent(ours -> add(result.load(), ours)));
    }

    /** Those that this run has the figures for. */
    List<Goal> all() {
        return all;
    }

    private void add(Case load, Sample ours) {
        if (load.tls()) {
            Case plain = new Case(load.chunk(), load.sessions(), load.devices());
            of("Carillon", plain)
                    .ifPresent(one -> least(load, "MB/s to plain", ours, one, BYTES, 0.5));
        } else if (load.devices() == 1) {
            of("Kamailio", load).ifPresent(theirs -> addKamailio(load, ours, theirs));
            of("HAProxy", load).ifPresent(theirs -> addHaproxy(load, ours, theirs));
        } else if (load.devices() == 8) {
            Case single = new Case(load.chunk(), load.sessions(), 1);
            of("Carillon", single)
                    .ifPresent(one -> least(load, "MB/s to 1→1", ours, one, BYTES, 2.5));
        }
        all.add(new Goal(load.name() + ", p99 ms", ours.p99Millis(), LATENCY_MILLIS, false));
    }

    private static final ToDoubleFunction<Sample> BYTES = Sample::bytesPerSecond;
    private static final ToDoubleFunction<Sample> CPU = Sample::cpuPerGigabyte;

    private void addKamailio(Case load, Sample ours, Sample theirs) {
        if (load.chunk() == KILOBYTE || load.chunk() == 2 * KILOBYTE) {
            least(load, "chunks/s to Kamailio", ours, theirs, Sample::chunksPerSecond, 5);
            most(load, "CPU s/GB to Kamailio", ours, theirs, CPU, 0.25);
        } else if (load.chunk() == 8 * KILOBYTE) {
            least(load, "MB/s to Kamailio", ours, theirs, BYTES, 4);
        }
    }

    private void addHaproxy(Case load, Sample ours, Sample theirs) {
        if (load.chunk() >= 64 * KILOBYTE) {
            least(load, "MB/s to HAProxy", ours, theirs, BYTES, 0.8);
            most(load, "CPU s/GB to HAProxy", ours, theirs, CPU, 1.5);
        }
    }

    private void least(
            Case load,
            String what,
            Sample ours,
            Sample theirs,
            ToDoubleFunction<Sample> figure,
            double bound) {
        all.add(new Goal(name(load, what), ratio(ours, theirs, figure), bound, true));
    }

    private void most(
            Case load,
            String what,
            Sample ours,
            Sample theirs,
            ToDoubleFunction<Sample> figure,
            double bound) {
        all.add(new Goal(name(load, what), ratio(ours, theirs, figure), bound, false));
    }

    private static String name(Case load, String what) {
        return load.name() + ", " + what;
    }

    private static double ratio(Sample ours, Sample theirs, ToDoubleFunction<Sample> figure) {
        return figure.applyAsDouble(ours) / figure.applyAsDouble(theirs);
    }

    private Optional<Sample> of(String candidate, Case load) {
        Stream<Result> those = results.stream().filter(each -> each.load().equals(load));
        return those.filter(each -> each.candidate().equals(candidate))
                .findFirst()
                .flatMap(Result::sample);
    }
}
