package org.carillon.cpim;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;

/** Whatever a sender wraps, or a device notifies, is a value. */
class CpimFuzzTest {
    /** The first octet says how long the pieces are, the rest is the message. */
    @FuzzTest(maxDuration = "5m")
    void everyCutReadsTheSame(byte[] octets) {
        if (octets.length == 0) {
            return;
        }
        byte[] message = java.util.Arrays.copyOfRange(octets, 1, octets.length);
        CpimReading whole = CpimHeadReader.read(message);
        CpimHeadReader pieces = new CpimHeadReader();
        int longest = 1 + (octets[0] & 0x3f);
        for (int at = 0; at < message.length; at += longest) {
            int length = Math.min(longest, message.length - at);
            pieces.feed(ByteBuffer.wrap(message, at, length));
        }
        assertThat(pieces.end()).isEqualTo(whole);
        if (whole instanceof CpimReading.Complete complete) {
            answer(complete.head());
        }
    }

    /** What the head makes us write reads again. */
    private static void answer(CpimHead head) {
        head.subject();
        head.contentType();
        Imdn.about(head, Imdn.Notification.DELIVERY, Imdn.Status.FAILED)
                .map(imdn -> imdn.replyTo(head, "own"))
                .ifPresent(
                        reply ->
                                assertThat(CpimHeadReader.read(reply))
                                        .isInstanceOf(CpimReading.Complete.class));
    }

    @FuzzTest(maxDuration = "5m")
    void anyNotification(byte[] xml) {
        if (Imdn.parse(xml) instanceof ImdnParse.Parsed parsed) {
            assertThat(parsed.toString()).isNotEmpty();
        }
    }
}
