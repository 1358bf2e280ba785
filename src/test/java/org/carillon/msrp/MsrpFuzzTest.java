package org.carillon.msrp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Whatever comes, it is read the same however the network has cut it, and nothing is thrown. */
class MsrpFuzzTest {
    /** The first octet is the seed of the cuts, the rest comes over the wire. */
    @FuzzTest(maxDuration = "5m")
    void everyCutGivesTheSameFrames(byte[] octets) {
        if (octets.length == 0) {
            return;
        }
        byte[] wire = Arrays.copyOfRange(octets, 1, octets.length);
        List<String> atOnce = Wire.frames(wire);
        assertThat(Wire.frames(wire, 1)).isEqualTo(atOnce);
        assertThat(cut(wire, new SplittableRandom(octets[0]))).isEqualTo(atOnce);
    }

    private static List<String> cut(byte[] wire, SplittableRandom random) {
        FrameLog log = new FrameLog();
        MsrpParser parser = new MsrpParser(MsrpLimits.defaults(), log);
        int longest = random.nextInt(1, 200);
        for (int at = 0, end; at < wire.length; at = end) {
            end = Math.min(wire.length, at + random.nextInt(1, longest + 1));
            Wire.feed(parser, wire, at, end);
        }
        return log.frames();
    }
}
