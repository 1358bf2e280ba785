package org.carillon.sip;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import javax.servlet.ServletException;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import org.carillon.call.Header;
import org.carillon.call.RegisterOutcome;
import org.carillon.call.RegisterRequest;
import org.carillon.call.SourceException;

/**
 * REGISTER for the built-in registrar (RFC 3261 §10.3). The registrar blocks, so it works on
 * threads of its own; the answer is sent from there.
 */
public final class RegistrationServlet extends SipServlet {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = System.getLogger(RegistrationServlet.class.getName());

    private transient SipDoor door;

    @Override
    public void init() {
        door = SipDoor.of(getServletContext());
    }

    @Override
    protected void doRegister(SipServletRequest request) throws ServletException, IOException {
        try {
            RegisterRequest register = RegisterReader.read(request, door.trustedPeers());
            door.registrations().execute(() -> register(request, register));
        } catch (ServletParseException | IllegalArgumentException e) {
            reply(request, 400, List.of());
        } catch (RejectedExecutionException full) {
            Replies.unavailable(request);
            forget(request);
        }
    }

    private void register(SipServletRequest request, RegisterRequest register) {
        try {
            answer(request, door.registrar().register(register));
        } catch (SourceException e) {
            LOG.log(Level.WARNING, "event=registrar-failed why={0}", e.getMessage());
            Replies.unavailable(request);
            forget(request);
        } catch (RuntimeException ours) {
            LOG.log(Level.ERROR, "event=registrar-bug", ours);
            reply(request, 500, List.of());
        }
    }

    private static void answer(SipServletRequest request, RegisterOutcome outcome) {
        if (outcome instanceof RegisterOutcome.Registered registered) {
            reply(request, 200, RegisteredContacts.headers(registered));
        } else if (outcome instanceof RegisterOutcome.Refused refused) {
            reply(request, refused.status(), refused.headers());
        }
    }

    private static void reply(SipServletRequest request, int status, List<Header> headers) {
        Replies.send(request, status, headers);
        forget(request);
    }

    private static void forget(SipServletRequest request) {
        Optional.ofNullable(request.getApplicationSession(false))
                .filter(SipApplicationSession::isValid)
                .ifPresent(SipApplicationSession::invalidate);
    }
}
