package org.carillon.sip;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicReference;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import org.carillon.call.Leg;

/**
 * One dialog with a device, begun by its 2xx.
 *
 * <pre>
 *             ACK                BYE (ours or the device's)
 * ANSWERED ────────► CONFIRMED ────────────────────────────► ENDED
 *    │                                             ACK         ▲
 *    └───────────────► ABANDONED ──────────────────────────────┘
 *       device's BYE
 * </pre>
 *
 * Every 2xx is acknowledged, even one that the device has hung up on (RFC 3261 §13.2.2.4). The
 * call's thread and the container's both come here; the state decides who is first.
 */
final class DeviceDialog {
    private enum State {
        ANSWERED,
        CONFIRMED,
        ABANDONED,
        ENDED
    }

    private static final Logger LOG = System.getLogger(DeviceDialog.class.getName());

    private final SipServletResponse answer;
    private final Reoffers reoffers;
    private final Holds holds;
    private final AtomicReference<State> state = new AtomicReference<>(State.ANSWERED);

    DeviceDialog(Leg leg, SipServletResponse answer, CallEvents events, Holds holds) {
        this.answer = answer;
        this.reoffers = new Reoffers(leg, answer, events, holds);
        this.holds = holds;
    }

    /** Sends the ACK, once. */
    void acknowledge() {
        if (state.compareAndSet(State.ANSWERED, State.CONFIRMED)
                || state.compareAndSet(State.ABANDONED, State.ENDED)) {
            sendAck(answer);
        }
    }

    /** The device has not seen our ACK, if we have sent one (RFC 3261 §13.2.2.4). */
    void answeredAgain(SipServletResponse retransmission) {
        if (state.get() == State.CONFIRMED || state.get() == State.ENDED) {
            sendAck(retransmission);
        }
    }

    private void sendAck(SipServletResponse response) {
        try {
            response.createAck().send();
        } catch (IOException | IllegalStateException e) {
            surprise("ACK", e);
        }
    }

    /** Sends BYE, once, unless the device was faster; a 2xx is acknowledged first. */
    void hangUp() {
        acknowledge();
        if (state.compareAndSet(State.CONFIRMED, State.ENDED)) {
            sendBye();
        }
    }

    private void sendBye() {
        holds.add();
        try {
            answer.getSession().createRequest("BYE").send();
        } catch (IOException | IllegalStateException | IllegalArgumentException e) {
            holds.drop();
            surprise("BYE", e);
        }
    }

    void onBye(SipServletRequest bye) {
        Replies.send(bye, 200);
        if (!state.compareAndSet(State.ANSWERED, State.ABANDONED)) {
            state.compareAndSet(State.CONFIRMED, State.ENDED);
        }
    }

    /** Its re-INVITEs and UPDATEs, and ours. */
    Reoffers reoffers() {
        return reoffers;
    }

    private void surprise(String what, Exception e) {
        LOG.log(
                Level.DEBUG,
                "event=device-dialog-refused what={0} call={1} why={2}",
                what,
                Printable.of(answer.getCallId()),
                Printable.of(String.valueOf(e.getMessage())));
    }
}
