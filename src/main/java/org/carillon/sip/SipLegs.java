package org.carillon.sip;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
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
import org.carillon.call.DialogReply;
import org.carillon.call.Header;
import org.carillon.call.Leg;
import org.carillon.call.Refusal;
import org.carillon.sdp.SessionDescription;

/**
 * Every SIP dialog of one call: the sender's, if there is a sender, and one per branch. The call's
 * thread asks for something to be sent, the container's threads bring what arrives; neither waits
 * for the other.
 *
 * <p>A refusal of the container never leaves a port as an exception: it becomes the event that ends
 * the leg it concerns.
 *
 * <p>All dialogs live in one application session. It never expires while the call lives, because
 * the call has timers of its own; it is invalidated when the call is released and the last client
 * transaction has its final response, so that a 2xx that crosses our CANCEL is still seen.
 */
final class SipLegs implements Arrival.PushLegs {
    /** Name of the application session's attribute that leads a message to its call. */
    private static final String ATTRIBUTE = SipLegs.class.getName();

    /**
     * Minutes that the container keeps a released call whose last transactions do not end: well
     * past 64·T1.
     */
    private static final int LAST_RESORT = 3;

    private static final Logger LOG = System.getLogger(SipLegs.class.getName());

    private final SipFactory factory;
    private final Optional<SipServletRequest> origin;
    private final SipApplicationSession records;
    private final SipBody body;
    private final CallId call;
    private final CallEvents events;
    private final Holds holds;
    private final Optional<SenderLeg> sender;
    private final Map<BranchId, DeviceLeg> branches = new ConcurrentHashMap<>();
    private final Map<String, DeviceLeg> byCallId = new ConcurrentHashMap<>();

    /** The legs of a sender's call. */
    SipLegs(SipFactory factory, SipServletRequest invite, SipBody body, CallDoor calls) {
        this(
                factory,
                Optional.of(invite),
                invite.getApplicationSession(),
                body,
                new CallId(invite.getCallId()),
                calls,
                Optional.of(invite));
    }

    /**
     * @param origin the request that our INVITEs continue, if they continue one
     * @param invite the sender's, if there is one
     */
    SipLegs(
            SipFactory factory,
            Optional<SipServletRequest> origin,
            SipApplicationSession records,
            SipBody body,
            CallId call,
            CallDoor calls,
            Optional<SipServletRequest> invite) {
        this.factory = factory;
        this.origin = origin;
        this.records = records;
        this.body = body;
        this.call = call;
        this.events = new CallEvents(calls, call);
        this.holds = new Holds(this::forget);
        this.sender = invite.map(request -> new SenderLeg(request, events, holds));
        records.setExpires(0);
        records.setAttribute(ATTRIBUTE, this);
    }

    /** The legs that an application session belongs to; empty if it is no call's. */
    static Optional<SipLegs> of(SipApplicationSession session) {
        return session != null
                        && session.isValid()
                        && session.getAttribute(ATTRIBUTE) instanceof SipLegs legs
                ? Optional.of(legs)
                : Optional.empty();
    }

    @Override
    public void invite(BranchId branch, DeviceRequest invite) {
        SipBody offer = body.with(invite.offer().orElseThrow().octets());
        try {
            SipServletRequest request = request(invite, offer);
            holds.add();
            DeviceLeg leg = new DeviceLeg(branch, request, events, holds);
            branches.put(branch, leg);
            byCallId.put(request.getCallId(), leg);
            leg.send();
        } catch (ServletException
                | IOException
                | IllegalStateException
                | IllegalArgumentException e) {
            LOG.log(
                    Level.WARNING,
                    "event=not-invited branch={0} call={1} why={2}",
                    branch,
                    Printable.of(call.value()),
                    Printable.of(String.valueOf(e.getMessage())));
            events.put(new CallEvent.BranchRefused(branch, 500));
        }
    }

