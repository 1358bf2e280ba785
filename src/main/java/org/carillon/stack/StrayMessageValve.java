package org.carillon.stack;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.SIPMessageValve;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import javax.sip.SipException;
import javax.sip.SipStack;
import javax.sip.header.RouteHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;

/**
 * Ends what belongs to no dialog and no transaction of ours before the container sees it.
 *
 * <p>The container takes such a message for one that a proxy of its own should pass on, and sends
 * it to whatever its Request-URI (or, of a response, its second Via) names: an open relay. We are
 * only ever a user agent, so nothing that comes in is ever passed on:
 *
 * <ul>
 *   <li>a request inside a dialog (it has a To-tag, or its method makes no sense outside one) that
 *       we do not have: 481 (RFC 3261 section 12.2.2);
 *   <li>a CANCEL without its INVITE: 481 (section 9.2); a stray ACK: nothing;
 *   <li>a request that claims to have been routed by this container before, as only a proxy
 *       application in it could have: 481;
 *   <li>a response that answers nothing of ours (section 18.1.2) or has more than one Via (section
 *       8.1.3.3): nothing.
 * </ul>
 *
 * <p>Named in the stack's properties, made by the stack. Thread-safe: called by the stack's
 * threads.
 */
public final class StrayMessageValve implements SIPMessageValve {
    private static final System.Logger LOG = System.getLogger(StrayMessageValve.class.getName());

    /** Of these the container opens no session (SIP Servlet 1.1, appendix B). */
    private static final Set<String> ONLY_IN_DIALOG =
            Set.of(Request.BYE, Request.PRACK, Request.UPDATE, Request.INFO);

    /** What the container would put into a Route or Record-Route of its own, and then believe. */
    private static final Set<String> CONTAINER_PARAMETERS =
            Set.of(
                    "proxy",
                    "appname",
                    "app_id",
                    "directive",
                    "region_label",
                    "region_type",
                    "previousappname",
                    "previousappid");

    private SIPTransactionStack stack;

    /** The stack makes it, by name. */
    public StrayMessageValve() {}

    @Override
    public void init(SipStack owner) {
        stack = (SIPTransactionStack) owner;
        // The ACK of a refusal ends its transaction and concerns nobody else. The container, which
        // insists on this setting in its properties, would look for a session that is gone.
        stack.setNon2XXAckPassedToListener(false);
    }

    @Override
    public void destroy() {}

    @Override
    public boolean processRequest(SIPRequest request, MessageChannel channel) {
        if (!isStray(request)) {
            return true;
        }
        if (!request.getMethod().equals(Request.ACK)) {
            refuse(request, channel);
        }
        return false;
    }

    @Override
    public boolean processResponse(Response response, MessageChannel channel) {
        SIPResponse ours = (SIPResponse) response;
        return ours.getViaHeaders().size() == 1 && answersSomething(ours);
    }

    /** The last two find a 2xx that comes after its transaction: repeated, or of another branch. */
    private boolean answersSomething(SIPResponse response) {
        return stack.findTransaction(response, false) != null
                || stack.getDialog(response.getDialogId(false)) != null
                || (response.getFromTag() != null
                        && stack.getForkedTransaction(response.getForkId()) != null);
    }

    private boolean isStray(SIPRequest request) {
        if (stack.findTransaction(request, true) != null) {
            return false; // a retransmission, or the ACK of a refusal
        }
        return switch (request.getMethod()) {
            case Request.CANCEL -> !cancelsSomething(request);
            case Request.ACK -> !isInDialog(request);
            case Request.NOTIFY ->
                    claimsDialog(request) && !isInDialog(request) && !answersSubscribe(request);
            default -> claimsDialog(request) ? !isInDialog(request) : claimsProxy(request);
        };
    }

    /** A NOTIFY may overtake the response that makes its dialog (RFC 6665 section 4.1.2.4). */
    private boolean answersSubscribe(SIPRequest notify) {
        return stack.findSubscribeTransaction(notify, null) != null;
    }

    private static boolean claimsDialog(SIPRequest request) {
        return request.getToTag() != null || ONLY_IN_DIALOG.contains(request.getMethod());
    }

    private boolean isInDialog(SIPRequest request) {
        return stack.getDialog(request.getDialogId(true)) != null;
    }

    /**
     * By the key of the INVITE where there is one; a search over all transactions is the last way.
     */
    private boolean cancelsSomething(SIPRequest cancel) {
        String branch = String.valueOf(cancel.getTopmostVia().getBranch());
        return stack.findTransaction(branch.toLowerCase(Locale.ROOT), true) != null
                || stack.findCancelTransaction(cancel, true) != null;
    }

    private static boolean claimsProxy(SIPRequest request) {
        RouteHeader route = (RouteHeader) request.getHeader(RouteHeader.NAME);
        return carriesParameters(request.getRequestURI())
                || (route != null && carriesParameters(route.getAddress().getURI()));
    }

    private static boolean carriesParameters(javax.sip.address.URI uri) {
        return uri instanceof javax.sip.header.Parameters parameters
                && CONTAINER_PARAMETERS.stream().anyMatch(p -> parameters.getParameter(p) != null);
    }

    private static void refuse(SIPRequest request, MessageChannel channel) {
        try {
            SIPResponse response =
                    request.createResponse(Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
            if (response.getToTag() == null) {
                response.setToTag(UUID.randomUUID().toString());
            }
            StatelessAnswer.send(response, channel);
        } catch (SipException | IOException e) {
            // The peer is gone, or its Via leads nowhere: it learns nothing, and nobody else
            // either.
            LOG.log(Level.DEBUG, "no answer to a stray {0}: {1}", request.getMethod(), e);
        }
    }
}
