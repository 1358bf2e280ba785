package org.carillon.tool;

import javax.sip.DialogTerminatedEvent;
import javax.sip.IOExceptionEvent;
import javax.sip.RequestEvent;
import javax.sip.ResponseEvent;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import javax.sip.SipListener;
import javax.sip.TimeoutEvent;
import javax.sip.TransactionTerminatedEvent;
import javax.sip.header.ViaHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;

/** Takes the stack's events apart; runs on the stack's one thread. */
final class UserAgentListener implements SipListener {
    private static final System.Logger LOG = System.getLogger(UserAgentListener.class.getName());

    private final UserAgent userAgent;

    UserAgentListener(UserAgent userAgent) {
        this.userAgent = userAgent;
    }

    @Override
    public void processRequest(RequestEvent event) {
        try {
            switch (event.getRequest().getMethod()) {
                case Request.INVITE -> onInvite(event);
                case Request.ACK -> onAck(event);
                case Request.BYE -> onBye(event);
                case Request.CANCEL -> onCancel(event);
                case Request.MESSAGE -> userAgent.onMessage(transaction(event));
                case Request.UPDATE -> respond(event, Response.OK, descriptionOf(event));
                case Request.OPTIONS -> respond(event, Response.OK, "");
                default -> respond(event, Response.METHOD_NOT_ALLOWED, "");
            }
        } catch (SipException e) {
            LOG.log(System.Logger.Level.DEBUG, "event=request-not-answered", e);
        }
    }

    @Override
    public void processResponse(ResponseEvent event) {
        if (event.getClientTransaction() != null
                && event.getClientTransaction().getApplicationData() instanceof Exchange exchange) {
            exchange.onResponse(event.getResponse());
        }
    }

    @Override
    public void processTimeout(TimeoutEvent event) {
        if (!event.isServerTransaction()
                && event.getClientTransaction().getApplicationData() instanceof Exchange exchange) {
            exchange.onSilence("no final response within 32 s");
        }
    }

    @Override
    public void processIOException(IOExceptionEvent event) {
        LOG.log(System.Logger.Level.DEBUG, "event=sip-io-error port=" + event.getPort());
    }

    @Override
    public void processTransactionTerminated(TransactionTerminatedEvent event) {
        // Nothing hangs on a transaction that outlives it.
    }

    @Override
    public void processDialogTerminated(DialogTerminatedEvent event) {
        // Calls end by BYE, refusal or CANCEL, all of which are seen as such.
    }

    private void onInvite(RequestEvent event) throws SipException {
        ServerTransaction transaction = transaction(event);
        if (callOf(event) == null) {
            userAgent.onInvite(transaction, branch(event.getRequest()));
        } else {
            userAgent.respond(transaction, Response.OK, descriptionOf(event));
        }
    }

    private static void onAck(RequestEvent event) {
        Call call = callOf(event);
        if (call != null) {
            call.onAck();
        }
    }

    private void onBye(RequestEvent event) throws SipException {
        respond(event, Response.OK, "");
        Call call = callOf(event);
        if (call != null) {
            call.onBye();
        }
    }

    private void onCancel(RequestEvent event) throws SipException {
        respond(event, Response.OK, "");
        userAgent.onCancel(branch(event.getRequest()));
    }

    private void respond(RequestEvent event, int status, String description) throws SipException {
        userAgent.respond(transaction(event), status, description);
    }

    /**
     * A session timer's refresh repeats what was agreed (RFC 4028 §7.4); one without SDP gets none.
     */
    private static String descriptionOf(RequestEvent event) {
        Call call = callOf(event);
        boolean offers = event.getRequest().getRawContent() != null;
        boolean invites = Request.INVITE.equals(event.getRequest().getMethod());
        return call != null && (offers || invites) ? call.localDescription() : "";
    }

    private ServerTransaction transaction(RequestEvent event) throws SipException {
        return userAgent.serverTransaction(event.getServerTransaction(), event.getRequest());
    }

    private static Call callOf(RequestEvent event) {
        return event.getDialog() != null
                        && event.getDialog().getApplicationData() instanceof Call call
                ? call
                : null;
    }

    private static String branch(Request request) {
        return ((ViaHeader) request.getHeader(ViaHeader.NAME)).getBranch();
    }
}
