package org.carillon.sip;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import javax.servlet.ServletException;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import org.carillon.call.CallId;
import org.carillon.call.CallOutcome;
import org.carillon.call.CpmRequest;
import org.carillon.call.Refusal;

/**
 * The application's one entry for SIP: starts a call for each new INVITE, leads every other message
 * to the call it belongs to, and answers what belongs to none. REGISTER goes to {@link
 * RegistrationServlet}, MESSAGE to {@link PagerMessageServlet}; what belongs to a subscription of
 * ours goes straight to {@link RegistrationEventServlet}.
 *
 * <p>Runs on the container's threads and returns at once; the answers come from the calls.
 */
public final class LargeMessageServlet extends SipServlet {
    private static final long serialVersionUID = 1L;

    /** The name of {@link RegistrationServlet} in the deployment descriptor. */
    private static final String REGISTRATION = "registration";

    private transient SipDoor door;
    private transient SipFactory factory;
    private transient RequestReader reader;

    /** INVITEs that are being worked on: the same one on two ways is merged (RFC 3261 §8.2.2.2). */
    private final transient Set<CallId> open = ConcurrentHashMap.newKeySet();

    @Override
    public void init() {
        door = SipDoor.of(getServletContext());
        factory = (SipFactory) getServletContext().getAttribute(SIP_FACTORY);
        reader = new RequestReader(factory, door.trustedPeers(), door.clock());
        door.arrivals()
                .resume((user, onClose) -> SipArrival.of(factory, user, door.calls(), onClose));
    }

    @Override
    protected void doRequest(SipServletRequest request) throws ServletException, IOException {
        Optional<Refusal> refusal = inspect(request);
        if (refusal.isPresent()) {
            refuse(request, refusal.get());
        } else if (!request.isInitial()) {
            SipLegs.of(request.getApplicationSession(false))
                    .ifPresentOrElse(legs -> legs.onRequest(request), () -> stray(request));
        } else if (request.getMethod().equals("REGISTER")) {
            getServletContext().getNamedDispatcher(REGISTRATION).forward(request, null);
        } else if (request.getMethod().equals("MESSAGE") && !isInDialog(request)) {
            getServletContext().getNamedDispatcher(PagerMessageServlet.NAME).forward(request, null);
        } else if (request.getMethod().equals("INVITE") && !isInDialog(request)) {
            invited(request);
        } else {
            stray(request);
            Records.forget(request);
        }
    }

    /** REGISTER and what is answered by its method alone have rules of their own. */
    private static Optional<Refusal> inspect(SipServletRequest request) {
        return switch (request.getMethod()) {
            case "INVITE", "MESSAGE", "OPTIONS", "UPDATE", "BYE" -> Inspection.refusal(request);
            default -> Optional.empty();
        };
    }

    @Override
    protected void doResponse(SipServletResponse response) throws ServletException, IOException {
        Optional<SipLegs> legs = SipLegs.of(response.getApplicationSession(false));
        if (legs.isPresent()) {
            legs.get().onResponse(response);
        }
    }

    private void invited(SipServletRequest request) throws IOException {
        SipBody body = SipBody.of(request);
        Optional<Refusal> refusal = Inspection.inviteRefusal(request, body);
        if (refusal.isPresent()) {
            refuse(request, refusal.get());
            return;
        }
        try {
            open(request, body, reader.read(request, body));
        } catch (ServletParseException e) {
            refuse(request, Replies.because(400, "From or To cannot be read"));
        }
    }

    private void open(SipServletRequest request, SipBody body, CpmRequest invite) {
        if (!open.add(invite.call())) {
            refuse(request, Replies.because(482, "this INVITE came by another way too"));
            return;
        }
        SipLegs legs = new SipLegs(factory, request, body, door.calls());
        Consumer<CallOutcome> released =
                outcome -> {
                    open.remove(invite.call());
                    if (outcome.kind() == CallOutcome.Kind.DEFERRED) {
                        deferred(request, invite, legs);
                    } else {
                        legs.release();
                    }
                };
        door.calls()
                .open(invite, legs, released)
                .ifPresent(
                        refusal -> {
                            legs.refuseSender(refusal);
                            open.remove(invite.call());
                            legs.release();
                        });
    }

    /** A device may have come while its message was being kept, and missed it. */
    private void deferred(SipServletRequest request, CpmRequest invite, SipLegs legs) {
        door.arrivals()
                .arrived(
                        new SipArrival(
                                factory, request, invite.recipient(), door.calls(), legs::release));
    }

    /** A request that no call is there for. */
    private void stray(SipServletRequest request) {
        switch (request.getMethod()) {
            case "ACK", "CANCEL" -> {} // the one has no answer, the container answers the other
            case "INVITE", "BYE", "UPDATE", "NOTIFY", "MESSAGE" ->
                    Replies.refuse(request, Replies.because(481, "no such dialog here"));
            case "OPTIONS" -> capabilities(request);
            default -> Replies.other(request);
        }
    }

    /** As an INVITE would be answered (RFC 3261 §11.2): a balancer sees who drains. */
    private void capabilities(SipServletRequest request) {
        door.calls()
                .closed()
                .ifPresentOrElse(
                        refusal -> Replies.send(request, refusal.status(), refusal.headers()),
                        () -> Replies.other(request));
    }

    private static boolean isInDialog(SipServletRequest request) {
        return request.getTo().getParameter("tag") != null;
    }

    /** What is inside a dialog of a call leaves the call's records alone. */
    private static void refuse(SipServletRequest request, Refusal refusal) {
        Replies.refuse(request, refusal);
        if (request.isInitial()) {
            Records.forget(request);
        }
    }
}
