package org.carillon.history;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * One user's Maildir, readable by its owner alone. Objects of every folder are written in the one
 * {@code tmp} at the top, so that a message which is never completed leaves no folder either, and
 * leftovers of a crash are all in one place.
 */
final class Maildir {
    private static final FileAttribute<?> OWNER_ONLY_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<?> OWNER_ONLY_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path top;

    Maildir(Path top) {
        this.top = top;
    }

    static void createDirectory(Path directory) throws IOException {
        Files.createDirectories(directory, OWNER_ONLY_DIRECTORY);
    }

    private static void createMaildir(Path directory) throws IOException {
        for (String part : new String[] {"tmp", "new", "cur"}) {
            createDirectory(directory.resolve(part));
        }
    }

    Path temporary(String name) {
        return top.resolve("tmp").resolve(name);
    }

    /** Opens a new file in {@code tmp}. */
    FileChannel create(String name) throws IOException {
        createMaildir(top);
        return FileChannel.open(
                temporary(name),
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                OWNER_ONLY_FILE);
    }

    /**
     * Makes a file of {@code tmp} visible, for good when this returns; if it throws, nothing is
     * visible.
     */
    void deliver(String temporary, String folder, String name) throws IOException {
        Path directory = createFolder(folder);
        Path target = directory.resolve("new").resolve(name);
        Files.move(temporary(temporary), target, StandardCopyOption.ATOMIC_MOVE);
        try {
            sync(target.getParent());
        } catch (IOException e) {
            Files.deleteIfExists(target);
            throw e;
        }
    }

    private Path createFolder(String folder) throws IOException {
        Path directory = top.resolve(folder);
        if (!Files.exists(directory.resolve("maildirfolder"))) {
            createMaildir(directory);
            createMarker(directory.resolve("maildirfolder"));
            sync(directory);
            sync(top);
        }
        return directory;
    }

    // Tells mail programs that this is a folder of the Maildir around it and no Maildir by itself.
    private static void createMarker(Path marker) throws IOException {
        try {
            Files.createFile(marker, OWNER_ONLY_FILE);
        } catch (FileAlreadyExistsException e) {
            // another message of the same conversation was first
        }
    }

    /** A name in a directory is safe from a power cut only when the directory is written too. */
    private static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
