package org.carillon.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/** What one end saw, as one line for a person or for a program. */
record LoadReport(Tally tally, Optional<Histogram> latency) {
    private static final double MEGABYTE = 1e6;

    String line() {
        String text =
                String.format(
                        Locale.ROOT,
                        "%d messages, %d bytes in %d chunks, %d responses, %.2f s, %.1f MB/s, %.0f"
                                + " chunks/s",
                        tally.messages(),
                        tally.bytes(),
                        tally.chunks(),
                        tally.responses(),
                        tally.seconds(),
                        perSecond(tally.bytes()) / MEGABYTE,
                        perSecond(tally.chunks()));
        String times =
                latency.filter(h -> h.getTotalCount() > 0)
                        .map(
                                h ->
                                        String.format(
                                                Locale.ROOT,
                                                "; latency p50 %.2f ms, p99 %.2f ms, max %.2f ms",
                                                h.getValueAtPercentile(50) / 1e3,
                                                h.getValueAtPercentile(99) / 1e3,
                                                h.getMaxValue() / 1e3))
                        .orElse("");
        return text + times + (tally.errors().isEmpty() ? "" : "; errors " + tally.errors());
    }

    String json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("messages", tally.messages());
        json.put("bytes", tally.bytes());
        json.put("chunks", tally.chunks());
        json.put("responses", tally.responses());
        json.put("seconds", tally.seconds());
        json.put("bytesPerSecond", perSecond(tally.bytes()));
        json.put("chunksPerSecond", perSecond(tally.chunks()));
        latency.ifPresent(
                h -> {
                    json.put("latencySamples", h.getTotalCount());
                    json.put("latencyMicrosP50", h.getValueAtPercentile(50));
                    json.put("latencyMicrosP99", h.getValueAtPercentile(99));
                    json.put("latencyMicrosMax", h.getMaxValue());
                });
        json.put("errors", tally.errors());
        try {
            return new ObjectMapper().writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError("numbers and names are JSON", e);
        }
    }

    private double perSecond(long count) {
        return tally.seconds() == 0 ? 0 : count / tally.seconds();
    }
}
