package org.carillon.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carillon.relay.RangeSet.Added.KNOWN;
import static org.carillon.relay.RangeSet.Added.NEW;
import static org.carillon.relay.RangeSet.Added.NO_ROOM;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RangeSetTest {
    private final RangeSet set = new RangeSet(3);

    private List<String> ranges() {
        List<String> ranges = new ArrayList<>();
        set.forEach((start, end) -> ranges.add(start + "-" + end));
        return ranges;
    }

    @Test
    void neighboursBecomeOne() {
        assertThat(set.add(1, 3)).isEqualTo(NEW);
        assertThat(set.add(7, 9)).isEqualTo(NEW);
        assertThat(set.add(4, 6)).isEqualTo(NEW);
        assertThat(ranges()).containsExactly("1-9");
    }

    @Test
    void aGapOfOneOctetStays() {
        set.add(1, 3);
        set.add(5, 6);
        assertThat(ranges()).containsExactly("1-3", "5-6");
    }

    @Test
    void whatIsInsideIsKnown() {
        set.add(1, 9);
        assertThat(set.add(1, 9)).isEqualTo(KNOWN);
        assertThat(set.add(4, 5)).isEqualTo(KNOWN);
        assertThat(set.add(9, 10)).isEqualTo(NEW);
    }

    @Test
    void aFullSetStillTakesWhatTouches() {
        set.add(1, 2);
        set.add(10, 12);
        set.add(20, 22);
        assertThat(set.add(30, 31)).isEqualTo(NO_ROOM);
        assertThat(set.add(3, 4)).isEqualTo(NEW);
        assertThat(set.add(9, 9)).isEqualTo(NEW);
        assertThat(set.add(5, 19)).isEqualTo(NEW);
        assertThat(ranges()).containsExactly("1-22");
        assertThat(set.add(30, 31)).isEqualTo(NEW);
    }

    @Test
    void isWhatASetOfOctetsIs() {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            RangeSet ours = new RangeSet(1000);
            BitSet octets = new BitSet();
            for (int i = 0; i < 40; i++) {
                int start = 1 + random.nextInt(60);
                int end = start + random.nextInt(8);
                boolean known = octets.nextClearBit(start) > end;
                octets.set(start, end + 1);
                assertThat(ours.add(start, end)).as("seed " + seed).isEqualTo(known ? KNOWN : NEW);
            }
            BitSet held = new BitSet();
            ours.forEach((start, end) -> held.set(start.intValue(), end.intValue() + 1));
            assertThat(held).as("seed " + seed).isEqualTo(octets);
        }
    }
}
