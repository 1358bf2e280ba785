package org.carillon.tool;

import static org.assertj.core.api.Assertions.assertThat;

import org.carillon.cpim.CpimAddress;
import org.carillon.cpim.CpimBuilder;
import org.carillon.cpim.CpimHeadReader;
import org.carillon.cpim.CpimReading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DispositionTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            delimiter = '|',
            value = {
                "attachment; filename=\"a b.txt\" | a b.txt",
                "attachment;filename=a.txt | a.txt",
                "ATTACHMENT ; FileName = a.txt; size=3 | a.txt",
                "attachment; filename=\"say \\\"hi\\\".txt\" | say \"hi\".txt",
                "attachment; filename=\"a;b.txt\" | a;b.txt",
                "attachment; filename=\"_.txt\"; filename*=UTF-8''%C3%A4.txt | ä.txt",
                "attachment; filename*=utf-8'de'%C3%A4.txt; filename=\"_.txt\" | ä.txt",
                "attachment; filename*=UTF-8''100%.txt | 100%.txt",
                "attachment; filename*=UTF-8''a%4 | a%4",
                "attachment; filename=\"ä.txt\" | ä.txt"
            })
    void readsTheName(String value, String name) {
        assertThat(Disposition.fileName(value)).hasValue(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"attachment", "inline; size=3", "render; filename=", "filename=a.txt"})
    void claimsNoneWhereThereIsNone(String value) {
        assertThat(Disposition.fileName(value)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.txt", "Ärger & Co.pdf", "写真.jpg", "50%.txt", "a\"b.txt", "it's.txt"})
    void readsWhatTheBuilderWrites(String name) {
        byte[] head =
                new CpimBuilder()
                        .from(new CpimAddress("", "sip:a@b"))
                        .contentType("text/plain")
                        .attachment(name)
                        .head();
        CpimReading.Complete read = (CpimReading.Complete) CpimHeadReader.read(head);
        assertThat(read.head().mimeHeader("Content-Disposition").flatMap(Disposition::fileName))
                .hasValue(name);
    }

    @Test
    void aHugeQuotedStringIsReadInReasonableStack() {
        String name = "x".repeat(15_000);
        assertThat(Disposition.fileName("attachment; filename=\"" + name + "\"")).hasValue(name);
    }
}
