package org.carillon.call;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.carillon.call.CallOutcome.Kind;
import org.carillon.sdp.DeviceAnswer;

/**
 * One large message on its way from one sender to every device of one user: a pure state machine.
 * Events go in, commands come out; no thread, clock, socket or randomness inside. Owner: the call's
 * serial queue; nobody else may touch it.
 *
 * <pre>
 *  NEW ─► LOOKING_UP ─► OPENING ─► INVITING ─► ANSWERED ─► TALKING ─► DRAINING ─┐
 *   │         │            │          │    200    │    ACK    │  BYE    │       │
 *   │ refused, cancelled, nobody there│           │           │         │       │
 *   └─────────┴────────────┴──────────┴───────────┴───────────┴─────────┴──► SETTLING ─► OVER
 * </pre>
 *
 * INVITING ends with the first device that accepts (S-12); nobody is cancelled because another
 * answered (S-20, S-30). TALKING ends with a BYE in either direction. DRAINING lets every device
 * finish at its own speed. SETTLING waits for the final responses of cancelled INVITEs, so that a
 * 2xx that crosses the CANCEL is acknowledged and hung up (RFC 3261 §9.1, §13.2.2.4).
 */
public final class Call {
    /** See the diagram of {@link Call}. */
    enum Phase {
        NEW,
        LOOKING_UP,
        OPENING,
        INVITING,
        ANSWERED,
        TALKING,
        DRAINING,
        SETTLING,
        OVER
    }

    /** What has become of the message itself; the relay tells. */
    private enum Message {
        EXPECTED,
        WHOLE,
        BROKEN
    }

    private final CallOptions options;
    private final ScreeningPolicy screening;
    private final Negotiation negotiation;
    private final CallEvent.Cases<Void> cases = new On();
    private final List<CallCommand> commands = new ArrayList<>();
    private final Set<CallTimer> running = EnumSet.noneOf(CallTimer.class);

    private Phase phase = Phase.NEW;
    private Message message = Message.EXPECTED;
    private LargeMessageInvite invite;
    private List<Device> chosen = List.of();
    private final List<Branch> branches = new ArrayList<>();
    private final List<Integer> refusals = new ArrayList<>();
    private Optional<BranchId> primary = Optional.empty();
    private boolean roomAsked;
    private int served;
    private long bytes;
    private String why = "";
    private CallOutcome outcome;

    public Call(CallOptions options, ScreeningPolicy screening) {
        this.options = options;
        this.screening = screening;
        this.negotiation = new Negotiation(options);
    }

    /** Takes one event; returns what is to be done, in this order. Nothing after the end. */
    public List<CallCommand> on(CallEvent event) {
        if (phase != Phase.OVER) {
            event.apply(cases);
            proceed();
        }
        List<CallCommand> result = List.copyOf(commands);
        commands.clear();
        return result;
    }

    /** For traces: where the call stands. */
    @Override
    public String toString() {
        return phase + " " + message + " " + branches.stream().map(Branch::state).toList();
    }

    private final class On implements CallEvent.Cases<Void> {
        @Override
        public Void invited(CallEvent.Invited event) {
            if (phase != Phase.NEW) {
                throw new IllegalStateException("invited twice, in " + phase);
            }
            invite = event.invite();
            if (!Icsi.asksForLargeMessage(invite.headers())) {
                return refuse(488, options.warning("Not a Large Message Mode INVITE"));
            }
            if (invite.maxForwards() <= 0) {
                return refuse(483, options.warning("Max-Forwards is used up"));
            }
            phase = Phase.LOOKING_UP;
            start(CallTimer.LOOK_UP);
            commands.add(new CallCommand.FindRecipient(invite.recipient()));
            return null;
        }

        @Override
        public Void recipientFound(CallEvent.RecipientFound event) {
            if (phase != Phase.LOOKING_UP) {
                return null;
            }
            stop(CallTimer.LOOK_UP);
            Recipient recipient = event.recipient();
            Optional<Refusal> screened = screening.screen(invite, recipient.preferences(), options);
            if (screened.isPresent()) {
                return refuse(screened.get());
            }
            Optional<Refusal> unacceptable = negotiation.examineOffer(invite);
            if (unacceptable.isPresent()) {
                return refuse(unacceptable.get());
            }
            chosen = BranchSelection.select(recipient, options.branches());
            if (chosen.isEmpty()) {
                return refuse(480, options.warning("No device of this user can receive now"));
            }
            phase = Phase.OPENING;
            roomAsked = true;
            start(CallTimer.ROOM);
            commands.add(new CallCommand.OpenRoom(plan(recipient.preferences())));
            return null;
        }

        @Override
        public Void recipientUnknown(CallEvent.RecipientUnknown event) {
            return phase == Phase.LOOKING_UP ? unavailable("Devices cannot be looked up") : null;
        }

