package org.carillon.launcher;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.stack.MessageChannel;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.text.ParseException;
import javax.sip.InvalidArgumentException;
import javax.sip.RequestEvent;
import javax.sip.SipException;
import javax.sip.header.RetryAfterHeader;
import javax.sip.header.ToHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.carillon.stack.StatelessAnswer;
import org.carillon.stack.StrayMessageValve;
import org.mobicents.servlet.sip.core.SipApplicationDispatcherImpl;
import org.mobicents.servlet.sip.message.SipFactoryImpl;

/**
 * The container's dispatcher, made to be an endpoint and nothing else: it passes requests to the
 * application or answers them, and never forwards one.
 *
 * <p>The container by itself is a proxy as well: a request for which it finds no application goes
 * on to its Request-URI, for whoever asks. Here, while no application serves, every request gets
 * 503 with Retry-After. What belongs to no dialog of ours never comes this far: see {@link
 * StrayMessageValve}.
 *
 * <p>States: closed (at first), serving, closed again. Requests come on threads of the SIP stack,
 * the state changes on the thread that starts and stops the container.
 */
public final class EndpointDispatcher extends SipApplicationDispatcherImpl {
    private static final System.Logger LOG = System.getLogger(EndpointDispatcher.class.getName());

    private static final int RETRY_AFTER_SECONDS = 5;

    private volatile boolean serving;

    /** The container makes it, by name. */
    public EndpointDispatcher() {}

    /** From now on requests reach the application. */
    void serve() {
        serving = true;
    }

    /** From now on no request reaches the application; responses still do. */
    void refuse() {
        serving = false;
    }

    @Override
    public void processRequest(RequestEvent event) {
        if (!serving) {
            refuse(event);
        } else {
            super.processRequest(event);
        }
    }

    /** Without a server transaction (RFC 3261 section 8.2.7). */
    private static void refuse(RequestEvent event) {
        SIPRequest request = (SIPRequest) event.getRequest();
        if (request.getMethod().equals(Request.ACK)) {
            return;
        }
        try {
            StatelessAnswer.send(response(request), (MessageChannel) request.getMessageChannel());
        } catch (ParseException | InvalidArgumentException | SipException | IOException e) {
            LOG.log(Level.DEBUG, "event=refusal-not-sent why={0}", e.getMessage());
        }
    }

    private static SIPResponse response(SIPRequest request)
            throws ParseException, InvalidArgumentException {
        SIPResponse response = request.createResponse(Response.SERVICE_UNAVAILABLE);
        ToHeader to = (ToHeader) response.getHeader(ToHeader.NAME);
        if (to.getTag() == null) {
            to.setTag(sameTagForRetransmissions(request));
        }
        RetryAfterHeader retry =
                SipFactoryImpl.headerFactory.createRetryAfterHeader(RETRY_AFTER_SECONDS);
        response.setHeader(retry);
        return response;
    }

    private static String sameTagForRetransmissions(SIPRequest request) {
        return Integer.toHexString(request.getTransactionId().hashCode());
    }
}
