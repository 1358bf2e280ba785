package org.carillon.history;

import jakarta.mail.Flags;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Date;
import java.util.Properties;
import org.carillon.history.ImapOptions.Tls;
import org.eclipse.angus.mail.iap.Literal;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import org.eclipse.angus.mail.util.MailLogger;

/** Angus Mail's IMAP, command by command, with objects that are read while they are sent. */
final class ImapWire extends IMAPProtocol {
    /**
     * A larger object waits for the server's leave even where LITERAL+ (RFC 7888) would spare the
     * round trip: so a mailbox that is not there is heard of before the object is sent.
     */
    static final int SENT_UNASKED = 1 << 16;

    private boolean asksFirst;

    ImapWire(ImapOptions options, Properties properties) throws IOException, ProtocolException {
        super(
                "imap",
                options.host(),
                options.port(),
                properties,
                options.tls() == Tls.IMPLICIT,
                new MailLogger(ImapWire.class, "IMAP", false, System.err));
    }

    /** Without any flag: nobody has seen it yet. */
    void append(String mailbox, Instant received, MailObject object) throws ProtocolException {
        asksFirst = object.size() > SENT_UNASKED;
        append(mailbox, new Flags(), Date.from(received), new Streamed(object));
        asksFirst = false;
    }

    @Override
    protected boolean supportsNonSyncLiterals() {
        return !asksFirst && super.supportsNonSyncLiterals();
    }

    private record Streamed(MailObject object) implements Literal {
        @Override
        public int size() {
            return Math.toIntExact(object.size());
        }

        /** What fails here ends the connection: the server waits for the octets announced. */
        @Override
        public void writeTo(OutputStream out) throws IOException {
            object.writeTo(out);
        }
    }
}
