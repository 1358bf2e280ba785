package org.carillon.sip;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import javax.servlet.ServletException;
import javax.servlet.sip.SipServletMessage;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipSession;
import org.carillon.call.CallEvent;
import org.carillon.call.DialogReply;
import org.carillon.call.Header;
import org.carillon.call.Headers;
import org.carillon.call.Leg;
import org.carillon.sdp.SessionDescription;

/**
 * The re-INVITEs and UPDATEs of one dialog, of the peer and ours: at most one each way at a time.
 * What they say is decided by the call; that a second one does not meet the first is decided here
 * (RFC 3261 §14, RFC 3311 §5). Thread-safe: the call's thread and the container's both come here.
 */
final class Reoffers {
    private static final Logger LOG = System.getLogger(Reoffers.class.getName());

    /** No CSeq: those are never negative (RFC 3261 §20.16). */
    private static final long NONE = -1;

    private final Leg leg;
    private final SipServletMessage dialog;
    private final CallEvents events;
    private final Holds holds;
    private final AtomicReference<SipServletRequest> theirs = new AtomicReference<>();
    private final AtomicReference<SipServletRequest> ours = new AtomicReference<>();

    /** The re-INVITE whose ACK has to answer the offer in our 2xx. */
    private final AtomicLong unanswered = new AtomicLong(NONE);

    /**
     * @param dialog a message whose session is the dialog's
     */
    Reoffers(Leg leg, SipServletMessage dialog, CallEvents events, Holds holds) {
        this.leg = leg;
        this.dialog = dialog;
        this.events = events;
        this.holds = holds;
    }

    /** Takes a request of the peer; the call answers it. */
    void onRequest(SipServletRequest request) {
        try {
            SipBody body = SipBody.of(request);
            if (meetsOurs(request, body)) {
                Replies.refuse(
                        request, Replies.because(491, "an offer of ours is still unanswered"));
            } else if (theirs.compareAndSet(null, request)) {
                tell(request, body);
            } else {
                Replies.refreshTooEarly(request);
            }
        } catch (IOException e) {
            surprise(request.getMethod(), e);
            Replies.refuse(request, Replies.because(400, "the body cannot be read"));
        }
    }

    /** Two INVITEs must not cross, nor two offers; one in our 2xx counts until its ACK. */
    private boolean meetsOurs(SipServletRequest request, SipBody body) {
        SipServletRequest pending = ours.get();
        boolean ourOffer = pending != null && pending.getMethod().equals("INVITE");
        return (ourOffer || unanswered.get() != NONE)
                && (request.getMethod().equals("INVITE") || !body.isEmpty());
    }

    private void tell(SipServletRequest request, SipBody body) {
        Optional<String> sdp = body.sdp();
        CallEvent event =
                new CallEvent.Reoffered(
                        leg,
                        sequenceNumber(request),
                        request.getMethod(),
                        HeaderNames.headers(request),
                        sdp,
                        sdp.isEmpty() && !body.isEmpty());
        if (!events.put(event)) {
            theirs.set(null);
            Replies.refuse(request, Replies.because(481, "no such dialog here"));
        }
    }

    /** Answers the request of that sequence number, if it still waits. */
    void answer(long cseq, DialogReply reply) {
        SipServletRequest request = theirs.get();
        if (request == null || sequenceNumber(request) != cseq) {
            return;
        }
        if (reply.sdp().isPresent() && request.getContentLength() == 0) {
            unanswered.set(cseq);
        }
        theirs.set(null);
        try {
            SipServletResponse response = request.createResponse(reply.status());
            add(response, reply.headers(), reply.sdp());
            if (reply.status() < 300) {
                FeatureTag.addTo(response);
            } else if (reply.status() == 500) {
                add(response, List.of(Replies.soon()), Optional.empty());
            }
            response.send();
        } catch (IOException | IllegalStateException | ServletException e) {
            surprise("answer", e);
        }
    }

    /** The ACK of our 2xx, and of each repetition of it; only the first one counts. */
    void onAck(SipServletRequest ack) {
        long cseq = sequenceNumber(ack);
        unanswered.compareAndSet(cseq, NONE);
        events.put(new CallEvent.ReofferAcknowledged(leg, cseq, sdpOf(ack)));
    }

    private Optional<String> sdpOf(SipServletRequest ack) {
        try {
            return SipBody.of(ack).sdp();
        } catch (IOException e) {
            surprise("ACK", e);
            return Optional.empty();
        }
    }

    private static void add(
            SipServletMessage message, List<Header> headers, Optional<SessionDescription> sdp)
            throws IOException {
        headers.forEach(header -> message.addHeader(header.name(), header.value()));
        if (sdp.isPresent()) {
            SipBody.ofSdp(sdp.get().octets()).into(message);
        }
    }

    /**
     * Sends a request of ours. One that meets a request of the peer waits as if the peer had said
     * so: 491.
     */
    void refresh(String method, List<Header> headers, Optional<SessionDescription> offer) {
        boolean theyOffer = theirs.get() != null || unanswered.get() != NONE;
        if (ours.get() != null || (theyOffer && method.equals("INVITE"))) {
            finished(491, new Headers(List.of()), Optional.empty());
            return;
        }
        holds.add();
        try {
            SipSession session = dialog.getSession();
            SipServletRequest request = session.createRequest(method);
            add(request, headers, offer);
            FeatureTag.addTo(request);
            ours.set(request);
            request.send();
        } catch (IOException | ServletException e) {
            // A transport that fails is a 503 (RFC 3261 §8.1.3.1).
            failed(method, 503, e);
        } catch (IllegalStateException | IllegalArgumentException e) {
            failed(method, 481, e);
        }
    }

    private void failed(String method, int status, Exception e) {
        surprise(method, e);
        ours.set(null);
        holds.drop();
        finished(status, new Headers(List.of()), Optional.empty());
    }

    /** A response to a request of ours; every 2xx to an INVITE is acknowledged, however often. */
    void onResponse(SipServletResponse response) throws IOException {
        int status = response.getStatus();
        if (status < 200) {
            return;
        }
        if (status < 300 && response.getMethod().equals("INVITE")) {
            acknowledge(response);
        }
        SipServletRequest pending = ours.get();
        if (pending != null
                && sequenceNumber(pending) == sequenceNumber(response)
                && ours.compareAndSet(pending, null)) {
            holds.drop();
            finished(status, HeaderNames.headers(response), SipBody.of(response).sdp());
        }
    }

    private void acknowledge(SipServletResponse response) {
        try {
            response.createAck().send();
        } catch (IOException | IllegalStateException e) {
            surprise("ACK", e);
        }
    }

    private void finished(int status, Headers headers, Optional<String> sdp) {
        events.put(new CallEvent.Refreshed(leg, status, headers, sdp));
    }

    /** The number of a CSeq; the container has checked its grammar. */
    static long sequenceNumber(SipServletMessage message) {
        String number = String.valueOf(message.getHeader("CSeq")).strip();
        int end = 0;
        while (end < number.length() && !Character.isWhitespace(number.charAt(end))) {
            end++;
        }
        return Long.parseLong(number.substring(0, end));
    }

    private void surprise(String what, Exception e) {
        LOG.log(
                Level.DEBUG,
                "event=reoffer-refused what={0} leg={1} call={2} why={3}",
                what,
                leg,
                Printable.of(dialog.getCallId()),
                Printable.of(String.valueOf(e.getMessage())));
    }
}
