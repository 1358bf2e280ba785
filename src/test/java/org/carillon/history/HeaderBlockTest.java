package org.carillon.history;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import javax.mail.Session;
import javax.mail.internet.MimeMessage;
import javax.mail.internet.MimeUtility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderBlockTest {
    @Test
    void longValuesAreFoldedAtTheirSpaces() {
        String words = String.join(" ", Collections.nCopies(100, "word"));
        assertThat(linesOf(words)).hasSizeGreaterThan(5).allMatch(line -> line.length() <= 78);
        assertThat(readBack(words)).isEqualTo(words);
    }

    @Test
    void aWordWithoutSpacesIsCutOnlyBeforeTheLineLimit() {
        assertThat(readBack("x".repeat(900))).isEqualTo("x".repeat(900));
        String huge = "x".repeat(5000);
        assertThat(linesOf(huge)).allMatch(line -> line.length() <= 998);
        assertThat(readBack(huge).replace(" ", "")).isEqualTo(huge);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Gr\u00fc\u00dfe",
                "=?UTF-8?B?aGVsbG8=?=", // what a peer wrote is text, not an encoding
                "\u53f0\u5317 \ud83d\ude00",
                "plain ascii",
                "a:b",
                "x",
            })
    void everyTextComesBack(String text) {
        assertThat(readBack(text)).isEqualTo(text);
        String longer = (text + " ").repeat(60).strip();
        assertThat(linesOf(longer)).allMatch(line -> line.length() <= 78);
        assertThat(readBack(longer)).isEqualTo(longer);
    }

    @Test
    void spaceAndControlsOfAnyKindBecomeOneSpace() {
        assertThat(text("\t a\r\n\r\nb\0\u0007\u000bc\u007fd  e \n"))
                .isEqualTo("X: a b c d e\r\n\r\n");
    }

    @Test
    void anEmptyValueIsStillAHeader() {
        assertThat(text(" \r\n ")).isEqualTo("X: \r\n\r\n");
    }

    private static String text(String value) {
        return new String(new HeaderBlock().add("X", value).toBytes(), US_ASCII);
    }

    private static List<String> linesOf(String value) {
        return text(value).lines().toList();
    }

    private static String readBack(String value) {
        try {
            MimeMessage message =
                    new MimeMessage(
                            Session.getInstance(new Properties()),
                            new ByteArrayInputStream(text(value).getBytes(US_ASCII)));
            return MimeUtility.decodeText(MimeUtility.unfold(message.getHeader("X")[0]));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
