package org.carillon.history;

import jakarta.mail.search.HeaderTerm;
import jakarta.mail.search.SearchException;
import java.io.IOException;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.angus.mail.iap.BadCommandException;
import org.eclipse.angus.mail.iap.CommandFailedException;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.imap.protocol.ListInfo;

/**
 * A connection to the mailboxes of one user, logged in. After a failure it is good for nothing but
 * to be closed. Owned by one thread at a time; blocks.
 */
final class ImapConnection implements AutoCloseable {
    private static final Pattern CODE = Pattern.compile("NO \\[([A-Za-z0-9-]+)");

    private final ImapOptions server;
    private final ImapWire wire;
    private final ImapNames names;

    ImapConnection(ImapOptions server, ImapWire wire, ImapNames names) {
        this.server = server;
        this.wire = wire;
        this.names = names;
    }

    /** Whether the server still answers. */
    boolean isAlive() {
        try {
            wire.noop();
            return true;
        } catch (ProtocolException e) {
            return false;
        }
    }

    /**
     * Whether an object with this Message-ID is in the mailbox. The mailbox is only examined (RFC
     * 3501 §6.3.2): its messages stay recent.
     */
    boolean holds(String folder, String messageId) throws ImapFailure {
        String mailbox = names.mailbox(folder);
        try {
            if (!exists(mailbox)) {
                return false;
            }
            wire.examine(mailbox);
            boolean found = wire.search(new HeaderTerm("Message-ID", messageId)).length > 0;
            wire.close();
            return found;
        } catch (ProtocolException | SearchException e) {
            throw ImapFailure.of(e, server);
        }
    }

    private boolean exists(String mailbox) throws ProtocolException {
        ListInfo[] found = wire.list("", mailbox);
        return found != null && found[0].canOpen;
    }

    /**
     * Appends an object to a mailbox, which is made if it is not there.
     *
     * @throws ObjectRefused if the server will never take it
     */
    void append(String folder, MailObject object, Instant received) throws IOException {
        String mailbox = names.mailbox(folder);
        try {
            appendOrCreate(mailbox, object, received);
        } catch (BadCommandException e) {
            throw new ObjectRefused("the server's answer: " + ImapFailure.answer(e));
        } catch (CommandFailedException e) {
            throw refusal(e);
        } catch (ProtocolException e) {
            throw ImapFailure.of(e, server);
        }
    }

    private void appendOrCreate(String mailbox, MailObject object, Instant received)
            throws ProtocolException {
        try {
            wire.append(mailbox, received, object);
        } catch (CommandFailedException e) {
            if (!code(e).equals("TRYCREATE")) {
                throw e;
            }
            create(mailbox);
            wire.append(mailbox, received, object);
        }
    }

    private void create(String mailbox) throws ProtocolException {
        try {
            wire.create(mailbox);
        } catch (CommandFailedException e) {
            if (!code(e).equals("ALREADYEXISTS")) { // somebody else was first
                throw e;
            }
        }
    }

    /** RFC 5530 and RFC 7889 name what no later attempt will change. */
    private IOException refusal(CommandFailedException e) {
        return switch (code(e)) {
            case "CANNOT", "TOOBIG" ->
                    new ObjectRefused("the server's answer: " + ImapFailure.answer(e));
            default -> ImapFailure.of(e, server);
        };
    }

    /** The response code of a NO, or nothing. */
    private static String code(CommandFailedException e) {
        Matcher code = CODE.matcher(e.getMessage());
        return code.find() ? code.group(1) : "";
    }

    /** Says goodbye, if the server still listens. */
    @Override
    public void close() {
        try {
            wire.logout();
        } catch (ProtocolException e) {
            // it is gone already
        }
    }

    /** After a failure nobody knows what the server waits for. */
    void abandon() {
        wire.disconnect();
    }
}
