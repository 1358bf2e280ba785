package org.carillon.sip;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.servlet.ServletException;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import org.carillon.call.Arrival;
import org.carillon.call.BranchId;
import org.carillon.call.CallDoor;
import org.carillon.call.CallEvent;
import org.carillon.call.CallId;
import org.carillon.call.DeviceRequest;
import org.carillon.call.PagerMessage;
import org.carillon.call.Refusal;

/**
 * Every MESSAGE transaction of one page: the sender's, if there is a sender, and one per branch.
 * The page's thread asks for something to be sent, the container's threads bring what comes back;
 * neither waits for the other. A refusal of the container never leaves a port as an exception.
 *
 * <p>All live in one application session, which goes when the page is released and the last client
 * transaction has its final response.
 */
final class PageLegs implements Arrival.PagePushLegs {
    /** Name of the application session's attribute that leads a response to its page. */
    private static final String ATTRIBUTE = PageLegs.class.getName();

    private static final Logger LOG = System.getLogger(PageLegs.class.getName());

    private final SipFactory factory;
    private final Optional<SipServletRequest> origin;
    private final SipApplicationSession records;
    private final SipBody body;
    private final CallId call;
    private final CallEvents events;
    private final Optional<SipServletRequest> sender;
    private final Holds holds;

    /** Branches without a final response, by the Call-ID of their MESSAGE. */
    private final Map<String, BranchId> pending = new ConcurrentHashMap<>();

    /** The legs of a sender's message. */
    PageLegs(SipFactory factory, SipServletRequest message, SipBody body, CallDoor calls) {
        this(
                factory,
                Optional.of(message),
                message.getApplicationSession(),
                body,
                new CallId(message.getCallId()),
                calls,
                Optional.of(message));
        // The answer would end it, and what waits for the next arrival starts from it.
        message.getSession().setInvalidateWhenReady(false);
    }

    /**
     * @param origin the request that ours continue, unless it is of our own making
     * @param sender whose transaction waits for an answer, if one does
     */
    private PageLegs(
            SipFactory factory,
            Optional<SipServletRequest> origin,
            SipApplicationSession records,
            SipBody body,
            CallId call,
            CallDoor calls,
            Optional<SipServletRequest> sender) {
        this.factory = factory;
        this.origin = origin;
        this.records = records;
        this.body = body;
        this.call = call;
        this.events = new CallEvents(calls, call);
        this.sender = sender;
        this.holds = new Holds(() -> Records.forget(records));
        records.setExpires(0);
        records.setInvalidateWhenReady(false);
        records.setAttribute(ATTRIBUTE, this);
    }

    /** The legs of a message that nobody waits for. */
    static PageLegs of(
            SipFactory factory,
            Optional<SipServletRequest> origin,
            PagerMessage message,
            CallDoor calls) {
        byte[] octets = message.content().getBytes(StandardCharsets.ISO_8859_1);
        return new PageLegs(
                factory,
                origin,
                factory.createApplicationSession(),
                new SipBody(message.contentType(), octets),
                message.request().call(),
                calls,
                Optional.empty());
    }

    /** The legs that an application session belongs to; empty if it is no page's. */
    static Optional<PageLegs> of(SipApplicationSession session) {
        return session != null
                        && session.isValid()
                        && session.getAttribute(ATTRIBUTE) instanceof PageLegs legs
                ? Optional.of(legs)
                : Optional.empty();
    }

    @Override
    public void send(BranchId branch, DeviceRequest message) {
        holds.add();
        try {
            SipServletRequest request =
                    OutgoingRequest.of(factory, records, origin, "MESSAGE", message);
            body.into(request);
            request.getSession().setHandler(PagerMessageServlet.NAME);
            pending.put(request.getCallId(), branch);
            request.send();
        } catch (ServletException
                | IOException
                | IllegalStateException
                | IllegalArgumentException e) {
            LOG.log(
                    Level.WARNING,
                    "event=message-not-sent branch={0} call={1} why={2}",
                    branch,
                    Printable.of(call.value()),
                    Printable.of(String.valueOf(e.getMessage())));
            pending.values().remove(branch);
            // A transport that fails is a 503 (RFC 3261 §8.1.3.1).
            events.put(new CallEvent.BranchRefused(branch, 503));
            holds.drop();
        }
    }

    void onResponse(SipServletResponse response) {
        BranchId branch = response.getStatus() < 200 ? null : pending.remove(response.getCallId());
        if (branch == null) {
            return;
        }
        if (response.getStatus() < 300) {
            String tag = Optional.ofNullable(response.getTo().getParameter("tag")).orElse("");
            events.put(
                    new CallEvent.BranchAnswered(
                            branch, tag, HeaderNames.headers(response), Optional.empty()));
        } else {
            events.put(new CallEvent.BranchRefused(branch, response.getStatus()));
        }
        holds.drop();
    }

    @Override
    public void accept(int status) {
        sender.ifPresent(request -> Replies.send(request, status));
    }

    @Override
    public void refuse(Refusal refusal) {
        sender.ifPresent(request -> Replies.refuse(request, refusal));
    }

    @Override
    public void release() {
        holds.drop();
    }
}
