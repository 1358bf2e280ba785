package org.carillon.launcher;

import gov.nist.javax.sip.message.SIPRequest;
import java.text.ParseException;
import java.util.Set;
import javax.sip.InvalidArgumentException;
import javax.sip.RequestEvent;
import javax.sip.SipException;
import javax.sip.SipProvider;
import javax.sip.header.RetryAfterHeader;
import javax.sip.header.ToHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.mobicents.servlet.sip.core.ApplicationRoutingHeaderComposer;
import org.mobicents.servlet.sip.core.SipApplicationDispatcherImpl;
import org.mobicents.servlet.sip.message.SipFactoryImpl;

/**
 * The container's dispatcher, made to be an endpoint and nothing else: it passes requests to the
 * application or answers them, and never forwards one.
 *
 * <p>The container by itself is a proxy as well. A request for which it finds no application or no
 * dialog goes on to its Request-URI, for whoever asks. Here
 *
 * <ul>
 *   <li>while no application serves, every request gets 503 with Retry-After;
 *   <li>a request inside a dialog that is none of the application's gets 481 (RFC 3261 section
 *       12.2.2), an ACK nothing.
 * </ul>
 *
 * <p>States: closed (at first), serving, closed again. Requests come on threads of the SIP stack,
 * the state changes on the thread that starts and stops the container.
 */
public final class EndpointDispatcher extends SipApplicationDispatcherImpl {
    private static final System.Logger LOG = System.getLogger(EndpointDispatcher.class.getName());

    private static final int RETRY_AFTER_SECONDS = 5;

    /** Never the first of a dialog, nor out of one (RFC 3261, 3262, 3311). */
    private static final Set<String> ONLY_IN_DIALOGS =
            Set.of(Request.ACK, Request.BYE, Request.PRACK, Request.UPDATE);

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
            answer(event, Response.SERVICE_UNAVAILABLE);
        } else if (isOfUnknownDialog(event.getRequest())) {
            answer(event, Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
        } else {
            super.processRequest(event);
        }
    }

    /** A CANCEL belongs to a transaction instead, and the container answers it by itself. */
    private boolean isOfUnknownDialog(Request request) {
        if (request.getMethod().equals(Request.CANCEL)) {
            return false;
        }
        String tag = ((ToHeader) request.getHeader(ToHeader.NAME)).getTag();
        return tag == null
                ? ONLY_IN_DIALOGS.contains(request.getMethod())
                : !isOfOurApplication(tag);
    }

    /** The container writes the application's name into every tag that it makes. */
    private boolean isOfOurApplication(String tag) {
        try {
            return ApplicationRoutingHeaderComposer.getAppNameAndSessionId(this, tag)[1] != null;
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            return false;
        }
    }

    /** Without a server transaction (RFC 3261 section 8.2.7). */
    private static void answer(RequestEvent event, int status) {
        Request request = event.getRequest();
        if (request.getMethod().equals(Request.ACK)) {
            return;
        }
        try {
            ((SipProvider) event.getSource()).sendResponse(response(request, status));
        } catch (ParseException | InvalidArgumentException | SipException e) {
            LOG.log(System.Logger.Level.INFO, () -> "refusal-not-sent status=" + status, e);
        }
    }

    private static Response response(Request request, int status)
            throws ParseException, InvalidArgumentException {
        Response response = SipFactoryImpl.messageFactory.createResponse(status, request);
        ToHeader to = (ToHeader) response.getHeader(ToHeader.NAME);
        if (to.getTag() == null) {
            to.setTag(sameTagForRetransmissions(request));
        }
        if (status == Response.SERVICE_UNAVAILABLE) {
            RetryAfterHeader retry =
                    SipFactoryImpl.headerFactory.createRetryAfterHeader(RETRY_AFTER_SECONDS);
            response.setHeader(retry);
        }
        return response;
    }

    private static String sameTagForRetransmissions(Request request) {
        return Integer.toHexString(((SIPRequest) request).getTransactionId().hashCode());
    }
}
