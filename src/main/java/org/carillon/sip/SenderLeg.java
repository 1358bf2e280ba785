package org.carillon.sip;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import javax.servlet.ServletException;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import org.carillon.call.CallEvent;
import org.carillon.call.Header;
import org.carillon.call.Refusal;

/**
 * The sender's dialog: we are the server of its INVITE. The call's thread answers and hangs up, the
 * container's threads bring ACK, CANCEL, BYE and refreshes.
 */
final class SenderLeg {
    private static final Logger LOG = System.getLogger(SenderLeg.class.getName());

    private final SipServletRequest invite;
    private final String cseq;
    private final SipBody offer;
    private final CallEvents events;
    private final Holds holds;
    private volatile Optional<Refresh> agreed = Optional.empty();

    SenderLeg(SipServletRequest invite, SipBody offer, CallEvents events, Holds holds) {
        this.invite = invite;
        this.cseq = sequenceNumber(invite);
        this.offer = offer;
        this.events = events;
        this.holds = holds;
    }

    /** The one 200. If the container refuses it, a CANCEL was faster or the sender is gone. */
    void answer(List<Header> headers, byte[] sdp) {
        SipBody answer = SipBody.ofSdp(sdp);
        agreed = Optional.of(new Refresh(offer.sdp(), answer));
        try {
            SipServletResponse response = invite.createResponse(200);
            headers.forEach(header -> response.addHeader(header.name(), header.value()));
            FeatureTag.addTo(response);
            answer.into(response);
            response.send();
        } catch (IOException | IllegalStateException | ServletException e) {
            surprise("answer", e);
            events.put(new CallEvent.SenderCancelled());
        }
    }

    void refuse(Refusal refusal) {
        Replies.send(invite, refusal.status(), refusal.headers());
    }

    /** BYE with its Reason (RFC 3326). */
    void hangUp(Optional<String> reason) {
        holds.add();
        try {
            SipServletRequest bye = invite.getSession().createRequest("BYE");
            reason.ifPresent(text -> bye.addHeader("Reason", "SIP;text=" + quoted(text)));
            bye.send();
        } catch (IOException | IllegalStateException | IllegalArgumentException e) {
            holds.drop();
            surprise("BYE", e);
        }
    }

    /** Only the ACK of the first INVITE tells the call something; a re-INVITE's does not. */
    void onAck(SipServletRequest ack) {
        if (sequenceNumber(ack).equals(cseq)) {
            events.put(new CallEvent.SenderAcknowledged());
        }
    }

    /** The container has answered both the CANCEL and the INVITE (JSR 289 §11.2.3). */
    void onCancel() {
        events.put(new CallEvent.SenderCancelled());
    }

    void onBye(SipServletRequest bye) {
        Replies.send(bye, 200);
        events.put(new CallEvent.SenderHungUp());
    }

    void onRefresh(SipServletRequest request) {
        agreed.ifPresentOrElse(
                refresh -> refresh.answer(request), () -> Replies.refreshTooEarly(request));
    }

    private static String sequenceNumber(SipServletRequest request) {
        return String.valueOf(request.getHeader("CSeq")).strip().split("\\s", 2)[0];
    }

    private static String quoted(String text) {
        return '"' + text.replaceAll("[\\p{Cntrl}\"\\\\]", " ") + '"';
    }

    private void surprise(String what, Exception e) {
        LOG.log(
                Level.DEBUG,
                "event=sender-leg-refused what={0} call={1} why={2}",
                what,
                Printable.of(invite.getCallId()),
                Printable.of(String.valueOf(e.getMessage())));
    }
}
