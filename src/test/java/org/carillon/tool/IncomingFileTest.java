package org.carillon.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IncomingFileTest {
    @TempDir private Path directory;

    @Test
    void hasItsNameOnlyWhenItIsWhole() throws IOException {
        Path folder = directory.resolve("new/folder");
        try (IncomingFile file = IncomingFile.in(folder)) {
            file.append(octets("abc"));
            assertThat(folder.resolve("a.txt")).doesNotExist();
            SavedFile saved = file.keepAs("a.txt");
            assertThat(saved.path()).isEqualTo(folder.resolve("a.txt")).hasContent("abc");
            assertThat(saved.bytes()).isEqualTo(3);
            assertThat(saved.sha256())
                    .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        }
        assertThat(folder).isDirectoryContaining("glob:**/a.txt");
        assertThat(folder.toFile().list()).containsExactly("a.txt");
    }

    @Test
    void leavesNothingWhenAbandoned() throws IOException {
        try (IncomingFile file = IncomingFile.in(directory)) {
            file.append(octets("half"));
            assertThat(directory).isNotEmptyDirectory();
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void neverOverwrites() throws IOException {
        Files.writeString(directory.resolve("a.txt"), "mine");
        Files.writeString(directory.resolve("a-2.txt"), "mine too");
        try (IncomingFile file = IncomingFile.in(directory)) {
            file.append(octets("new"));
            assertThat(file.keepAs("a.txt").path()).isEqualTo(directory.resolve("a-3.txt"));
        }
        assertThat(directory.resolve("a.txt")).hasContent("mine");
        assertThat(directory.resolve("a-2.txt")).hasContent("mine too");
        assertThat(directory.resolve("a-3.txt")).hasContent("new");
    }

    @Test
    void doesNotWriteThroughALinkOfThatName() throws IOException {
        Path victim = Files.writeString(directory.resolve("victim"), "untouched");
        Path folder = Files.createDirectory(directory.resolve("folder"));
        Files.createSymbolicLink(folder.resolve("a.txt"), victim);
        try (IncomingFile file = IncomingFile.in(folder)) {
            file.append(octets("new"));
            file.keepAs("a.txt");
        }
        assertThat(victim).hasContent("untouched");
        assertThat(folder.resolve("a-2.txt")).hasContent("new");
    }

    private static ByteBuffer octets(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
