package org.carillon.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateTest {
    private static final long SECOND = 1_000_000_000L;

    private static long taken(Rate rate, LongStream times) {
        return times.filter(rate::take).count();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE, -5 * SECOND})
    void oneSecondsWorthAtOnceAndNoMore(long start) {
        Rate rate = new Rate(10, start);
        assertThat(taken(rate, LongStream.generate(() -> start).limit(50))).isEqualTo(10);
        assertThat(taken(rate, LongStream.generate(() -> start + SECOND / 2).limit(50)))
                .isEqualTo(5);
    }

    @Test
    void whatWasNotUsedDoesNotAddUp() {
        Rate rate = new Rate(10, 0);
        assertThat(taken(rate, LongStream.generate(() -> 3600 * SECOND).limit(50))).isEqualTo(10);
    }

    @Test
    void anEvenStreamPasses() {
        Rate rate = new Rate(10, 0);
        assertThat(taken(rate, LongStream.range(0, 100).map(n -> n * SECOND / 10))).isEqualTo(100);
    }
}
