package org.carillon.call;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.carillon.sdp.DeviceAnswer;

/**
 * The sender's dialog: its one answer, its seat in the Room, its upkeep. Owned by the {@link Call}.
 *
 * <pre>
 *  INVITED ──200──► ANSWERED ──────────► SEATED ──BYE──► OVER
 *                       where we connect: at the ACK (S-21), else with the 200
 * </pre>
 */
final class SenderDialog {
    private enum State {
        INVITED,
        ANSWERED,
        SEATED,
        OVER
    }

    private final Negotiation negotiation;
    private final BiFunction<Leg, Agreement<?>, Upkeep> keepers;
    private final CallOptions options;
    private final Consumer<CallCommand> commands;
    private State state = State.INVITED;
    private Optional<Branch> primary = Optional.empty();
    private Optional<Upkeep> upkeep = Optional.empty();

    SenderDialog(
            Negotiation negotiation,
            BiFunction<Leg, Agreement<?>, Upkeep> keepers,
            CallOptions options,
            Consumer<CallCommand> commands) {
        this.negotiation = negotiation;
        this.keepers = keepers;
        this.options = options;
        this.commands = commands;
    }

    /** The branch whose answer the sender has got; empty if it was none's. */
    Optional<Branch> primary() {
        return primary;
    }

    /**
     * Passes the first device's answer on, as ours (S-12 to S-18).
     *
     * @param invite the headers of the sender's INVITE
     * @param first empty if the message is kept for later
     */
    void answer(Headers invite, Optional<Branch> first) {
        primary = first;
        Optional<DeviceAnswer> answer = first.map(Branch::answer);
        state = State.ANSWERED;
        if (!negotiation.connectsToSender()) {
            seat(answer);
        }
        Upkeep keeper =
                keepers.apply(
                        new Leg.Sender(), negotiation.withSender(answer, () -> agreed(answer)));
        upkeep = Optional.of(keeper);
        List<Header> headers = new ArrayList<>(answerHeaders());
        headers.addAll(keeper.accept(invite));
        commands.accept(new CallCommand.AnswerSender(headers, negotiation.answer(answer)));
    }

    /** S-15, S-17. */
    private List<Header> answerHeaders() {
        return List.of(
                new Header("Server", options.product()), new Header("Allow", CallOptions.ALLOW));
    }

    /** Its ACK, or what stands for it. */
    void acknowledged() {
        if (state == State.ANSWERED) {
            seat(primary.map(Branch::answer));
        }
    }

    private void seat(Optional<DeviceAnswer> first) {
        state = State.SEATED;
        commands.accept(new CallCommand.SeatSender(negotiation.senderLeg(first)));
    }

    /** Offer and answer are done once more. */
    private void agreed(Optional<DeviceAnswer> first) {
        if (state == State.SEATED && negotiation.senderIsOpen()) {
            seat(first);
        }
    }

    void hangUp(String reason) {
        commands.accept(new CallCommand.HangUpSender(Optional.of(reason)));
        hungUp();
    }

    /** It has sent BYE. */
    void hungUp() {
        state = State.OVER;
        upkeep.ifPresent(Upkeep::end);
    }

    /** Who looks after the dialog; empty before our 200 and after the BYE. */
    Optional<Upkeep> upkeep() {
        return upkeep.filter(keeper -> state != State.OVER);
    }

    /** Answers a re-INVITE or UPDATE. */
    void reoffered(CallEvent.Reoffered event) {
        upkeep().ifPresentOrElse(
                        keeper -> keeper.reoffered(event),
                        () ->
                                commands.accept(
                                        new CallCommand.AnswerReoffer(
                                                event.leg(), event.cseq(), withoutDialog())));
    }

    private DialogReply withoutDialog() {
        return state == State.INVITED ? DialogReply.tooEarly() : DialogReply.gone();
    }
}
