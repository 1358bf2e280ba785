package org.carillon.preference;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class BreakerTest {
    private Instant now = Instant.parse("2026-11-23T00:00:00Z");
    private final Breaker breaker = new Breaker(() -> now);

    private void fails(int times) {
        for (int i = 0; i < times; i++) {
            assertThat(breaker.allows()).isTrue();
            assertThat(breaker.failed()).as("the first is news").isEqualTo(i == 0);
        }
    }

    @Test
    void aFewFailuresInARowOpenIt() {
        fails(Breaker.FAILURES);
        assertThat(breaker.allows()).isFalse();
    }

    @Test
    void aSuccessBetweenThemDoesNot() {
        fails(Breaker.FAILURES - 1);
        assertThat(breaker.succeeded()).isTrue();
        fails(Breaker.FAILURES - 1);
        assertThat(breaker.allows()).isTrue();
    }

    @Test
    void afterAPauseOneTries() {
        fails(Breaker.FAILURES);
        now = now.plus(Breaker.PAUSE).minusMillis(1);
        assertThat(breaker.allows()).isFalse();
        now = now.plusMillis(1);
        assertThat(breaker.allows()).isTrue();
        assertThat(breaker.allows()).as("one").isFalse();
        assertThat(breaker.failed()).isFalse();
        now = now.plus(Breaker.PAUSE);
        assertThat(breaker.allows()).isTrue();
        assertThat(breaker.succeeded()).isTrue();
        assertThat(breaker.allows()).isTrue();
        assertThat(breaker.succeeded()).as("nothing new").isFalse();
    }

    /** Whoever tried has died. */
    @Test
    void nobodyIsWaitedForForEver() {
        fails(Breaker.FAILURES);
        now = now.plus(Breaker.PAUSE);
        assertThat(breaker.allows()).isTrue();
        now = now.plus(Breaker.PAUSE);
        assertThat(breaker.allows()).isTrue();
    }
}
