package org.carillon.history;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where and under which names history is kept.
 *
 * @param root the directory that holds one Maildir per user
 * @param folder the setting {@code history-folder}: the mailbox of a message, levels separated by
 *     {@code /}, with {@code {Conversation-ID}}, {@code {Contribution-ID}} and {@code {From}}
 *     filled in
 * @param host the name of this machine, which keeps names of different writers apart
 * @param imap the server that keeps it; empty: Maildirs
 */
public record HistoryOptions(Path root, String folder, String host, Optional<ImapOptions> imap) {
    /** The mailbox that the setting has when nobody changes it. */
    public static final String DEFAULT_FOLDER = "Default/{Conversation-ID}";

    public HistoryOptions {
        FolderTemplate.parse(folder);
        if (host.isEmpty()) {
            throw new IllegalArgumentException("the host name is empty");
        }
    }
}