        @Override
        public Void roomOpened(CallEvent.RoomOpened event) {
            if (phase != Phase.OPENING) {
                return null;
            }
            stop(CallTimer.ROOM);
            negotiation.roomOpened(event.addresses());
            phase = Phase.INVITING;
            start(CallTimer.ANSWER);
            InviteHeaders headers = new InviteHeaders(options, invite);
            for (int i = 0; i < chosen.size(); i++) {
                invite(headers, new BranchId(i + 1), chosen.get(i));
            }
            return null;
        }

        @Override
        public Void roomLost(CallEvent.RoomLost event) {
            if (phase == Phase.OPENING) {
                return unavailable(event.why());
            }
            breakMessage(event.why());
            return phase == Phase.INVITING ? refuse(500, options.warning(event.why())) : null;
        }

        @Override
        public Void branchProgressed(CallEvent.BranchProgressed event) {
            Branch branch = branch(event.branch());
            if (branch.isIn(Branch.State.CALLING)) {
                branch.become(Branch.State.PROCEEDING);
            } else if (branch.isIn(Branch.State.UNWANTED)) {
                cancel(branch);
            }
            return null;
        }

        @Override
        public Void branchAnswered(CallEvent.BranchAnswered event) {
            Branch branch = branch(event.branch());
            if (branch.state().live() && branch.dialog().equals(event.dialog())) {
                return null;
            }
            if (!branch.state().pending()) {
                acknowledgeAndHangUp(branch, event.dialog());
                return branch.state().unsettled() ? end(branch) : null;
            }
            Optional<DeviceAnswer> answer = Negotiation.examine(branch.offer(), event.sdp());
            if (answer.isEmpty()) {
                acknowledgeAndHangUp(branch, event.dialog());
                refusals.add(488);
                return end(branch);
            }
            return phase == Phase.INVITING
                    ? becomePrimary(branch, event.dialog(), answer.get())
                    : join(branch, event.dialog(), answer.get());
        }

        @Override
        public Void branchRefused(CallEvent.BranchRefused event) {
            Branch branch = branch(event.branch());
            if (branch.state().pending()) {
                refusals.add(event.status());
            }
            return branch.state().live() ? null : end(branch);
        }

        @Override
        public Void branchHungUp(CallEvent.BranchHungUp event) {
            Branch branch = branch(event.branch());
            if (!branch.state().live() || !branch.dialog().equals(event.dialog())) {
                return null;
            }
            if (branch.isIn(Branch.State.ANSWERED)) {
                commands.add(new CallCommand.AcknowledgeBranch(branch.id(), branch.dialog()));
            }
            return end(branch);
        }

        @Override
        public Void senderAcknowledged(CallEvent.SenderAcknowledged event) {
            if (phase == Phase.ANSWERED) {
                phase = Phase.TALKING;
                stop(CallTimer.ACKNOWLEDGE);
                seatPrimary();
            }
            return null;
        }

        /** In ANSWERED: our 200 lost the race, the container had answered 487 already. */
        @Override
        public Void senderCancelled(CallEvent.SenderCancelled event) {
            return phase.compareTo(Phase.TALKING) < 0
                    ? finish(Kind.CANCELLED, 487, "cancelled by the sender")
                    : null;
        }

        @Override
        public Void senderHungUp(CallEvent.SenderHungUp event) {
            if (phase == Phase.ANSWERED) {
                stop(CallTimer.ACKNOWLEDGE);
                seatPrimary();
            } else if (phase != Phase.TALKING) {
                return null;
            }
            return drain();
        }

        @Override
        public Void messageReceived(CallEvent.MessageReceived event) {
            if (message == Message.EXPECTED) {
                message = Message.WHOLE;
                bytes = event.bytes();
            }
            return null;
        }

        @Override
        public Void messageBroken(CallEvent.MessageBroken event) {
            return breakMessage(event.why());
        }

        @Override
        public Void seatServed(CallEvent.SeatServed event) {
            Branch branch = branch(event.branch());
            if (branch.isIn(Branch.State.SEATED)) {
                branch.become(Branch.State.SERVED);
                served++;
            }
            return null;
        }

        @Override
        public Void seatLost(CallEvent.SeatLost event) {
            Branch branch = branch(event.branch());
            if (branch.state().live()) {
                why = event.why();
                hangUp(branch);
            }
            return null;
        }

