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
    public void put(String name, Envelope envelope, Path content) throws IOException {
        new Maildir(root.resolve(directoryOf(envelope.user())))
                .deliver(content, envelope.folder(), name, name + ",S=" + envelope.size());
    }

    private static String directoryOf(String user) {
        return SafeName.directory(user.substring(user.indexOf(':') + 1));
    }

    @Override
    public String settings() {
        return "data-directory";
    }
}
