package org.carillon.msrp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class HeadLinesTest {
    private static final int LENGTH = 21;

    @Test
    void everyOctetIsJudgedAlikeWhereverItStands() {
        for (int octet = 0; octet < 256; octet++) {
            for (int place = 0; place < LENGTH; place++) {
                boolean allowed = octet == '\t' || (octet >= ' ' && octet != 127);
                assertThat(nextLine((byte) octet, place))
                        .as("octet %d at %d", octet, place)
                        .isEqualTo(allowed ? LENGTH : HeadLines.BROKEN);
            }
        }
    }

    private static int nextLine(byte octet, int place) {
        byte[] line = new byte[LENGTH + 2];
        Arrays.fill(line, (byte) 'a');
        line[place] = octet;
        line[LENGTH] = '\r';
        line[LENGTH + 1] = '\n';
        HeadLines lines = new HeadLines(100);
        assertThat(lines.fill(Unpooled.wrappedBuffer(line))).isTrue();
        return lines.nextLine();
    }
}
