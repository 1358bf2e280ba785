package org.carillon.history;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailObjectTest {
    private static final String HEAD =
            "From: a\r\nContent-Transfer-Encoding: 8bit\r\nSubject: b\r\n\r\n";

    @TempDir Path directory;

    private MailObject object(String octets) throws IOException {
        Path file = directory.resolve("object");
        Files.writeString(file, octets, ISO_8859_1);
        return MailObject.read(file);
    }

    private static String written(MailObject object) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        object.writeTo(out);
        assertThat(object.size()).isEqualTo(out.size());
        return out.toString(ISO_8859_1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "\r\n", "a\r\nb", "a\r\n\r\n\r\n", "\u0001\u0080\u00ff"})
    void linesAreSentAsTheyAre(String body) throws Exception {
        assertThat(written(object(HEAD + body))).isEqualTo(HEAD + body);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0", "\n", "\r", "a\nb", "a\rb", "\r\r\n", "\r\n\n", "a\r\nb\r"})
    void otherOctetsInBase64(String body) throws Exception {
        assertThat(written(object(HEAD + body)))
                .isEqualTo(
                        HEAD.replace("8bit", "base64")
                                + Base64.getEncoder().encodeToString(body.getBytes(ISO_8859_1)));
    }

    @Test
    void base64OfEveryLength() throws Exception {
        for (int length = 1; length < 180; length++) {
            String body = "\n".repeat(length);
            String sent = written(object(HEAD + body));
            String[] parts = sent.split("\r\n\r\n", 2);
            assertThat(parts[1].split("\r\n", -1)).allMatch(line -> line.length() <= 76);
            assertThat(Base64.getMimeDecoder().decode(parts[1]))
                    .isEqualTo(body.getBytes(ISO_8859_1));
        }
    }

    @Test
    void aFileThatWeHaveNotWrittenIsRefused() {
        assertThatThrownBy(() -> object("From: a\r\n")).isInstanceOf(ObjectRefused.class);
        assertThatThrownBy(() -> object("")).isInstanceOf(ObjectRefused.class);
    }
}
