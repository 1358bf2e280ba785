package org.carillon.launcher;

import gov.nist.javax.sip.message.SIPRequest;
import java.text.ParseException;
import javax.sip.InvalidArgumentException;
import javax.sip.RequestEvent;
import javax.sip.SipException;
import javax.sip.SipProvider;
import javax.sip.header.RetryAfterHeader;
import javax.sip.header.ToHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
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
        Request request = event.getRequest();
        if (request.getMethod().equals(Request.ACK)) {
            return;
        }
        try {
            ((SipProvider) event.getSource()).sendResponse(response(request));
        } catch (ParseException | InvalidArgumentException | SipException e) {
            LOG.log(System.Logger.Level.INFO, "refusal-not-sent", e);
        }
    }

    private static Response response(Request request)
            throws ParseException, InvalidArgumentException {
        Response response =
                SipFactoryImpl.messageFactory.createResponse(Response.SERVICE_UNAVAILABLE, request);
        ToHeader to = (ToHeader) response.getHeader(ToHeader.NAME);
        if (to.getTag() == null) {
            to.setTag(sameTagForRetransmissions(request));
        }
        RetryAfterHeader retry =
                SipFactoryImpl.headerFactory.createRetryAfterHeader(RETRY_AFTER_SECONDS);
        response.setHeader(retry);
        return response;
    }

    private static String sameTagForRetransmissions(Request request) {
        return Integer.toHexString(((SIPRequest) request).getTransactionId().hashCode());
    }
}