    private SipServletRequest request(DeviceRequest invite, SipBody offer)
            throws ServletException, IOException {
        SipServletRequest request = OutgoingRequest.of(factory, records, origin, "INVITE", invite);
        FeatureTag.addTo(request);
        offer.into(request);
        return request;
    }

    @Override
    public void cancel(BranchId branch) {
        leg(branch).ifPresent(DeviceLeg::cancel);
    }

    @Override
    public void acknowledge(BranchId branch, String dialog) {
        leg(branch).flatMap(leg -> leg.dialog(dialog)).ifPresent(DeviceDialog::acknowledge);
    }

    @Override
    public void hangUp(BranchId branch, String dialog) {
        leg(branch).flatMap(leg -> leg.dialog(dialog)).ifPresent(DeviceDialog::hangUp);
    }

    private Optional<DeviceLeg> leg(BranchId branch) {
        return Optional.ofNullable(branches.get(branch));
    }

    @Override
    public void answerSender(List<Header> headers, SessionDescription sdp) {
        sender.ifPresentOrElse(
                leg -> leg.answer(headers, sdp.octets()),
                () -> events.put(new CallEvent.SenderAcknowledged()));
    }

    @Override
    public void refuseSender(Refusal refusal) {
        sender.ifPresent(leg -> leg.refuse(refusal));
    }

    @Override
    public void hangUpSender(Optional<String> reason) {
        sender.ifPresent(leg -> leg.hangUp(reason));
    }

    @Override
    public void answerReoffer(Leg leg, long cseq, DialogReply reply) {
        reoffers(leg).ifPresent(reoffers -> reoffers.answer(cseq, reply));
    }

    @Override
    public void refresh(
            Leg leg, String method, List<Header> headers, Optional<SessionDescription> offer) {
        reoffers(leg).ifPresent(reoffers -> reoffers.refresh(method, headers, offer));
    }

    private Optional<Reoffers> reoffers(Leg leg) {
        return leg instanceof Leg.Device device
                ? leg(device.branch())
                        .flatMap(branch -> branch.dialog(device.dialog()))
                        .map(DeviceDialog::reoffers)
                : sender.map(SenderLeg::reoffers);
    }

    /** A request inside one of this call's dialogs, or a CANCEL. */
    void onRequest(SipServletRequest request) {
        if (request.getCallId().equals(call.value())) {
            sender.ifPresent(leg -> onSenderRequest(leg, request));
        } else {
            Optional.ofNullable(byCallId.get(request.getCallId()))
                    .ifPresent(leg -> leg.onRequest(request));
        }
    }

    private static void onSenderRequest(SenderLeg sender, SipServletRequest request) {
        switch (request.getMethod()) {
            case "ACK" -> sender.onAck(request);
            case "CANCEL" -> sender.onCancel();
            case "BYE" -> sender.onBye(request);
            case "INVITE", "UPDATE" -> sender.reoffers().onRequest(request);
            default -> Replies.other(request);
        }
    }

    void onResponse(SipServletResponse response) throws IOException {
        if (response.getMethod().equals("BYE")) {
            if (response.getStatus() >= 200) {
                holds.drop();
            }
        } else if (response.getCallId().equals(call.value())) {
            if (sender.isPresent()) {
                sender.get().reoffers().onResponse(response);
            }
        } else if (!response.getMethod().equals("CANCEL")) {
            DeviceLeg leg = byCallId.get(response.getCallId());
            if (leg != null) {
                leg.onResponse(response);
            }
        }
    }

    /** The call is over; what its legs have not ended is ended now. */
    @Override
    public void release() {
        branches.values().forEach(DeviceLeg::abandon);
        if (records.isValid()) {
            records.setInvalidateWhenReady(true);
            records.setExpires(LAST_RESORT);
        }
        holds.drop();
    }

    /**
     * At once, although a refused sender's ACK may still be on its way, for which Restcomm then
     * logs an error: left to itself it keeps both sessions of a refused INVITE until they expire.
     */
    private void forget() {
        Records.forget(records);
    }
}
