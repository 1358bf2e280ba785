package org.carillon.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever happens, every device that stays holds the exact octets, and nothing is left behind. */
class ScheduleTest {
    @TempDir Path spool;

    @ParameterizedTest
    @ValueSource(longs = {0, 100, 200, 300})
    void everyDeviceThatStaysHoldsTheExactOctets(long from) {
        for (long seed = from; seed < from + 15; seed++) {
            assertThat(new Schedule(seed, spool).play()).as("seed " + seed).isEmpty();
        }
    }
}
