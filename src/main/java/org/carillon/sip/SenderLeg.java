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
import org.carillon.call.Leg;
import org.carillon.call.Refusal;

/**
 * The sender's dialog: we are the server of its INVITE. The call's thread answers and hangs up, the
 * container's threads bring ACK, CANCEL, BYE and refreshes.
 */
final class SenderLeg {
    private static final Logger LOG = System.getLogger(SenderLeg.class.getName());

    private final SipServletRequest invite;
    private final long cseq;
    private final CallEvents events;
    private final Holds holds;
    private final Reoffers reoffers;

    SenderLeg(SipServletRequest invite, CallEvents events, Holds holds) {
        this.invite = invite;
        this.cseq = Reoffers.sequenceNumber(invite);
        this.events = events;
        this.holds = holds;
        this.reoffers = new Reoffers(new Leg.Sender(), invite, events, holds);
    }

    /** The one 200. If the container refuses it, a CANCEL was faster or the sender is gone. */
    void answer(List<Header> headers, byte[] sdp) {
        try {
            SipServletResponse response = invite.createResponse(200);
            headers.forEach(header -> response.addHeader(header.name(), header.value()));
            FeatureTag.addTo(response);
            SipBody.ofSdp(sdp).into(response);
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

    void onAck(SipServletRequest ack) {
        if (Reoffers.sequenceNumber(ack) == cseq) {
            events.put(new CallEvent.SenderAcknowledged());
        } else {
            reoffers.onAck(ack);
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

    /** Its re-INVITEs and UPDATEs, and ours. */
    Reoffers reoffers() {
        return reoffers;
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
