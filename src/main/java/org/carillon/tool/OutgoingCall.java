package org.carillon.tool;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import javax.sip.ClientTransaction;
import javax.sip.Dialog;
import javax.sip.InvalidArgumentException;
import javax.sip.SipException;
import javax.sip.header.CSeqHeader;
import javax.sip.message.Request;

/**
 * An INVITE of ours and the dialog that comes of it.
 *
 * <pre>
 * CALLING ──2xx, acknowledge──▶ CONFIRMED ──hangUp or peer's BYE──▶ ENDED
 *    └──────refused, cancelled────────────────────────────────────────▲
 * </pre>
 *
 * <p>Methods may be called from any thread; {@link #ended} completes on the stack's.
 */
public final class OutgoingCall implements Call {
    private enum State {
        CALLING,
        CONFIRMED,
        ENDED
    }

    private final UserAgent userAgent;
    private final ClientTransaction invite;
    private final Exchange exchange;
    private final AtomicReference<State> state = new AtomicReference<>(State.CALLING);
    private final CompletableFuture<CallEnd> ended = new CompletableFuture<>();

    OutgoingCall(UserAgent userAgent, ClientTransaction invite, Exchange exchange) {
        this.userAgent = userAgent;
        this.invite = invite;
        this.exchange = exchange;
    }

    /** The final response to the INVITE. */
    public CompletableFuture<SipOutcome> outcome() {
        return exchange.outcome();
    }

    /** Whether the far side has said something, and nothing final. */
    boolean isRinging() {
        return state.get() == State.CALLING && exchange.isHeard();
    }

    /** Completes when the dialog is over. */
    public CompletableFuture<CallEnd> ended() {
        return ended;
    }

    /**
     * Sends the ACK of a 2xx (RFC 3261 §13.2.2.4).
     *
     * @throws IllegalStateException if there is no 2xx to acknowledge
     */
    public void acknowledge() throws SipException {
        if (!outcomeNow().success() || !state.compareAndSet(State.CALLING, State.CONFIRMED)) {
            throw new IllegalStateException("nothing to acknowledge in state " + state.get());
        }
        try {
            Dialog dialog = invite.getDialog();
            long cseq =
                    ((CSeqHeader) invite.getRequest().getHeader(CSeqHeader.NAME)).getSeqNumber();
            dialog.sendAck(dialog.createAck(cseq));
        } catch (InvalidArgumentException e) {
            throw new SipException("the response has no usable CSeq", e);
        }
    }

    /**
     * Ends the call from our side: BYE in a dialog, CANCEL before it; nothing if it is over.
     *
     * @return the answer to the BYE or CANCEL
     */
    public CompletableFuture<SipOutcome> hangUp() {
        return switch (state.getAndSet(State.ENDED)) {
            case CONFIRMED -> {
                ended.complete(CallEnd.WE_HUNG_UP);
                yield userAgent.bye(invite.getDialog());
            }
            case CALLING -> {
                ended.complete(CallEnd.CANCELLED);
                yield userAgent.cancel(invite);
            }
            case ENDED ->
                    CompletableFuture.completedFuture(
                            new SipOutcome.Silent("the call was over already"));
        };
    }

    @Override
    public void onAck() {
        // Only the called party is sent an ACK.
    }

    @Override
    public void onBye() {
        state.set(State.ENDED);
        ended.complete(CallEnd.PEER_HUNG_UP);
    }

    @Override
    public String localDescription() {
        Request request = invite.getRequest();
        return new String(request.getRawContent(), java.nio.charset.StandardCharsets.UTF_8);
    }

    private SipOutcome outcomeNow() {
        return exchange.outcome().getNow(new SipOutcome.Silent("no answer yet"));
    }
}
