package org.carillon.history;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/** One user's Maildir, readable by its owner alone. */
final class Maildir {
    private final Path top;

    Maildir(Path top) {
        this.top = top;
    }

    private static void createMaildir(Path directory) throws IOException {
        for (String part : new String[] {"tmp", "new", "cur"}) {
            Disk.createDirectory(directory.resolve(part));
        }
    }

    /**
     * Makes a file visible in a folder, for good when this returns. On the same file system it is
     * moved there; on another one it is copied, unless the folder has it from an earlier time.
     *
     * @param name unlike that of any other object, for ever
     * @param fullName the name with what Maildir adds to it
     */
    void deliver(Path content, String folder, String name, String fullName) throws IOException {
        Path box = createFolder(folder);
        Path target = box.resolve("new").resolve(fullName);
        try {
            Files.move(content, target, ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            if (!isIn(box.resolve("new"), name) && !isIn(box.resolve("cur"), name)) {
                copy(content, name, target);
            }
        }
        Disk.sync(target.getParent());
    }

    // Mail programs move it from new to cur and add flags to its name.
    private static boolean isIn(Path directory, String name) throws IOException {
        try (DirectoryStream<Path> found =
                Files.newDirectoryStream(
                        directory, file -> file.getFileName().toString().startsWith(name))) {
            return found.iterator().hasNext();
        }
    }

    /** What a failure leaves in {@code tmp}, the next attempt overwrites. */
    private void copy(Path content, String name, Path target) throws IOException {
        Path temporary = top.resolve("tmp").resolve(name);
        try (InputStream in = Files.newInputStream(content);
                FileChannel out = Disk.write(temporary, CREATE, TRUNCATE_EXISTING)) {
            in.transferTo(Channels.newOutputStream(out));
            out.force(true);
        }
        Files.move(temporary, target, ATOMIC_MOVE);
    }

    private Path createFolder(String folder) throws IOException {
        Path directory = top.resolve(folder);
        if (!Files.exists(directory.resolve("maildirfolder"))) {
            createMaildir(top);
            createMaildir(directory);
            createMarker(directory.resolve("maildirfolder"));
            Disk.sync(directory);
            Disk.sync(top);
        }
        return directory;
    }

    // Tells mail programs that this is a folder of the Maildir around it and no Maildir by itself.
    private static void createMarker(Path marker) throws IOException {
        try {
            Disk.write(marker, CREATE_NEW).close();
        } catch (FileAlreadyExistsException e) {
            // another writer of the same folder was first
        }
    }
}
