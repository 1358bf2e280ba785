package org.carillon.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The results as a table for people and as JSON for programs. */
final class Report {
    private static final String HEAD =
            """
            | | calls/s | to floor | CPU ms/call | CPU µs/message | messages/CPU s to floor \
            | p50 ms | p99 ms | KiB/open call | KiB growth |
            |---|--:|--:|--:|--:|--:|--:|--:|--:|--:|
            """;

    private final List<Result> results;
    private final Result floor;

    /** Compares with the better of the two floors. */
    Report(List<Result> results) {
        this.results = List.copyOf(results);
        this.floor =
                results.stream()
                        .filter(result -> result.subject().isFloor())
                        .max(Comparator.comparingDouble(Result::messagesPerCpuSecond))
                        .orElseThrow();
    }

    /** A Markdown table, a row for each subject. */
    String table() {
        StringBuilder table = new StringBuilder(HEAD);
        for (Result result : results) {
            table.append(
                    "| %s | %d | %.2f | %.2f | %.0f | %.2f | %.0f | %.0f | %d | %d |%n"
                            .formatted(
                                    result.subject().name(),
                                    result.highestCleanRate(),
                                    rateToFloor(result),
                                    result.cpuMillisPerCall(),
                                    result.cpuMicrosPerMessage(),
                                    messagesToFloor(result),
                                    result.typical().p50(),
                                    result.typical().p99(),
                                    result.heapPerOpenCall() / 1024,
                                    result.growth() / 1024));
        }
        return table.toString();
    }

    private double rateToFloor(Result result) {
        int best =
                results.stream()
                        .filter(each -> each.subject().isFloor())
                        .mapToInt(Result::highestCleanRate)
                        .max()
                        .orElseThrow();
        return (double) result.highestCleanRate() / best;
    }

    private double messagesToFloor(Result result) {
        return result.messagesPerCpuSecond() / floor.messagesPerCpuSecond();
    }

    void writeJson(Path file) throws IOException {
        List<Map<String, Object>> subjects = new ArrayList<>();
        results.forEach(result -> subjects.add(json(result)));
        Figures.write(file, Map.of("subjects", subjects));
    }

    private Map<String, Object> json(Result result) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", result.subject().name());
        json.put("devices", result.subject().devices());
        json.put("sipMessagesPerCall", result.subject().messagesPerCall());
        json.put("highestCleanRate", result.highestCleanRate());
        json.put("rateToFloor", rateToFloor(result));
        json.put("cpuMillisPerCall", result.cpuMillisPerCall());
        json.put("cpuMicrosPerMessage", result.cpuMicrosPerMessage());
        json.put("messagesPerCpuSecondToFloor", messagesToFloor(result));
        json.put("inviteTo200MillisP50", result.typical().p50());
        json.put("inviteTo200MillisP99", result.typical().p99());
        json.put("heapBytesPerOpenCall", result.heapPerOpenCall());
        json.put(
                "heapBytesPerOpenCallAndDevice",
                result.heapPerOpenCall() / result.subject().devices());
        json.put("heapGrowthBytes", result.growth());
        json.put("steps", result.steps());
        return json;
    }
}
