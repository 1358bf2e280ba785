package org.carillon.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 3261 §25.1 as far as decisions need it. */
class SipTextTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "'a, b', 'a|b'",
                "' a ,, b ,', 'a|b'",
                "'\"x, y\" <sip:a>, <sip:b>', '\"x, y\" <sip:a>|<sip:b>'",
                "'\"x\\\", y\" <sip:a>, b', '\"x\\\", y\" <sip:a>|b'",
                "'<sip:a?x=1,2>, b', '<sip:a?x=1,2>|b'",
                "'\"open, end', '\"open, end'",
                "'<open, end', '<open, end'",
                "'a>, b', 'a>|b'",
            })
    void list(String value, String parts) {
        assertThat(SipText.list(value)).containsExactly(parts.split("\\|"));
    }

    /** A closing bracket that nobody opened does not hide a later opening one. */
    @Test
    void strayBracketsDoNotAddUp() {
        assertThat(SipText.list("a>>, <x,y>, b")).containsExactly("a>>", "<x,y>", "b");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "'sip:a@b', sip:a@b",
                "'sip:a@b;tag=1', sip:a@b",
                "'<sip:a@b;p=1>;tag=1', sip:a@b;p=1",
                "'\"A\" <sip:a@b>', sip:a@b",
                "'A B <sip:a@b>', sip:a@b",
                "'\"<sip:x@y>\" <sip:a@b>', sip:a@b",
                "'\"\\\"<sip:x@y>\" <sip:a@b>', sip:a@b",
                "' < sip:a@b > ', sip:a@b",
                "'<sip:a@b', ''",
                "'\"never closed <sip:a@b>', ''",
                "'<>', ''",
                "'', ''",
                "';', ''",
            })
    void uriOf(String nameAddr, String uri) {
        assertThat(SipText.uriOf(nameAddr)).isEqualTo(uri);
    }

    @Test
    void parameters() {
        assertThat(SipText.parameters("*;A=1 ; b = \"x;y \\\"z\\\"\";flag;a=2;c=\"open"))
                .containsExactly(
                        entry("a", "1"),
                        entry("b", "x;y \"z\""),
                        entry("flag", ""),
                        entry("c", "\"open"));
        assertThat(SipText.parameters("<sip:a;inside=1>;outside=2"))
                .containsExactly(entry("outside", "2"));
        assertThat(SipText.parameters("")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "urn%3Aurn-7%3Ax, urn:urn-7:x",
        "%c3%A4, \u00e4",
        "100%, 100%",
        "%4, %4",
        "%zz, %zz",
        "%3A\u20ac, %3A\u20ac",
        "plain, plain"
    })
    void percent(String text, String decoded) {
        assertThat(SipText.percentDecoded(text)).isEqualTo(decoded);
    }

    @ParameterizedTest
    @CsvSource({
        "1800, 1800",
        "' 90 ', 90",
        "0, 0",
        "9999999999, 9999999999",
        "1800;refresher=uac, 1800"
    })
    void numbers(String text, long number) {
        assertThat(SipText.leadingNumber(text)).contains(number);
    }

    @ParameterizedTest
    @CsvSource({"''", "-1", "+1", "1.5", "0x10", "12345678901", "\u0661", ";refresher=uac"})
    void noNumbers(String text) {
        assertThat(SipText.leadingNumber(text)).isEmpty();
    }

    /** Nothing a peer wrote may end a header line or a quoted string of ours. */
    @Test
    void quoted() {
        assertThat(SipText.quoted("a\"b\\c\r\nInjected: x\u0000\u007f"))
                .isEqualTo("\"a\\\"b\\\\c  Injected: x  \"");
    }

    @Test
    void whateverAPeerSendsNothingThrows() {
        Random random = new Random(7);
        String alphabet = "\"\\<>;,=% a@:\u0000\u20ac*[]?3A";
        for (int i = 0; i < 50_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(24); length > 0; length--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            readers().forEach(reader -> reader.accept(text.toString()));
        }
    }

    private static List<Consumer<String>> readers() {
        return List.of(
                SipText::list,
                SipText::uriOf,
                SipText::parameters,
                SipText::percentDecoded,
                SipText::leadingNumber,
                SipText::quoted,
                Icsi::ofFeature,
                UserAgentVersion::parse,
                text -> Aor.of(text).user(),
                text -> Aor.of(text).domain());
    }

    /** A megabyte of what is worst for a reader; quadratic time would not come back. */
    @ParameterizedTest
    @CsvSource({"'\"'", "\\", "<", ">", "','", ";", "%", "%3A", "a=", "';a='", "@", ":", "'\"\\'"})
    void longInputTakesLinearTime(String piece) {
        String text = piece.repeat(1_000_000 / piece.length());
        readers().forEach(reader -> reader.accept(text));
        assertThat(text).hasSizeGreaterThan(999_990);
    }
}
