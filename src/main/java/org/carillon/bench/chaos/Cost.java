package org.carillon.bench.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.carillon.tool.ServerProcess;

/** What durability costs: messages a second with each level, taking turns. Used by one thread. */
final class Cost {
    private static final int ROUNDS = 2;
    private static final Crowd.Size CROWD = new Crowd.Size(8, 1, 1, 10 * 1024);

    private final Duration each;
    private final SplittableRandom random;
    private final List<String> settings;
    private final List<String> levels;
    private final InstantSource clock;

    /**
     * @param each how long each level is measured, in each round; it warms up as long before
     */
    Cost(
            Duration each,
            SplittableRandom random,
            List<String> settings,
            List<String> levels,
            InstantSource clock) {
        this.each = each;
        this.random = random;
        this.settings = settings;
        this.levels = levels;
        this.clock = clock;
    }

    /** Messages a second, by level. */
    Map<String, Double> measure(Path directory) throws IOException, InterruptedException {
        Map<String, Double> rates = new LinkedHashMap<>();
        for (int round = 1; round <= ROUNDS; round++) {
            for (String level : levels) {
                Path own = Files.createDirectories(directory.resolve(level + round));
                rates.merge(level, rate(level, own) / ROUNDS, Double::sum);
            }
        }
        return rates;
    }

    static void print(Map<String, Double> rates) {
        rates.forEach(
                (level, rate) ->
                        System.out.printf(
                                "durability=%s: %.1f messages/s of up to 10 KB%n", level, rate));
    }

    private double rate(String level, Path directory) throws IOException, InterruptedException {
        List<String> all =
                Stream.concat(settings.stream(), Stream.of("durability=" + level)).toList();
        var place = ServerProcess.Place.free(directory.resolve("data"), all);
        try (ServerProcess server = ServerProcess.launch(place)) {
            server.awaitReady();
            try (Crowd crowd = new Crowd(CROWD, place.sip(), directory, random, clock)) {
                crowd.register();
                crowd.send();
                Thread.sleep(each.toMillis());
                long before = crowd.totals().acknowledged();
                Thread.sleep(each.toMillis());
                long after = crowd.totals().acknowledged();
                crowd.pause();
                crowd.settle();
                return (after - before) / (double) each.toSeconds();
            }
        }
    }
}