        @Override
        public Void timerFired(CallEvent.TimerFired event) {
            running.remove(event.timer());
            return switch (event.timer()) {
                case LOOK_UP ->
                        phase == Phase.LOOKING_UP
                                ? unavailable("Devices cannot be looked up in time")
                                : null;
                case ROOM -> phase == Phase.OPENING ? unavailable("No room in time") : null;
                case ANSWER -> giveUpPending(408);
                case JOIN -> giveUpPending(408);
                case ACKNOWLEDGE -> phase == Phase.ANSWERED ? noAcknowledgement() : null;
                case LINGER -> phase == Phase.TALKING ? hangUpSender("no BYE") : null;
                case SETTLE -> phase == Phase.SETTLING ? release() : null;
            };
        }
    }

    /** Moves on whatever the last event has made ripe. */
    private void proceed() {
        switch (phase) {
            case INVITING -> {
                if (none(Branch.State::pending)) {
                    refuse(FinalResponse.best(refusals), options.warning("No device accepted"));
                }
            }
            case TALKING -> proceedTalking();
            case DRAINING -> proceedDraining();
            case SETTLING -> {
                if (none(Branch.State::unsettled)) {
                    release();
                }
            }
            default -> {}
        }
    }

    private void proceedTalking() {
        boolean nobodyLeft = none(Branch.State::pending) && none(Branch.State::live);
        boolean pointless = nobodyLeft && !(message == Message.WHOLE && served > 0);
        if (message == Message.BROKEN || pointless) {
            hangUpSender(message == Message.BROKEN ? why : "no device left");
            proceedDraining();
        } else if (message == Message.WHOLE && none(Branch.State::pending) && none(this::behind)) {
            startUnlessRunning(CallTimer.LINGER);
        }
    }

    /** S-28 to S-31: each device is hung up on when it has everything. */
    private void proceedDraining() {
        if (message == Message.BROKEN) {
            finish(Kind.ABORTED, 200, why);
            return;
        }
        if (message == Message.WHOLE) {
            branches.stream().filter(b -> b.isIn(Branch.State.SERVED)).forEach(this::hangUp);
        }
        if (none(Branch.State::pending) && none(Branch.State::live)) {
            finish(served > 0 ? Kind.DELIVERED : Kind.UNDELIVERED, 200, why);
        }
    }

    private boolean behind(Branch.State state) {
        return state == Branch.State.ANSWERED || state == Branch.State.SEATED;
    }

    private RoomPlan plan(Preferences preferences) {
        List<BranchId> ids = new ArrayList<>();
        for (int i = 1; i <= chosen.size(); i++) {
            ids.add(new BranchId(i));
        }
        return new RoomPlan(
                ids,
                List.of("message/cpim"),
                options.msrp().maxSize(),
                preferences.recordHistory()
                        ? Optional.of(new InviteHeaders(options, invite).history())
                        : Optional.empty());
    }

    private void invite(InviteHeaders headers, BranchId id, Device device) {
        Branch branch = new Branch(id, device, negotiation.offerFor(id));
        branches.add(branch);
        commands.add(
                new CallCommand.InviteDevice(
                        id, headers.toDevice(device, branch.offer().description())));
    }

    private Void becomePrimary(Branch branch, String dialog, DeviceAnswer answer) {
        stop(CallTimer.ANSWER);
        branch.answered(dialog, answer, Branch.State.ANSWERED);
        primary = Optional.of(branch.id());
        phase = Phase.ANSWERED;
        start(CallTimer.ACKNOWLEDGE);
        if (!negotiation.connectsToSender()) {
            commands.add(new CallCommand.SeatSender(negotiation.senderLeg(answer)));
        }
        commands.add(
                new CallCommand.AnswerSender(
                        new InviteHeaders(options, invite).answer(), negotiation.answer(answer)));
        return null;
    }

    /** The sender's ACK is there (or can no longer come): S-21 and S-22 for the first device. */
    private void seatPrimary() {
        Branch branch = branch(primary.orElseThrow());
        if (negotiation.connectsToSender() && phase == Phase.TALKING) {
            commands.add(new CallCommand.SeatSender(negotiation.senderLeg(branch.answer())));
        }
        if (branch.isIn(Branch.State.ANSWERED)) {
            seat(branch);
        }
    }

    private void seat(Branch branch) {
        branch.become(Branch.State.SEATED);
        commands.add(new CallCommand.AcknowledgeBranch(branch.id(), branch.dialog()));
        commands.add(
                new CallCommand.SeatDevice(
                        branch.id(), negotiation.deviceLeg(branch.id(), branch.answer())));
    }

    /** S-20: not forwarded; acknowledged at once, and replayed from byte 1. */
    private Void join(Branch branch, String dialog, DeviceAnswer answer) {
        branch.answered(dialog, answer, Branch.State.ANSWERED);
        seat(branch);
        stopIfNobodyPending();
        return null;
    }

    private void stopIfNobodyPending() {
        if (none(Branch.State::pending)) {
            stop(CallTimer.JOIN);
        }
    }

