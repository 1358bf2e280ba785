package org.carillon.history;

import java.io.IOException;
import java.nio.file.Path;

/**
 * An IMAP server, with the mailboxes of each user behind a login of their own. An object's
 * Message-ID is made from its name; before a second attempt the mailbox is searched for it.
 */
final class ImapStore implements MessageStore {
    /** What the library counts octets with; some servers count in 32 bits too. */
    private static final long LARGEST = Integer.MAX_VALUE;

    private final ImapConnections connections;

    ImapStore(ImapOptions options) {
        connections = new ImapConnections(options);
    }

    @Override
    public void put(String name, Envelope envelope, Path content, Attempt attempt)
            throws IOException {
        MailObject object = MailObject.read(content);
        if (object.size() > LARGEST) {
            throw new ObjectRefused(object.size() + " octets, IMAP takes " + LARGEST);
        }
        ImapConnection connection = connections.take(envelope.user());
        boolean done = false;
        try {
            put(connection, name, envelope, object, attempt);
            done = true;
        } finally {
            if (!done) {
                connection.abandon();
            }
        }
        connections.giveBack(envelope.user(), connection);
    }

    private static void put(
            ImapConnection connection,
            String name,
            Envelope envelope,
            MailObject object,
            Attempt attempt)
            throws IOException {
        if (attempt == Attempt.FIRST
                || !connection.holds(envelope.folder(), UniqueNames.messageId(name))) {
            connection.append(envelope.folder(), object, UniqueNames.timeOf(name));
        }
    }

    @Override
    public String settings(Exception failure) {
        if (failure instanceof ImapFailure imap) {
            return imap.settings();
        }
        return failure instanceof IOException ? "data-directory" : "none";
    }

    @Override
    public void close() {
        connections.close();
    }
}
