package org.carillon.history;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.carillon.call.Aor;
import org.carillon.call.History;
import org.carillon.call.HistoryEntry;

/**
 * History as a Maildir per user, {@code <root>/<user>/}, with a Maildir++ folder per conversation;
 * a mail server such as Dovecot can serve the same directory. A user's directory is named {@code
 * user@domain}, or by the number of a {@code tel} URI.
 *
 * <p>Thread-safe; may block on the disk. Each message in progress holds at most the head of its
 * CPIM in memory.
 */
public final class MaildirHistory implements History {
    private final HistoryOptions options;
    private final FolderTemplate folders;
    private final UniqueNames names;
    private final RandomGenerator random;

    private MaildirHistory(HistoryOptions options, InstantSource clock, RandomGenerator random) {
        this.options = options;
        this.folders = FolderTemplate.parse(options.folder());
        this.names = new UniqueNames(clock, random, options.host());
        this.random = random;
    }

    /**
     * Creates the root and removes what an earlier process had begun and never completed.
     *
     * @param random names files and messages; used by several threads at once
     */
    public static MaildirHistory open(
            HistoryOptions options, InstantSource clock, RandomGenerator random)
            throws IOException {
        Maildir.createDirectory(options.root());
        try (DirectoryStream<Path> users = Files.newDirectoryStream(options.root())) {
            for (Path user : users) {
                removeLeftovers(user.resolve("tmp"), FileTime.from(clock.instant()));
            }
        }
        return new MaildirHistory(options, clock, random);
    }

    private static void removeLeftovers(Path tmp, FileTime start) throws IOException {
        if (!Files.isDirectory(tmp)) {
            return;
        }
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(
                        tmp, file -> UniqueNames.isOurs(file.getFileName().toString()))) {
            for (Path file : files) {
                if (Files.getLastModifiedTime(file).compareTo(start) < 0) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    @Override
    public Recording begin(HistoryEntry entry) throws IOException {
        Maildir maildir = new Maildir(options.root().resolve(directoryOf(entry.user())));
        String name = names.next();
        String generatedId = "%016x%016x".formatted(random.nextLong(), random.nextLong());
        return new MaildirRecording(
                maildir, maildir.create(name), name, folders.folderOf(entry), entry, generatedId);
    }

    private static String directoryOf(Aor user) {
        return SafeName.directory(user.uri().substring(user.uri().indexOf(':') + 1));
    }
}
