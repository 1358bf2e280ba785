package org.carillon.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafeFileNameTest {
    @ParameterizedTest
    @CsvSource({
        "report.pdf, report.pdf",
        "holiday photo (1).jpg, holiday photo (1).jpg",
        "Überraschung.txt, Überraschung.txt",
        "写真.jpg, 写真.jpg",
        "../../etc/passwd, passwd",
        "/etc/passwd, passwd",
        "C:\\Users\\bob\\a.txt, a.txt",
        "..\\..\\a.txt, a.txt",
        "a/b\\c.txt, c.txt",
        ".bashrc, bashrc",
        "...hidden, hidden",
        "name., name",
        "'name. ', name",
        "'  a.txt', a.txt",
        "a:b.txt, a_b.txt",
        "a*?.txt, a__.txt",
        "<a|b>.txt, _a_b_.txt",
        "NUL, _NUL",
        "nul.txt, _nul.txt",
        "con .txt, _con .txt",
        "com1.log, _com1.log",
        "comma.log, comma.log",
        "null, null"
    })
    void keepsWhatIsHarmless(String claimed, String safe) {
        assertThat(SafeFileName.of(claimed, "message")).isEqualTo(safe);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", ".", "..", "...", "/", "a/", "..\\", "\u0000", "\u202e", ". ."})
    void fallsBackWhenNothingIsLeft(String claimed) {
        assertThat(SafeFileName.of(claimed, "message")).isEqualTo("message");
    }

    @Test
    void dropsWhatATerminalOrFileBrowserActsOn() {
        assertThat(SafeFileName.of("a\r\nb\u001b[31m\u0007\u202ecod.exe\u0000", "message"))
                .isEqualTo("ab[31mcod.exe");
    }

    @Test
    void aControlCharacterCannotHideADot() {
        assertThat(SafeFileName.of("\u0000..", "message")).isEqualTo("message");
        assertThat(SafeFileName.of("\u200b.profile", "message")).isEqualTo("profile");
    }

    @Test
    void shortensTheStemAndKeepsTheExtension() {
        String safe = SafeFileName.of("é".repeat(300) + ".pdf", "message");
        assertThat(safe).endsWith("é.pdf");
        assertThat(safe.getBytes(StandardCharsets.UTF_8))
                .hasSizeBetween(SafeFileName.LONGEST - 1, SafeFileName.LONGEST);
    }

    @Test
    void shortensWithoutCuttingACharacterInTwo() {
        String safe = SafeFileName.of("😀".repeat(300), "message");
        assertThat(safe).matches("(😀)+");
        assertThat(safe.getBytes(StandardCharsets.UTF_8)).hasSize(SafeFileName.LONGEST);
    }

    @Test
    void anExtensionOfAbsurdLengthIsNone() {
        String safe = SafeFileName.of("a." + "x".repeat(300), "message");
        assertThat(safe).startsWith("a.xxx").hasSize(SafeFileName.LONGEST);
    }

    @ParameterizedTest
    @CsvSource({"a.txt, 1, a.txt", "a.txt, 2, a-2.txt", "a.tar.gz, 3, a.tar-3.gz", "a, 4, a-4"})
    void numbersBeforeTheExtension(String name, int number, String numbered) {
        assertThat(SafeFileName.numbered(name, number)).isEqualTo(numbered);
    }
}
