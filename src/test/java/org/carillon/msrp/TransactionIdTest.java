package org.carillon.msrp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TransactionIdTest {

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, 0x0123456789abcdefL})
    void comesBackAsItWent(long id) {
        Octets written = octets(written(id));
        assertThat(written).hasToString(TransactionId.toString(id));
        assertThat(written.length()).isEqualTo(TransactionId.LENGTH);
        assertThat(TransactionId.isOurs(written)).isTrue();
        assertThat(TransactionId.read(written)).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0123456789abcde",
                "0123456789abcdef0",
                "0123456789ABCDEF",
                "0123456789abcdeg",
                "0123456789abcde/",
                "0123456789abcde:",
                "0123456789abcde`"
            })
    void knowsThoseOfPeers(String id) {
        Octets octets = octets(id.getBytes(US_ASCII));
        assertThat(TransactionId.isOurs(octets)).isFalse();
        assertThatThrownBy(() -> TransactionId.read(octets))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void usesAllItsBits() {
        SplittableRandom random = new SplittableRandom(1);
        long everSet = 0;
        long alwaysSet = -1;
        for (int i = 0; i < 100; i++) {
            long id = TransactionId.choose(random);
            everSet |= id;
            alwaysSet &= id;
        }
        assertThat(everSet).isEqualTo(-1L);
        assertThat(alwaysSet).isZero();
    }

    @Test
    void isFoundInABody() {
        String digits = TransactionId.toString(42);
        assertThat(TransactionId.occursIn(body("text " + digits + " text"), 42)).isTrue();
        assertThat(TransactionId.occursIn(body("text " + digits.substring(1)), 42)).isFalse();
        assertThat(TransactionId.occursIn(body(""), 42)).isFalse();
    }

    private static ByteBuf body(String text) {
        return Unpooled.wrappedBuffer(text.getBytes(US_ASCII));
    }

    private static byte[] written(long id) {
        ByteBuf out = Unpooled.buffer();
        TransactionId.write(id, out);
        byte[] written = new byte[out.readableBytes()];
        out.readBytes(written);
        return written;
    }

    private static Octets octets(byte[] array) {
        Octets octets = new Octets();
        octets.set(array, 0, array.length);
        return octets;
    }
}
