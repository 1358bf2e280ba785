package org.carillon.sip;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import org.carillon.call.CallId;
import org.carillon.call.CallOutcome;
import org.carillon.call.CpmRequest;
import org.carillon.call.PagerMessage;
import org.carillon.call.Refusal;

/**
 * Starts a page for each MESSAGE outside of a dialog (RFC 3428) that {@link LargeMessageServlet}
 * hands on, and leads the devices' responses to it.
 *
 * <p>Runs on the container's threads and returns at once; the answers come from the pages.
 */
public final class PagerMessageServlet extends SipServlet {
    /** Its name in the deployment descriptor. */
    static final String NAME = "pager-message";

    private static final long serialVersionUID = 1L;

    private transient SipDoor door;
    private transient SipFactory factory;
    private transient RequestReader reader;

    /** Those being worked on: the same one on two ways is merged (RFC 3261 §8.2.2.2). */
    private final transient Set<CallId> open = ConcurrentHashMap.newKeySet();

    @Override
    public void init() {
        door = SipDoor.of(getServletContext());
        factory = (SipFactory) getServletContext().getAttribute(SIP_FACTORY);
        reader = new RequestReader(factory, door.trustedPeers(), door.clock());
        door.notices()
                .through(message -> PageLegs.of(factory, Optional.empty(), message, door.calls()));
    }

    @Override
    protected void doRequest(SipServletRequest request) throws IOException {
        SipBody body = SipBody.of(request);
        Optional<Refusal> refusal = Inspection.messageRefusal(request, body);
        if (refusal.isPresent()) {
            refuse(request, refusal.get());
            return;
        }
        try {
            CpmRequest read = reader.read(request, body);
            String uri = request.getRequestURI().toString();
            PagerMessage.Reading reading =
                    PagerMessage.read(read, uri, body.contentType(), body.content());
            if (reading instanceof PagerMessage.Read message) {
                open(request, body, message.message());
            } else {
                refuse(request, Replies.because(400, ((PagerMessage.Broken) reading).why()));
            }
        } catch (ServletParseException e) {
            refuse(request, Replies.because(400, "From or To cannot be read"));
        }
    }

    private void open(SipServletRequest request, SipBody body, PagerMessage message) {
        CallId call = message.request().call();
        if (!open.add(call)) {
            refuse(request, Replies.because(482, "this MESSAGE came by another way too"));
            return;
        }
        PageLegs legs = new PageLegs(factory, request, body, door.calls());
        Consumer<CallOutcome> released =
                outcome -> {
                    open.remove(call);
                    if (outcome.kind() == CallOutcome.Kind.DEFERRED) {
                        deferred(request, message, legs);
                    } else {
                        legs.release();
                    }
                };
        door.calls()
                .open(message, legs, released)
                .ifPresent(
                        refusal -> {
                            legs.refuse(refusal);
                            open.remove(call);
                            legs.release();
                        });
    }

    /** A device may have come while its message was being kept, and missed it. */
    private void deferred(SipServletRequest request, PagerMessage message, PageLegs legs) {
        door.arrivals()
                .arrived(
                        new SipArrival(
                                factory,
                                request,
                                message.request().recipient(),
                                door.calls(),
                                legs::release));
    }

    @Override
    protected void doResponse(SipServletResponse response) {
        PageLegs.of(response.getApplicationSession(false))
                .ifPresent(legs -> legs.onResponse(response));
    }

    private static void refuse(SipServletRequest request, Refusal refusal) {
        Replies.refuse(request, refusal);
        Records.forget(request);
    }
}
