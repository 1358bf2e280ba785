package org.carillon.relay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OutstandingTest {
    private final Outstanding outstanding = new Outstanding();

    @Test
    void answersMayComeInAnyOrderAndOnce() {
        outstanding.add(1, false);
        Outstanding.Chunk second = outstanding.add(2, true);
        assertThat(outstanding.answered(2)).containsSame(second);
        assertThat(second.isLast()).isTrue();
        assertThat(outstanding.answered(2)).isEmpty();
        assertThat(outstanding.answered(1)).isPresent();
        assertThat(outstanding.size()).isZero();
    }

    @Test
    void theTimeRunsFromTheLastOctetThatLeft() {
        Outstanding.Chunk chunk = outstanding.add(1, false);
        assertThat(outstanding.isOverdue(1_000, 10)).isFalse();
        chunk.flushed(1_000);
        assertThat(outstanding.isOverdue(1_009, 10)).isFalse();
        assertThat(outstanding.isOverdue(1_010, 10)).isTrue();
        outstanding.answered(1);
        assertThat(outstanding.isOverdue(2_000, 10)).isFalse();
    }
}
