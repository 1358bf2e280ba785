package org.carillon.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one SIPp process counted from its start to its end.
 *
 * @param retransmissions messages that it sent again because no answer came in time
 */
public record SippStatistics(long successful, long failed, long retransmissions) {

    static SippStatistics read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        List<String> names = cells(lines.get(0));
        List<String> last = cells(lines.get(lines.size() - 1));
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            values.put(names.get(i), last.get(i));
        }
        return new SippStatistics(
                count(values, "SuccessfulCall"),
                count(values, "FailedCall"),
                count(values, "Retransmissions"));
    }

    private static List<String> cells(String line) {
        return Arrays.asList(line.split(";", -1));
    }

    /** (C) counts from the start, (P) since the line before. */
    private static long count(Map<String, String> values, String name) {
        return Long.parseLong(values.get(name + "(C)"));
    }
}
