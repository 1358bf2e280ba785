package org.carillon.bench.relay;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** One run: all candidates side by side, case after case, taking turns within each. */
final class RelayBench {
    private final Options options;
    private final Path work;
    private final Consumer<String> says;

    /**
     * How much is measured.
     *
     * @param seconds of each trial, at full and at half speed
     * @param ramp seconds before each that do not count
     * @param rounds in which the candidates take turns; medians count
     * @param warmUp seconds for each candidate at the beginning
     */
    record Options(List<Case> cases, double seconds, double ramp, int rounds, double warmUp) {
        Options {
            cases = List.copyOf(cases);
        }
    }

    RelayBench(Options options, Path work, Consumer<String> says) {
        this.options = options;
        this.work = work;
        this.says = says;
    }

    List<Result> run() throws IOException, InterruptedException {
        try (Carillon carillon = Carillon.start(work);
                Kamailio kamailio = Kamailio.start(work);
                Haproxy haproxy = Haproxy.start(work)) {
            List<Candidate> candidates = List.of(carillon, kamailio, haproxy);
            says.accept("TLS: " + carillon.tlsName());
            warmUp(candidates);
            List<Result> results = new ArrayList<>();
            for (Case load : options.cases()) {
                results.addAll(run(candidates, load));
            }
            return results;
        }
    }

    private void warmUp(List<Candidate> candidates) throws IOException, InterruptedException {
        for (Candidate candidate : candidates) {
            for (Case load :
                    List.of(
                            new Case(1 << 10, 8, 1),
                            new Case(64 << 10, 8, 1),
                            new Case(64 << 10, 8, 1, true))) {
                if (candidate.cannot(load).isEmpty()) {
                    var unused = attempt(candidate, load, options.warmUp() / 4);
                }
            }
        }
    }

    private List<Result> run(List<Candidate> candidates, Case load)
            throws IOException, InterruptedException {
        Map<String, List<Result>> rounds = new HashMap<>();
        for (int round = 0; round < options.rounds(); round++) {
            for (Candidate candidate : candidates) {
                List<Result> soFar =
                        rounds.computeIfAbsent(candidate.name(), name -> new ArrayList<>());
                if (soFar.stream().allMatch(result -> result.sample().isPresent())) {
                    soFar.add(attempt(candidate, load, options.seconds()));
                }
            }
        }
        return candidates.stream().map(each -> summary(rounds.get(each.name()))).toList();
    }

    private Result attempt(Candidate candidate, Case load, double seconds)
            throws IOException, InterruptedException {
        Optional<String> cannot = candidate.cannot(load).map(why -> "cannot: " + why);
        if (cannot.isPresent()) {
            return new Result(candidate.name(), load, Optional.empty(), cannot);
        }
        try {
            Sample sample = new Trial(candidate, load, seconds, options.ramp()).run();
            say(candidate, load, sample);
            return new Result(candidate.name(), load, Optional.of(sample), Optional.empty());
        } catch (Trial.Broken e) {
            String problem = "failed: " + e.getMessage();
            says.accept(load.name() + "  " + candidate.name() + "  " + problem);
            return new Result(candidate.name(), load, Optional.empty(), Optional.of(problem));
        }
    }

    private void say(Candidate candidate, Case load, Sample sample) {
        says.accept(
                String.format(
                        Locale.ROOT,
                        "%-18s %-9s %8.1f MB/s %9.0f chunks/s %7.2f CPU s/GB  p99 %.2f ms",
                        load.name(),
                        candidate.name(),
                        sample.bytesPerSecond() / 1e6,
                        sample.chunksPerSecond(),
                        sample.cpuPerGigabyte(),
                        sample.p99Millis()));
    }

    /** What went wrong in any round counts. */
    private static Result summary(List<Result> rounds) {
        Result last = rounds.get(rounds.size() - 1);
        return last.sample().isEmpty()
                ? last
                : new Result(
                        last.candidate(),
                        last.load(),
                        Optional.of(
                                Sample.median(
                                        rounds.stream()
                                                .map(round -> round.sample().orElseThrow())
                                                .toList())),
                        Optional.empty());
    }
}
