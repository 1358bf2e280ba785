package org.carillon.sip;

import java.io.IOException;
import java.util.Optional;
import javax.servlet.ServletException;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;

/**
 * Everything inside the dialogs in which registration events are subscribed to (RFC 3680). New
 * requests go to {@link LargeMessageServlet}.
 *
 * <p>Runs on the container's threads and returns at once.
 */
public final class RegistrationEventServlet extends SipServlet {
    private static final long serialVersionUID = 1L;

    /** The name of this servlet in the deployment descriptor. */
    static final String NAME = "registration-events";

    @Override
    public void init() {
        SipFactory factory = (SipFactory) getServletContext().getAttribute(SIP_FACTORY);
        SipDoor.of(getServletContext())
                .registrationEvents()
                .ifPresent(events -> events.through(new CoreDialogs(factory, events)));
    }

    @Override
    protected void doRequest(SipServletRequest request) throws ServletException, IOException {
        Optional<CoreDialog> dialog = CoreDialog.of(request.getApplicationSession(false));
        if (request.getMethod().equals("NOTIFY") && dialog.isPresent()) {
            dialog.get().onNotify(request);
        } else if (request.getMethod().equals("NOTIFY")) {
            Replies.refuse(request, Replies.because(481, "no such subscription here"));
        } else if (!request.getMethod().equals("ACK")) {
            Replies.other(request);
        }
    }

    @Override
    protected void doResponse(SipServletResponse response) {
        CoreDialog.of(response.getApplicationSession(false))
                .ifPresent(dialog -> dialog.onResponse(response));
    }
}
