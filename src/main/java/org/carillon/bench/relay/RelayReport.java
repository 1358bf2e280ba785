package org.carillon.bench.relay;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.carillon.bench.Figures;

/** The figures of one run, for a person and for a program. */
final class RelayReport {
    private final List<Result> results;

    RelayReport(List<Result> results) {
        this.results = List.copyOf(results);
    }

    /** A table in Markdown. */
    String table() {
        StringBuilder table =
                new StringBuilder(
                        """
                        | chunk, sessions, devices | relay | MB/s | chunks/s | CPU s/GB | peak MB | p50 ms | p99 ms |
                        |---|---|---:|---:|---:|---:|---:|---:|
                        """);
        results.forEach(result -> table.append(row(result)).append('\n'));
        return table.toString();
    }

    private static String row(Result result) {
        String begin = "| " + result.load().name() + " | " + result.candidate() + " | ";
        return begin
                + result.sample()
                        .map(RelayReport::cells)
                        .orElseGet(() -> result.problem().orElse("") + " | | | | | |");
    }

    private static String cells(Sample sample) {
        return String.format(
                Locale.ROOT,
                "%.1f | %.0f | %.2f | %d | %.2f | %.2f |",
                sample.bytesPerSecond() / 1e6,
                sample.chunksPerSecond(),
                sample.cpuPerGigabyte(),
                sample.peakBytes() >> 20,
                sample.p50Millis(),
                sample.p99Millis());
    }

    void writeJson(Path file) throws IOException {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("results", results.stream().map(RelayReport::json).toList());
        root.put("goals", new Goals(results).all());
        Figures.write(file, root);
    }

    private static Map<String, Object> json(Result result) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("relay", result.candidate());
        json.put("chunk", result.load().chunk());
        json.put("sessions", result.load().sessions());
        json.put("devices", result.load().devices());
        json.put("tls", result.load().tls());
        result.problem().ifPresent(problem -> json.put("problem", problem));
        result.sample().ifPresent(sample -> json.put("sample", sample));
        return json;
    }

    /** Each goal in a line, and whether this run reached it. */
    String goals() {
        List<String> lines = new ArrayList<>();
        for (Goals.Goal goal : new Goals(results).all()) {
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "%s %s: %.2f (goal %s %.2f)",
                            goal.reached() ? "reached" : "MISSED ",
                            goal.what(),
                            goal.ratio(),
                            goal.atLeast() ? "at least" : "at most",
                            goal.bound()));
        }
        return String.join("\n", lines);
    }
}
