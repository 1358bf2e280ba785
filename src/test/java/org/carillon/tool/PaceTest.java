package org.carillon.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PaceTest {
    private final AtomicLong now = new AtomicLong(1);

    @Test
    void takesAsLongAsTheRateSays() {
        Pace pace = new Pace(1000, now::get, now::addAndGet);
        for (int i = 0; i < 10; i++) {
            pace.took(50);
        }
        assertThat(Duration.ofNanos(now.get() - 1)).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void doesNotMakeUpForTimeInWhichNothingCame() {
        Pace pace = new Pace(1000, now::get, now::addAndGet);
        pace.took(100);
        now.addAndGet(Duration.ofSeconds(60).toNanos());
        long before = now.get();
        pace.took(100);
        assertThat(now.get() - before).isEqualTo(Duration.ofMillis(100).toNanos());
    }

    @Test
    void sleepsAgainWhenWokenEarly() {
        Pace pace = new Pace(1000, now::get, nanos -> now.addAndGet(Math.max(1, nanos / 2)));
        pace.took(100);
        assertThat(now.get() - 1).isGreaterThanOrEqualTo(Duration.ofMillis(100).toNanos());
    }

    @Test
    void readsLittleAtATimeWhenSlow() {
        assertThat(Pace.bytesPerSecond(1000).readSize(65536)).isEqualTo(50);
        assertThat(Pace.bytesPerSecond(1).readSize(65536)).isEqualTo(1);
        assertThat(Pace.unlimited().readSize(65536)).isEqualTo(65536);
    }

    @Test
    void refusesToStandStill() {
        assertThatThrownBy(() -> Pace.bytesPerSecond(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("got 0");
    }
}
