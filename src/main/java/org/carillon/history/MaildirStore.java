package org.carillon.history;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A Maildir per user, {@code <root>/<user>/}, with a Maildir++ folder per mailbox; a mail server
 * such as Dovecot can serve the same directory. A user's directory is named {@code user@domain}, or
 * by the number of a {@code tel} URI.
 */
final class MaildirStore implements MessageStore {
    private final Path root;

    MaildirStore(Path root) {
        this.root = root;
    }

    @Override
    public void put(String name, Envelope envelope, Path content, Attempt attempt)
            throws IOException {
        new Maildir(root.resolve(directoryOf(envelope.user())))
                .deliver(MailObject.read(content), folderOf(envelope), name);
    }

    /** As Maildir++ has it on disk, such as {@code .Default.f81d4fae-7dec}. */
    private static String folderOf(Envelope envelope) {
        return "." + ModifiedUtf7.encode(envelope.folder().replace('/', '.'));
    }

    private static String directoryOf(String user) {
        return SafeName.directory(user.substring(user.indexOf(':') + 1));
    }

    @Override
    public String settings(Exception failure) {
        return "data-directory";
    }

    @Override
    public void close() {}
}
