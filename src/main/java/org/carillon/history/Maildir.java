package org.carillon.history;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;

import java.io.IOException;
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
     * Makes an object visible in a folder, for good when this returns. On the same file system its
     * file is moved there, if it can stay as it is; otherwise it is written, unless the folder has
     * it from an earlier time.
     *
     * @param name unlike that of any other object, for ever
     */
    void deliver(MailObject object, String folder, String name) throws IOException {
        Path box = createFolder(folder);
        Path target = box.resolve("new").resolve(name + ",S=" + object.size());
        boolean moved = object.isText() && isMoved(object.file(), target);
        if (!moved && !isIn(box.resolve("new"), name) && !isIn(box.resolve("cur"), name)) {
            write(object, name, target);
        }
        Disk.sync(target.getParent());
    }

    private static boolean isMoved(Path content, Path target) throws IOException {
        try {
            Files.move(content, target, ATOMIC_MOVE);
            return true;
        } catch (AtomicMoveNotSupportedException e) {
            return false;
        }
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
    private void write(MailObject object, String name, Path target) throws IOException {
        Path temporary = top.resolve("tmp").resolve(name);
        try (FileChannel out = Disk.write(temporary, CREATE, TRUNCATE_EXISTING)) {
            object.writeTo(Channels.newOutputStream(out));
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
