package org.carillon.call;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.carillon.sdp.Refusal;
import org.carillon.sdp.SdpParse;
import org.carillon.sdp.SessionDescription;

/**
 * What keeps one dialog going after its 2xx: its {@link SessionTimer}, and the re-INVITEs and
 * UPDATEs of either side. Owned by the {@link Call}.
 */
final class Upkeep {
    private static final String INVITE = "INVITE";
    private static final String UPDATE = "UPDATE";

    /**
     * After 491 the owner of the Call-ID waits for 2.1 to 4 s, the other side for 0 to 2 s (RFC
     * 3261 §14.1). The ranges are apart, so two sides that each keep to theirs do not meet again,
     * whatever value they take: ours is the middle.
     */
    private static final Duration OWNER = Duration.ofSeconds(3);

    private static final Duration NO_OWNER = Duration.ofSeconds(1);

    /** A refusal that names no sooner time, and the least one that we believe. */
    private static final long RETRY_AFTER_SECONDS = 5;

    private final LegTimers timers;
    private final Agreement<?> agreement;
    private final SessionTimer timer;
    private final CallOptions options;
    private final Consumer<CallCommand> commands;
    private final AwaitedAck ack;
    private String refreshMethod = INVITE;

    Upkeep(
            LegTimers timers,
            Agreement<?> agreement,
            SessionTimer timer,
            CallOptions options,
            Consumer<CallCommand> commands) {
        this.timers = timers;
        this.agreement = agreement;
        this.timer = timer;
        this.options = options;
        this.commands = commands;
        this.ack = new AwaitedAck(timers, options.times().acknowledge());
    }

    private Leg leg() {
        return timers.leg();
    }

    /** The headers of our 2xx to the INVITE that begins the dialog. */
    List<Header> accept(Headers request) {
        noteAllow(request);
        return timer.accept(request);
    }

    /** The peer's 2xx to the INVITE that begins the dialog. */
    void accepted(Headers response) {
        noteAllow(response);
        timer.answered(response);
    }

    /** Answers a re-INVITE or UPDATE of the peer. */
    void reoffered(CallEvent.Reoffered event) {
        commands.accept(new CallCommand.AnswerReoffer(leg(), event.cseq(), reply(event)));
    }

    private DialogReply reply(CallEvent.Reoffered event) {
        Optional<org.carillon.call.Refusal> tooShort = timer.refuse(event.headers());
        if (tooShort.isPresent()) {
            return DialogReply.refusing(tooShort.get());
        }
        if (event.sdp().isEmpty()) {
            return event.otherBody() ? notSdp() : withoutOffer(event);
        }
        SdpParse parse = SessionDescription.parse(event.sdp().get());
        if (parse instanceof SdpParse.Broken broken) {
            return refused(
                    400, options.warning("SDP line " + broken.line() + ": " + broken.reason()));
        }
        return agreement
                .take(((SdpParse.Parsed) parse).description())
                .map(this::notAcceptable)
                .orElseGet(() -> ok(event, Optional.of(agreement.answer())));
    }

    private static DialogReply notSdp() {
        return refused(415, new Header("Accept", "application/sdp, multipart/mixed"));
    }

    /** A re-INVITE asks for our offer then (RFC 3261 §14.2), an UPDATE for nothing (RFC 3311). */
    private DialogReply withoutOffer(CallEvent.Reoffered event) {
        return ok(
                event,
                event.method().equals(INVITE) ? Optional.of(agreement.offer()) : Optional.empty());
    }

    private DialogReply notAcceptable(Refusal refusal) {
        return refused(488, options.warning(refusal.warnCode(), refusal.text()));
    }

    private static DialogReply refused(int status, Header header) {
        return new DialogReply(status, List.of(header), Optional.empty());
    }