    private Void drain() {
        phase = Phase.DRAINING;
        stop(CallTimer.LINGER);
        if (!none(Branch.State::pending)) {
            start(CallTimer.JOIN);
        }
        if (message == Message.EXPECTED) {
            commands.add(new CallCommand.DrainRoom(options.times().silence()));
        }
        return null;
    }

    private Void breakMessage(String reason) {
        if (message == Message.EXPECTED) {
            message = Message.BROKEN;
            why = reason;
        }
        return null;
    }

    private Void noAcknowledgement() {
        commands.add(new CallCommand.HangUpSender(Optional.of("no ACK")));
        return finish(Kind.ABORTED, 200, "no ACK from the sender");
    }

    private Void hangUpSender(String reason) {
        commands.add(new CallCommand.HangUpSender(Optional.of(reason)));
        return drain();
    }

    /** Every branch that has not answered is no longer wanted; counts as {@code status}. */
    private Void giveUpPending(int status) {
        for (Branch branch : branches) {
            if (branch.state().pending()) {
                refusals.add(status);
                discard(branch);
            }
        }
        return null;
    }

    private void discard(Branch branch) {
        commands.add(new CallCommand.ReleaseSeat(branch.id()));
        if (branch.isIn(Branch.State.PROCEEDING)) {
            cancel(branch);
        } else {
            branch.become(Branch.State.UNWANTED);
        }
    }

    private void cancel(Branch branch) {
        branch.become(Branch.State.CANCELLING);
        commands.add(new CallCommand.CancelBranch(branch.id()));
    }

    private void acknowledgeAndHangUp(Branch branch, String dialog) {
        commands.add(new CallCommand.AcknowledgeBranch(branch.id(), dialog));
        commands.add(new CallCommand.HangUpBranch(branch.id(), dialog));
    }

    private void hangUp(Branch branch) {
        if (branch.isIn(Branch.State.ANSWERED)) {
            commands.add(new CallCommand.AcknowledgeBranch(branch.id(), branch.dialog()));
        }
        commands.add(new CallCommand.HangUpBranch(branch.id(), branch.dialog()));
        end(branch);
    }

    private Void end(Branch branch) {
        if (!branch.isIn(Branch.State.ENDED)) {
            boolean seatIsHeld = !branch.state().unsettled();
            branch.become(Branch.State.ENDED);
            if (seatIsHeld) {
                commands.add(new CallCommand.ReleaseSeat(branch.id()));
            }
            stopIfNobodyPending();
        }
        return null;
    }

    private Void unavailable(String reason) {
        return refuse(503, new Header("Retry-After", "30"), options.warning(reason));
    }

    private Void refuse(int status, Header... headers) {
        return refuse(refusal(status, headers));
    }

    private Void refuse(Refusal refusal) {
        commands.add(new CallCommand.RefuseSender(refusal));
        return finish(Kind.REFUSED, refusal.status(), reasonOf(refusal));
    }

    private static Refusal refusal(int status, Header... headers) {
        return new Refusal(status, List.of(headers));
    }

    private static String reasonOf(Refusal refusal) {
        return refusal.headers().stream()
                .filter(header -> header.name().equals("Warning"))
                .map(Header::value)
                .findFirst()
                .orElse("");
    }

    /** Ends everything that is still there; the last commands of the call but for cancellations. */
    private Void finish(Kind kind, int status, String reason) {
        if (phase == Phase.SETTLING) {
            return null;
        }
        phase = Phase.SETTLING;
        outcome = new CallOutcome(kind, status, served, branches.size(), bytes, reason);
        if (roomAsked) {
            commands.add(new CallCommand.CloseRoom());
        }
        for (Branch branch : branches) {
            if (branch.state().live()) {
                hangUp(branch);
            } else if (branch.state().pending()) {
                discard(branch);
            }
        }
        EnumSet.copyOf(EnumSet.allOf(CallTimer.class)).forEach(this::stop);
        if (!none(Branch.State::unsettled)) {
            start(CallTimer.SETTLE);
        }
        return null;
    }

    private Void release() {
        stop(CallTimer.SETTLE);
        phase = Phase.OVER;
        commands.add(new CallCommand.Release(outcome));
        return null;
    }

    private Branch branch(BranchId id) {
        return branches.get(id.number() - 1);
    }

    private boolean none(Predicate<Branch.State> condition) {
        return branches.stream().map(Branch::state).noneMatch(condition);
    }

    private void start(CallTimer timer) {
        running.add(timer);
        commands.add(new CallCommand.StartTimer(timer, options.times().of(timer)));
    }

    private void startUnlessRunning(CallTimer timer) {
        if (!running.contains(timer)) {
            start(timer);
        }
    }

    private void stop(CallTimer timer) {
        if (running.remove(timer)) {
            commands.add(new CallCommand.StopTimer(timer));
        }
    }
}
