package org.carillon.sdp;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/** Whatever a peer describes is a value, and what it makes us say reads again. */
class SdpFuzzTest {
    private static final String BETWEEN = "\n\n";

    /** An offer, an empty line, an answer. */
    @FuzzTest(maxDuration = "5m")
    void anyOfferAndAnswer(byte[] octets) {
        String[] both = new String(octets, StandardCharsets.ISO_8859_1).split(BETWEEN, 2);
        SdpMutationTest.walk(both[0], both.length > 1 ? both[1] : Legs.ANSWER);
        SdpMutationTest.walk(Legs.OFFER, both[0]);
    }
}
