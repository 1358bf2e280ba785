package org.carillon.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An outbox on another file system; a zip file is one that every machine has. */
class MaildirTest {
    @TempDir Path root;
    private FileSystem elsewhere;
    private Path content;
    private Path box;

    @BeforeEach
    void writeElsewhere() throws IOException {
        elsewhere =
                FileSystems.newFileSystem(root.resolve("elsewhere.zip"), Map.of("create", "true"));
        content = Files.writeString(elsewhere.getPath("/1.M2"), "A: b\r\n\r\nthe object");
        box = root.resolve("maildir").resolve(".Default.c1");
    }

    @AfterEach
    void close() throws IOException {
        elsewhere.close();
    }

    private void deliver() throws IOException {
        new Maildir(root.resolve("maildir"))
                .deliver(MailObject.read(content), ".Default.c1", "1.M2");
    }

    private List<String> visible() throws IOException {
        try (Stream<Path> all = Files.walk(box)) {
            return all.filter(file -> file.getFileName().toString().startsWith("1."))
                    .map(file -> box.relativize(file).toString())
                    .toList();
        }
    }

    @Test
    void isCopied() throws Exception {
        deliver();
        assertThat(visible()).containsExactly("new/1.M2,S=18");
        assertThat(box.resolve("new/1.M2,S=18")).hasContent("A: b\r\n\r\nthe object");
        assertThat(root.resolve("maildir/tmp")).isEmptyDirectory();
    }

    /** A mail server may give LF as CRLF to whoever reads. */
    @Test
    void whatIsNoTextIsInBase64OnTheSameFileSystemToo() throws Exception {
        content =
                Files.writeString(
                        root.resolve("1.M2"),
                        "A: b\r\nContent-Transfer-Encoding: 8bit\r\n\r\na\nb");
        deliver();
        deliver();
        assertThat(visible()).containsExactly("new/1.M2,S=47");
        assertThat(box.resolve("new/1.M2,S=47"))
                .hasContent("A: b\r\nContent-Transfer-Encoding: base64\r\n\r\nYQpi");
    }

    @Test
    void aSecondTimeChangesNothing() throws Exception {
        deliver();
        deliver();
        assertThat(visible()).containsExactly("new/1.M2,S=18");
    }

    @Test
    void norIfItHasBeenReadSince() throws Exception {
        deliver();
        Files.move(box.resolve("new/1.M2,S=18"), box.resolve("cur/1.M2,S=18:2,S"));
        deliver();
        assertThat(visible()).containsExactly("cur/1.M2,S=18:2,S");
    }

    @Test
    void whatAFailedCopyLeftIsOverwritten() throws Exception {
        Files.createDirectories(root.resolve("maildir/tmp"));
        Files.writeString(root.resolve("maildir/tmp/1.M2"), "the object and more than that");
        deliver();
        assertThat(box.resolve("new/1.M2,S=18")).hasContent("A: b\r\n\r\nthe object");
        assertThat(root.resolve("maildir/tmp")).isEmptyDirectory();
    }
}
