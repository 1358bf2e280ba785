package org.carillon.history;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import org.eclipse.angus.mail.imap.protocol.ListInfo;
import org.eclipse.angus.mail.imap.protocol.Namespaces;
import org.eclipse.angus.mail.imap.protocol.Namespaces.Namespace;

/**
 * How this server names the mailboxes of the user who is logged in.
 *
 * @param prefix what stands before each, such as {@code INBOX.}
 * @param delimiter what stands between levels; NUL where the server knows no levels
 */
record ImapNames(String prefix, char delimiter) {
    /** Asks for the user's namespace (RFC 2342), or, where there are none, for the delimiter. */
    static ImapNames of(IMAPProtocol server) throws ProtocolException {
        if (server.hasCapability("NAMESPACE")) {
            Namespaces namespaces = server.namespace();
            if (namespaces != null && namespaces.personal != null) {
                Namespace personal = namespaces.personal[0];
                return new ImapNames(personal.prefix, personal.delimiter);
            }
        }
        ListInfo[] root = server.list("", "");
        return new ImapNames("", root == null ? '\0' : root[0].separator);
    }

    /**
     * @param folder levels joined by {@code /}, as in {@link Envelope}
     */
    String mailbox(String folder) {
        String between = delimiter == '\0' ? "." : Character.toString(delimiter);
        return prefix
                + Arrays.stream(folder.split("/", -1))
                        .map(this::level)
                        .collect(Collectors.joining(between));
    }

    /** A level is free of the usual delimiters, but a server may have any. */
    private String level(String level) {
        return level.replace(Character.toString(delimiter), SafeName.escaped(delimiter));
    }
}
