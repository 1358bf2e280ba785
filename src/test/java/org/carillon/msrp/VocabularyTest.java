package org.carillon.msrp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The small values. */
final class VocabularyTest {

    @Test
    void aByteRangeIsWrittenAsOnTheWire() {
        assertThat(new ByteRange(1, ByteRange.UNKNOWN, ByteRange.UNKNOWN)).hasToString("1-*/*");
        assertThat(ByteRange.EMPTY).hasToString("1-0/0");
        assertThat(ByteRange.whole(16)).hasToString("1-16/16");
        assertThat(ByteRange.whole(0)).isEqualTo(ByteRange.EMPTY);
    }

    @ParameterizedTest
    @CsvSource({"0,1,1", "1,2,1", "3,1,5", "3,-1,1", "1,-2,5", "1,1,-2", "1,-1,-2"})
    void aByteRangeThatContradictsItselfIsOurMistake(long start, long end, long total) {
        assertThatThrownBy(() -> new ByteRange(start, end, total))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("start=" + start);
    }

    @Test
    void parsedIsTheOneOrTheOther() {
        Parsed<Integer> one = Parsed.valid(1);
        Parsed<Integer> none = Parsed.invalid(Fault.URI_PORT);
        assertThat(one.value()).contains(1);
        assertThat(one.problem()).isEmpty();
        assertThat(one.orThrow()).isEqualTo(1);
        assertThat(none.value()).isEmpty();
        assertThat(none.problem()).contains(Fault.URI_PORT);
        assertThatThrownBy(none::orThrow).hasMessage(Fault.URI_PORT.phrase());
        assertThat(one.then(i -> Parsed.valid("v" + i)).value()).contains("v1");
        assertThat(none.then(i -> Parsed.valid("v" + i)).problem()).contains(Fault.URI_PORT);
    }

    @Test
    void octetsAreComparedAndCopiedAsTheyAre() {
        Octets octets = new Octets();
        octets.set("[Text]".getBytes(US_ASCII), 1, 5);
        Octets same = new Octets();
        same.set("Text".getBytes(US_ASCII), 0, 4);

        assertThat(octets).hasToString("Text");
        assertThat(octets.length()).isEqualTo(4);
        assertThat(octets.isEmpty()).isFalse();
        assertThat(octets.contentEquals("Text".getBytes(US_ASCII))).isTrue();
        assertThat(octets.contentEquals("text".getBytes(US_ASCII))).isFalse();
        assertThat(octets.contentEquals("Text]".getBytes(US_ASCII))).isFalse();
        assertThat(octets.contentEquals(same)).isTrue();
        assertThat(octets.contentEqualsIgnoreCase("tEXT")).isTrue();
        assertThat(octets.contentEqualsIgnoreCase("tEX")).isFalse();
        assertThat(octets.toBytes()).containsExactly('T', 'e', 'x', 't');
        assertThat(octets.at(3)).isEqualTo((byte) 't');
        assertThatThrownBy(() -> octets.at(4)).isInstanceOf(IndexOutOfBoundsException.class);
        ByteBuf out = Unpooled.buffer();
        octets.writeTo(out);
        assertThat(out.toString(US_ASCII)).isEqualTo("Text");
        out.release();
        octets.clear();
        assertThat(octets.isEmpty()).isTrue();
    }

    @Test
    void onlyMoreMeansMore() {
        assertThat(Continuation.MORE.endsMessage()).isFalse();
        assertThat(Continuation.COMPLETE.endsMessage()).isTrue();
        assertThat(Continuation.ABORTED.endsMessage()).isTrue();
    }
}
