package org.carillon.tool;

import javax.sip.ServerTransaction;
import javax.sip.SipException;
import javax.sip.header.FromHeader;
import javax.sip.message.Request;

/** A MESSAGE to a user agent, to be answered once, from any thread. */
final class IncomingMessage {
    private final UserAgent userAgent;
    private final ServerTransaction transaction;

    IncomingMessage(UserAgent userAgent, ServerTransaction transaction) {
        this.userAgent = userAgent;
        this.transaction = transaction;
    }

    /** Who sent it, as its From says. */
    String sender() {
        FromHeader from = (FromHeader) request().getHeader(FromHeader.NAME);
        return Printable.of(from.getAddress().getURI().toString());
    }

    byte[] body() {
        byte[] content = request().getRawContent();
        return content == null ? new byte[0] : content;
    }

    private Request request() {
        return transaction.getRequest();
    }

    /** An answer that cannot be sent is one that nobody waits for any more. */
    void answer(int status) {
        try {
            userAgent.respond(transaction, status, "");
        } catch (SipException e) {
            System.getLogger(IncomingMessage.class.getName())
                    .log(System.Logger.Level.DEBUG, "event=message-not-answered", e);
        }
    }
}
