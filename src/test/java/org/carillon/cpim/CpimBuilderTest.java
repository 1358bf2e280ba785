package org.carillon.cpim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CpimBuilderTest {

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.UTF_8);
    }

    private static CpimHead head(CpimBuilder builder) {
        return ((CpimReading.Complete) CpimHeadReader.read(builder.head())).head();
    }

    @Test
    void writesAMessage() {
        byte[] message =
                new CpimBuilder()
                        .from(new CpimAddress("Alice", "sip:alice@example.com"))
                        .to(new CpimAddress("", "sip:bob@example.com"))
                        .dateTime("2026-11-22T12:00:00Z")
                        .subject("Grüße")
                        .imdn()
                        .messageId("PH7qAIV8cgH5")
                        .dispositionNotification("positive-delivery", "display")
                        .contentType("text/plain; charset=utf-8")
                        .attachment("a.txt")
                        .contentLength(5)
                        .message("hello".getBytes(StandardCharsets.UTF_8));
        assertThat(text(message).replace("\r\n", "\n"))
                .isEqualTo(
                        """
                        From: "Alice" <sip:alice@example.com>
                        To: <sip:bob@example.com>
                        DateTime: 2026-11-22T12:00:00Z
                        Subject: Grüße
                        NS: imdn <urn:ietf:params:imdn>
                        imdn.Message-ID: PH7qAIV8cgH5
                        imdn.Disposition-Notification: positive-delivery, display

                        Content-Type: text/plain; charset=utf-8
                        Content-Disposition: attachment; filename="a.txt"
                        Content-Length: 5

                        hello\
                        """);
        assertThat(text(message).replace("\r\n", "")).doesNotContain("\r", "\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\r\nTo: <x>",
                "a\nb",
                "back\\slash",
                "tab\t",
                "\0\u0001\u001f\u007f",
                "\\u0041",
                "\"q\" 'q'"
            })
    void noTextEndsAHeaderAndAllOfItComesBack(String text) {
        CpimHead head = head(new CpimBuilder().from(new CpimAddress(text, "im:a")).subject(text));
        assertThat(head.headers()).hasSize(2);
        assertThat(head.subject()).contains(text);
        assertThat(head.from().orElseThrow()).isEqualTo(new CpimAddress(text, "im:a"));
    }

    @Test
    void aUriCannotLeaveItsBrackets() {
        assertThat(text(new CpimBuilder().from(new CpimAddress("", "im:a>\r\nB: <é\\\" ")).head()))
                .isEqualTo("From: <im:a%3E%0D%0AB:%20%3C%C3%A9%5C%22%20>\r\n\r\n\r\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    a b.txt           | filename="a b.txt"
                    /etc/passwd       | filename="passwd"
                    C:\\dir\\f.doc    | filename="f.doc"
                    x"y.txt           | filename="x_y.txt"; filename*=UTF-8''x%22y.txt
                    50%25.txt         | filename="50_25.txt"; filename*=UTF-8''50%2525.txt
                    naïve €.pdf       | filename="na_ve _.pdf"; filename*=UTF-8''na%C3%AFve%20%E2%82%AC.pdf
                    \uD83D\uDE00.png  | filename="_.png"; filename*=UTF-8''%F0%9F%98%80.png
                    """)
    void encodesFileNames(String name, String parameters) {
        assertThat(FileName.parameters(name)).isEqualTo(parameters);
    }

    @Test
    void aFileNameCannotEndItsHeader() {
        CpimHead head =
                head(new CpimBuilder().header("A", "").attachment("a\r\nX: y\"\u0000;\u007f.txt"));
        assertThat(head.mimeHeaders()).hasSize(1);
        assertThat(head.mimeHeader("Content-Disposition"))
                .contains(
                        "attachment; filename=\"a__X: y__;_.txt\";"
                                + " filename*=UTF-8''a%0D%0AX%3A%20y%22%00%3B%7F.txt");
    }

    @Test
    void refusesWhatOnlyABugCanPass() {
        CpimBuilder builder = new CpimBuilder();
        assertThatThrownBy(() -> builder.messageId("a b")).hasMessageContaining("\"a b\"");
        assertThatThrownBy(() -> builder.dispositionNotification("a,b"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.header("A:", "x"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.contentType("a/b\r\nX: y"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a/b\\r\\nX: y");
        assertThatThrownBy(() -> new CpimLimits(0, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
