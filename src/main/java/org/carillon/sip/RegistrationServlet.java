package org.carillon.sip;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.RejectedExecutionException;
import javax.servlet.ServletException;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
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
    private transient SipFactory factory;

    @Override
    public void init() {
        door = SipDoor.of(getServletContext());
        factory = (SipFactory) getServletContext().getAttribute(SIP_FACTORY);
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
            answer(request, register, door.registrar().register(register));
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

    private void answer(
            SipServletRequest request, RegisterRequest register, RegisterOutcome outcome) {
        if (outcome instanceof RegisterOutcome.Registered registered) {
            SipArrival arrival =
                    new SipArrival(
                            factory,
                            request,
                            register.user(),
                            door.calls(),
                            () -> Records.forget(request));
            Replies.send(request, 200, RegisteredContacts.headers(registered));
            door.arrivals().arrived(arrival);
        } else if (outcome instanceof RegisterOutcome.Refused refused) {
            refuse(request, new Refusal(refused.status(), refused.headers()));
        }
    }

    private static void refuse(SipServletRequest request, Refusal refusal) {
        Replies.refuse(request, refusal);
        Records.forget(request);
    }
}