    private DialogReply ok(CallEvent.Reoffered event, Optional<SessionDescription> sdp) {
        noteAllow(event.headers());
        List<Header> headers = new ArrayList<>();
        headers.add(new Header("Server", options.product()));
        headers.add(new Header("Allow", CallOptions.ALLOW));
        headers.addAll(timer.accept(event.headers()));
        if (event.method().equals(INVITE)) {
            ack.await(
                    event.cseq(),
                    event.sdp().isPresent()
                            ? AwaitedAck.Meaning.RECEIPT
                            : AwaitedAck.Meaning.ANSWER);
        }
        return new DialogReply(200, headers, sdp);
    }

    /**
     * Takes the ACK of a re-INVITE.
     *
     * @return why the dialog cannot go on: our offer has no answer, or none that holds
     */
    Optional<String> acknowledged(CallEvent.ReofferAcknowledged event) {
        if (ack.arrived(event.cseq()) != AwaitedAck.Meaning.ANSWER) {
            return Optional.empty();
        }
        if (event.sdp().isEmpty()) {
            return Optional.of("no answer in ACK");
        }
        return SessionDescription.parse(event.sdp().get()) instanceof SdpParse.Parsed parsed
                ? agreement.take(parsed.description()).map(Refusal::text)
                : Optional.of("unreadable answer in ACK");
    }

    /**
     * UPDATE where the peer takes it, without an offer; else a re-INVITE with one that is not new.
     */
    void refresh() {
        List<Header> headers = requestHeaders();
        Optional<SessionDescription> offer =
                refreshMethod.equals(INVITE) ? Optional.of(agreement.offer()) : Optional.empty();
        commands.accept(new CallCommand.RefreshLeg(leg(), refreshMethod, headers, offer));
    }

    private List<Header> requestHeaders() {
        List<Header> headers = new ArrayList<>();
        headers.add(new Header("User-Agent", options.product()));
        headers.add(new Header("Allow", CallOptions.ALLOW));
        headers.addAll(timer.refresh());
        return headers;
    }

    /**
     * Takes the final response to a refresh of ours; 408 if none came.
     *
     * @return whether the dialog goes on (RFC 4028 §10, RFC 3261 §12.2.1.2)
     */
    boolean refreshed(CallEvent.Refreshed event) {
        switch (event.status()) {
            case 408, 481 -> {
                return false;
            }
            case 405, 501 -> refreshOtherwise();
            case 422 -> {
                if (timer.tooShort(event.headers())) {
                    refresh();
                }
            }
            case 491 -> timer.again(leg() instanceof Leg.Sender ? NO_OWNER : OWNER);
            default -> {
                if (event.status() < 300) {
                    extended(event);
                } else {
                    retryWhenTold(event.headers());
                }
            }
        }
        return true;
    }

    private void extended(CallEvent.Refreshed event) {
        noteAllow(event.headers());
        timer.answered(event.headers());
        event.sdp().ifPresent(this::peerSays);
    }

    /** An answer: one that cannot be taken changes nothing. */
    private void peerSays(String sdp) {
        if (SessionDescription.parse(sdp) instanceof SdpParse.Parsed parsed) {
            agreement.take(parsed.description());
        }
    }

    /** A peer that listed UPDATE and does not take it still takes a re-INVITE. */
    private void refreshOtherwise() {
        if (refreshMethod.equals(UPDATE)) {
            refreshMethod = INVITE;
            refresh();
        }
    }

    /** Not again at once, and not again without a word about when (RFC 4028 §10). */
    private void retryWhenTold(Headers response) {
        response.first("Retry-After")
                .flatMap(value -> SipText.leadingNumber(value.split("\\(", 2)[0]))
                .map(seconds -> Math.max(seconds, RETRY_AFTER_SECONDS))
                .ifPresent(seconds -> timer.again(Duration.ofSeconds(seconds)));
    }

    private void noteAllow(Headers message) {
        List<String> methods = message.values("Allow");
        if (!methods.isEmpty()) {
            refreshMethod = methods.stream().anyMatch(UPDATE::equalsIgnoreCase) ? UPDATE : INVITE;
        }
    }

    /** The dialog is over. */
    void end() {
        timer.off();
        timers.stopAll();
    }
}
