package org.carillon.stack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.carillon.stack.SipHead.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 3261 sections 7.3.1 and 7.5. */
class SipHeadTest {
    private static SipHead head(String text) {
        return SipHead.of(text.getBytes(ISO_8859_1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n", "\n"})
    void linesEndWithOrWithoutACarriageReturn(String end) {
        SipHead head = head(String.join(end, "BYE sip:b SIP/2.0", "v: 1", "TO : <sip:b>", "", "x"));
        assertThat(head.startLine()).isEqualTo("BYE sip:b SIP/2.0");
        assertThat(head.fields())
                .containsExactly(new Field("via", "1"), new Field("to", "<sip:b>"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Subject: I know\r\n  you are\r\n\t there",
                "s2:x\nSubject: I know\n you are\n there\n"
            })
    void aLineThatBeginsWithABlankGoesOnWithTheOneBefore(String lines) {
        assertThat(head("BYE sip:b SIP/2.0\r\n" + lines).first("subject"))
                .hasValue("I know you are there");
    }

    @Test
    void aLineOfBlanksIsAContinuationAndNoEndOfTheHead() {
        SipHead head = head("BYE sip:b SIP/2.0\r\nSubject: a\r\n \t\r\nTo: b\r\n\r\nFrom: c");
        assertThat(head.first("subject")).hasValue("a");
        assertThat(head.first("to")).hasValue("b");
        assertThat(head.first("from")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\r\n", "\r\n\r\n", " \t\r\n"})
    void whatHoldsNothingHasAnEmptyStartLine(String text) {
        assertThat(head(text)).isEqualTo(new SipHead("", List.of()));
    }

    @Test
    void emptyLinesBeforeTheStartLineAreNone() {
        assertThat(head("\r\n\r\nBYE sip:b SIP/2.0\r\nTo: b\r\n\r\n").first("to")).hasValue("b");
    }

    @Test
    void whatHasNoColonIsAFieldWithoutAName() {
        assertThat(head("BYE sip:b SIP/2.0\r\nnonsense").fields())
                .containsExactly(new Field("", "nonsense"));
    }

    @Test
    void valuesKeepTheOrderOfTheWireUnderEitherName() {
        SipHead head = head("BYE sip:b SIP/2.0\r\nVia: 1\r\nTo: b\r\nv: 2\r\n");
        assertThat(head.values("via")).containsExactly("1", "2");
        assertThat(head.first("via")).hasValue("1");
    }
}
