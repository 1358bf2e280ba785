package org.carillon.sip;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import javax.servlet.ServletException;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import org.carillon.call.Header;
import org.carillon.call.Refusal;
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
            refuse(
                    request,
                    Replies.because(
                            400,
                            "To has to be a sip or sips URI, and CSeq and every Contact whole"));
        } catch (RejectedExecutionException full) {
            Replies.unavailable(request);
            Records.forget(request);
        }
    }

    private void register(SipServletRequest request, RegisterRequest register) {
        try {
            answer(request, door.registrar().register(register));
        } catch (SourceException e) {
            LOG.log(
                    Level.WARNING,
                    "event=registrar-failed call={0} why={1}",
                    Printable.of(request.getCallId()),
                    Printable.of(String.valueOf(e.getMessage())));
            Replies.unavailable(request);
            Records.forget(request);
        } catch (RuntimeException ours) {
            LOG.log(Level.ERROR, "event=registrar-bug", ours);
            refuse(request, Replies.because(500, "a fault of ours; it is in our log"));
        }
    }

    private static void answer(SipServletRequest request, RegisterOutcome outcome) {
        if (outcome instanceof RegisterOutcome.Registered registered) {
            reply(request, 200, RegisteredContacts.headers(registered));
        } else if (outcome instanceof RegisterOutcome.Refused refused) {
            refuse(request, new Refusal(refused.status(), refused.headers()));
        }
    }

    private static void reply(SipServletRequest request, int status, List<Header> headers) {
        Replies.send(request, status, headers);
        Records.forget(request);
    }

    private static void refuse(SipServletRequest request, Refusal refusal) {
        Replies.refuse(request, refusal);
        Records.forget(request);
    }
}
