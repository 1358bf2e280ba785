package org.carillon.tool;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import javax.sip.address.Address;
import javax.sip.header.ExtensionHeader;
import javax.sip.header.FromHeader;
import javax.sip.header.Header;
import javax.sip.header.SubjectHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;

/**
 * An INVITE that came to us and the dialog that comes of it.
 *
 * <pre>
 * RINGING ──accept──▶ ACCEPTED ──ACK──▶ CONFIRMED ──BYE, either way──▶ ENDED
 *    └──────refuse, or the caller's CANCEL─────────────────────────────▲
 * </pre>
 *
 * <p>Methods may be called from any thread; the futures complete on the stack's.
 */
public final class IncomingCall implements Call {
    private enum State {
        RINGING,
        ACCEPTED,
        CONFIRMED,
        ENDED
    }

    private final UserAgent userAgent;
    private final ServerTransaction invite;
    private final AtomicReference<State> state = new AtomicReference<>(State.RINGING);
    private final CompletableFuture<Void> confirmed = new CompletableFuture<>();
    private final CompletableFuture<CallEnd> ended = new CompletableFuture<>();
    private volatile String localDescription = "";

    IncomingCall(UserAgent userAgent, ServerTransaction invite) {
        this.userAgent = userAgent;
        this.invite = invite;
    }

    /** The Request-URI: our GRUU or our contact. */
    public String requestUri() {
        return request().getRequestURI().toString();
    }

    /** The originator's URI, from the From header. */
    public String caller() {
        Address from = ((FromHeader) request().getHeader(FromHeader.NAME)).getAddress();
        return Printable.of(from.getURI().toString());
    }

    /** The Subject header, empty if there is none. */
    public String subject() {
        return Optional.ofNullable((SubjectHeader) request().getHeader(SubjectHeader.NAME))
                .map(SubjectHeader::getSubject)
                .map(Printable::of)
                .orElse("");
    }

    /**
     * The value of the first header of that name, if there is one that the stack does not parse.
     */
    public Optional<String> extension(String name) {
        Header header = request().getHeader(name);
        return header instanceof ExtensionHeader extension
                ? Optional.of(extension.getValue())
                : Optional.empty();
    }

    /** The SDP offer as text; empty if the INVITE has no body. */
    public String offer() {
        byte[] content = request().getRawContent();
        return content == null ? "" : new String(content, StandardCharsets.UTF_8);
    }

    /** Completes when the ACK of our 200 arrives. */
    public CompletableFuture<Void> confirmed() {
        return confirmed;
    }

    /** Completes when the call is over, however it ends. */
    public CompletableFuture<CallEnd> ended() {
        return ended;
    }

    /** Sends a 180, which keeps the caller waiting beyond its transaction's 32 seconds. */
    public void ring() throws SipException {
        if (state.get() == State.RINGING) {
            userAgent.respond(invite, Response.RINGING, "");
        }
    }

    /**
     * Sends the 200 with our answer.
     *
     * @return whether it was sent; not if the caller has given up meanwhile
     */
    public boolean accept(String answer) throws SipException {
        if (!state.compareAndSet(State.RINGING, State.ACCEPTED)) {
            return false;
        }
        localDescription = answer;
        userAgent.respond(invite, Response.OK, answer);
        return true;
    }

    /** Sends a final refusal, unless the call is answered or over. */
    public void refuse(int status) throws SipException {
        if (state.compareAndSet(State.RINGING, State.ENDED)) {
            userAgent.respond(invite, status, "");
            ended.complete(CallEnd.REFUSED);
        }
    }

    /**
     * Sends BYE if the call is answered and lives.
     *
     * @return the answer to the BYE
     */
    public CompletableFuture<SipOutcome> hangUp() {
        State was = state.getAndUpdate(now -> now == State.RINGING ? now : State.ENDED);
        if (was == State.ACCEPTED || was == State.CONFIRMED) {
            ended.complete(CallEnd.WE_HUNG_UP);
            return userAgent.bye(invite.getDialog());
        }
        return CompletableFuture.completedFuture(new SipOutcome.Silent("there is no call to end"));
    }

    void onCancel() throws SipException {
        if (state.compareAndSet(State.RINGING, State.ENDED)) {
            userAgent.respond(invite, Response.REQUEST_TERMINATED, "");
            ended.complete(CallEnd.CANCELLED);
        }
    }

    @Override
    public void onAck() {
        if (state.compareAndSet(State.ACCEPTED, State.CONFIRMED)) {
            confirmed.complete(null);
        }
    }

    @Override
    public void onBye() {
        state.set(State.ENDED);
        ended.complete(CallEnd.PEER_HUNG_UP);
    }

    @Override
    public String localDescription() {
        return localDescription;
    }

    private Request request() {
        return invite.getRequest();
    }
}
