package org.carillon.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.carillon.rules.Rule;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever happens, every device that stays holds the exact octets, and nothing is left behind. */
class ScheduleTest {
    @TempDir Path spool;

    @ParameterizedTest
    @Rule({"C-12", "C-16"})
    @ValueSource(longs = {0, 100, 200, 300})
    void everyDeviceThatStaysHoldsTheExactOctets(long from) {
        int moves = 0;
        int holds = 0;
        for (long seed = from; seed < from + 15; seed++) {
            Schedule schedule = new Schedule(seed, spool);
            assertThat(schedule.play()).as("seed " + seed).isEmpty();
            moves += schedule.moves();
            holds += schedule.holds();
        }
        assertThat(moves).as("devices that came back").isPositive();
        assertThat(holds).as("messages on hold").isPositive();
    }
}
