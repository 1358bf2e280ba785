package org.carillon.msrp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.buffer.UnpooledHeapByteBuf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How much work a body is: counted in octets looked at, since time would depend on the machine. */
final class BodyReaderTest {
    private static final int SIZE = 100_000;

    @Test
    void looksAtEverySeventhOctetOfAnOrdinaryBody() {
        assertThat(looksFor("an ordinary body ", SIZE)).isLessThan(SIZE / 7 + 100);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-",
                "--------",
                "\r",
                "\r\n",
                "\r\n-",
                "\r\n-------",
                "\r\n-------dkei38s",
                "\r\n-------dkei38sd",
                "\r\n-------dkei38sd$x",
                "\r\n-------dkei38sd$\r",
                "x-------dkei38sd$\r\n-",
                "------",
                "x------",
                "-------x"
            })
    void looksAtNoOctetManyTimesWhateverTheBody(String morsel) {
        assertThat(looksFor(morsel, SIZE)).isLessThan(3 * SIZE);
        assertThat(looksFor(morsel, 64)).isLessThan(5 * SIZE);
        assertThat(looksFor(morsel, 1)).isLessThan(5 * SIZE);
    }

    /** Octets looked at in a body made of this morsel only, given in reads of a size. */
    private static long looksFor(String morsel, int readSize) {
        byte[] body = morsel.repeat(SIZE / morsel.length()).getBytes(US_ASCII);
        long[] found = {0};
        BodyReader reader = new BodyReader(32, piece -> found[0] += piece.readableBytes());
        Octets id = new Octets();
        id.set("dkei38sd".getBytes(US_ASCII), 0, 8);
        reader.begin(id);
        CountingBuf in = new CountingBuf(body);
        try {
            while (in.readerIndex() < body.length) {
                in.writerIndex(Math.min(body.length, in.readerIndex() + readSize));
                assertThat(reader.read(in)).isFalse();
            }
        } finally {
            in.release();
        }
        assertThat(found[0]).as("octets of body").isBetween(body.length - 20L, (long) body.length);
        return in.looks;
    }

    /** Counts the octets that are read from it one by one or eight at a time. */
    private static final class CountingBuf extends UnpooledHeapByteBuf {
        private long looks;

        CountingBuf(byte[] octets) {
            super(UnpooledByteBufAllocator.DEFAULT, octets.length, octets.length);
            setBytes(0, octets);
        }

        @Override
        public byte getByte(int index) {
            looks++;
            return super.getByte(index);
        }

        @Override
        public long getLong(int index) {
            looks++;
            return super.getLong(index);
        }
    }
}
