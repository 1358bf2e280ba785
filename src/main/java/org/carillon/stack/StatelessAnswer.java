package org.carillon.stack;

import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.stack.MessageChannel;
import java.io.IOException;
import javax.sip.SipException;

/** Sends a response that no transaction keeps (RFC 3261 section 8.2.7). */
public final class StatelessAnswer {
    private StatelessAnswer() {}

    /**
     * RFC 3261 section 18.2.2: over the connection that the request came by, or to its source. Left
     * to itself the stack would open a connection to the Via.
     *
     * @param from the channel that the request came by
     */
    public static void send(SIPResponse response, MessageChannel from)
            throws IOException, SipException {
        if (from.isReliable()) {
            from.sendMessage(response);
        } else {
            from.getMessageProcessor().getListeningPoint().getProvider().sendResponse(response);
        }
    }
}
