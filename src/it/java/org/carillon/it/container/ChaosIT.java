package org.carillon.it.container;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.carillon.rules.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bench chaos}, in small. */
class ChaosIT {
    @TempDir private Path directory;

    @Test
    @Rule("S-27")
    void whatWasAcknowledgedReachesEveryDeviceHoweverOftenTheServerIsKilled() throws Exception {
        Path json = directory.resolve("chaos.json");
        List<String> chaos =
                List.of("bench", "chaos", "--kills=3", "--alive=2", "--cost=0", "--json=" + json);
        try (CommandProcess bench = CommandProcess.start(directory, List.of(), chaos)) {
            String output = bench.output().lines().collect(Collectors.joining("\n"));
            assertThat(bench.exitCode()).as(output).isZero();
        }
        JsonNode totals = new ObjectMapper().readTree(json.toFile()).at("/chaos/totals");
        assertThat(totals.get("acknowledged").asInt()).isPositive();
        assertThat(totals.get("delivered").asInt())
                .isEqualTo(2 * totals.get("acknowledged").asInt());
        assertThat(totals.get("lost").asInt()).isZero();
    }
}
