package org.carillon.call;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
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
 * Where messages are kept while nobody is there, a second way leads from OPENING to ANSWERED: a
 * Room without devices, opened when there is none to invite, or, after INVITING, none in reach.
 *
 * <p>INVITING ends with the first device that accepts (S-12); nobody is cancelled because another
 * answered (S-20, S-30). TALKING ends with a BYE: ours is the end, the sender's (which may overtake
 * its ACK) leads to DRAINING, in which every device finishes at its own speed. SETTLING waits for
 * the final responses of cancelled INVITEs, so that a 2xx that crosses the CANCEL is acknowledged
 * and hung up (RFC 3261 §9.1, §13.2.2.4).
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

    /** The media types of our answer's {@code accept-types}. */
    private static final List<String> ACCEPTED = List.of("message/cpim");

    private final CallOptions options;
    private final ScreeningPolicy screening;
    private final Negotiation negotiation;
    private final CallEvent.Cases<Void> cases = new On();
    private final List<CallCommand> commands = new ArrayList<>();
    private final CallTimers timers;
    private final Branches branches = new Branches(commands::add);
    private final Delivery delivery = new Delivery();
    private final SenderDialog sender;

    private Phase phase = Phase.NEW;
    private CpmRequest invite;
    private DeviceRequests requests;
    private NotAvailable notAvailable = NotAvailable.REJECT;
    private List<Device> chosen = List.of();
    private CallOutcome outcome;

    public Call(CallOptions options, ScreeningPolicy screening) {
        this.options = options;
        this.screening = screening;
        this.negotiation = new Negotiation(options);
        this.timers = new CallTimers(options.times(), commands::add);
        this.sender = new SenderDialog(negotiation, this::upkeep, options, commands::add);
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

    Phase phase() {
        return phase;
    }

    /** For traces: where the call stands. */
    @Override
    public String toString() {
        return phase + " " + delivery + " " + branches;
    }

    private final class On implements CallEvent.Cases<Void> {
        @Override
        public Void invited(CallEvent.Invited event) {
            if (phase != Phase.NEW) {
                throw new IllegalStateException("invited twice, in " + phase);
            }
            invite = event.invite();
            requests = new DeviceRequests(options, invite);
            if (!Icsi.asksFor(invite.headers(), Icsi.LARGE_MESSAGE)) {
                return refuse(488, options.warning("Not a Large Message Mode INVITE"));
            }
            if (invite.maxForwards() <= 0) {
                return refuse(483, options.warning("Max-Forwards is used up"));
            }
            if (new Passage(invite).loops()) {
                return refuse(482, options.warning("This message has been here for this user"));
            }
            phase = Phase.LOOKING_UP;
            timers.start(CallTimer.LOOK_UP);
            commands.add(new CallCommand.FindRecipient(invite.recipient()));
            return null;
        }

        @Override
        public Void recipientFound(CallEvent.RecipientFound event) {
            if (phase != Phase.LOOKING_UP) {
                return null;
            }
            timers.stop(CallTimer.LOOK_UP);
            Recipient recipient = event.recipient();
            Optional<Refusal> refusal =
                    screening
                            .screen(invite, recipient.preferences(), options)
                            .or(() -> negotiation.examineOffer(invite));
            if (refusal.isPresent()) {
                return refuse(refusal.get());
            }
            notAvailable = recipient.preferences().deferral().or(options.notAvailable());
            delivery.begin(options.durability(), notAvailable);
            chosen = BranchSelection.select(recipient, options.branches(), Icsi.LARGE_MESSAGE);
            if (chosen.isEmpty()) {
                Optional<Refusal> noRoom = refusal(recipient.space());
                return noRoom.isPresent() ? refuse(noRoom.get()) : defer();
            }
            if (!new Passage(invite).allows(chosen.size())) {
                return refuse(440, options.warning("Max-Breadth is less than the devices"));
            }
            phase = Phase.OPENING;
            timers.start(CallTimer.ROOM);
            commands.add(new CallCommand.OpenRoom(plan(recipient.preferences())));
            return null;
        }

        @Override
        public Void recipientUnknown(CallEvent.RecipientUnknown event) {
            return phase == Phase.LOOKING_UP ? unavailable("Devices cannot be looked up") : null;
        }

        @Override
        public Void roomOpened(CallEvent.RoomOpened event) {
            if (phase == Phase.OPENING) {
                timers.stop(CallTimer.ROOM);
                negotiation.roomOpened(event.addresses());
                return delivery.isDeferred() ? answerSender(Optional.empty()) : inviteAll();
            }
            return null;
        }

        @Override
        public Void roomLost(CallEvent.RoomLost event) {
            switch (phase) {
                case OPENING -> unavailable("No room for another message");
                case INVITING -> refuse(500, options.warning("The relay failed"));
                case ANSWERED, TALKING, DRAINING -> delivery.roomLost(event.why());
                default -> {}
            }
            return null;
        }

        /** A CANCEL that waited for its 1xx has 64·T1 of its own (RFC 3261 §9.1). */
        @Override
        public Void branchProgressed(CallEvent.BranchProgressed event) {
            if (branches.get(event.branch()).progressed() && phase == Phase.SETTLING) {
                timers.start(CallTimer.SETTLE);
            }
            return null;
        }

        @Override
        public Void branchAnswered(CallEvent.BranchAnswered event) {
            Branch branch = branches.get(event.branch());
            if (!branch.isNew(event.dialog())) {
                return null;
            }
            if (!branch.state().pending()) {
                branch.decline(event.dialog());
                return null;
            }
            Optional<DeviceAnswer> answer = Negotiation.examine(branch.offer(), event.sdp());
            if (answer.isEmpty()) {
                branches.unusable(branch, event.dialog());
                return null;
            }
            branch.accept(event.dialog(), answer.get());
            keepUp(branch, event.headers());
            return phase == Phase.INVITING ? answerSender(Optional.of(branch)) : seat(branch);
        }

        @Override
        public Void branchRefused(CallEvent.BranchRefused event) {
            branches.refused(branches.get(event.branch()), event.status());
            return null;
        }

        @Override
        public Void branchHungUp(CallEvent.BranchHungUp event) {
            Branch branch = branches.get(event.branch());
            if (branch.keeps(event.dialog())) {
                branches.hungUp(branch);
            }
            return null;
        }

        @Override
        public Void senderAcknowledged(CallEvent.SenderAcknowledged event) {
            if (phase == Phase.ANSWERED) {
                phase = Phase.TALKING;
                sender.acknowledged();
                confirm();
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

        /** The BYE may overtake a lost ACK, and then stands for it. */
        @Override
        public Void senderHungUp(CallEvent.SenderHungUp event) {
            if (phase == Phase.ANSWERED) {
                confirm();
                drain();
            } else if (phase == Phase.TALKING) {
                drain();
            }
            return null;
        }

        @Override
        public Void reoffered(CallEvent.Reoffered event) {
            if (event.leg() instanceof Leg.Device leg) {
                branches.reoffered(event, leg);
            } else {
                sender.reoffered(event);
            }
            return null;
        }

        @Override
        public Void reofferAcknowledged(CallEvent.ReofferAcknowledged event) {
            upkeep(event.leg())
                    .flatMap(keeper -> keeper.acknowledged(event))
                    .ifPresent(reason -> end(event.leg(), reason));
            return null;
        }

        @Override
        public Void refreshed(CallEvent.Refreshed event) {
            boolean lost =
                    upkeep(event.leg()).filter(keeper -> !keeper.refreshed(event)).isPresent();
            return lost ? end(event.leg(), "session not refreshed") : null;
        }

        @Override
        public Void messageReceived(CallEvent.MessageReceived event) {
            delivery.received(event.bytes());
            if (phase == Phase.SETTLING && outcome.kind() == Kind.ABORTED) {
                delivery.keepPromise();
                outcome = delivery.outcome(branches.count()); // it crossed our hanging up
            }
            return null;
        }

        @Override
        public Void messageBroken(CallEvent.MessageBroken event) {
            delivery.breaks(event.why());
            return null;
        }

        /** The Room keeps a large message. */
        @Override
        public Void copyKept(CallEvent.CopyKept event) {
            return null;
        }

        @Override
        public Void seatServed(CallEvent.SeatServed event) {
            Branch branch = branches.get(event.branch());
            if (branch.served()) {
                delivery.served();
                branches.dropIfHungUp(branch);
            }
            return null;
        }

        @Override
        public Void seatLost(CallEvent.SeatLost event) {
            Branch branch = branches.get(event.branch());
            if (branch.state().live() || branch.state() == Branch.State.HUNG_UP) {
                delivery.blame(event.why());
                branches.drop(branch);
            }
            return null;
        }

        @Override
        public Void timerFired(CallEvent.TimerFired event) {
            if (!timers.expired(event.timer())) {
                return null;
            }
            if (event.timer() instanceof LegTimer timer) {
                return fired(timer);
            }
            return switch ((CallTimer) event.timer()) {
                case LOOK_UP -> unavailable("Devices cannot be looked up in time");
                case ROOM -> unavailable("No room in time");
                case ANSWER, JOIN -> giveUp();
                case ACKNOWLEDGE -> hangUpSender("no ACK");
                case LINGER -> hangUpSender("no BYE");
                case LIFETIME -> outlive();
                case SETTLE -> release();
            };
        }
    }

    /** Moves on whatever the last event has made ripe. */
    private void proceed() {
        if (branches.none(Branch.State::pending)) {
            timers.stop(CallTimer.ANSWER);
            timers.stop(CallTimer.JOIN);
        }
        switch (phase) {
            case INVITING -> {
                if (branches.none(Branch.State::pending)) {
                    nobodyAccepted();
                }
            }
            case TALKING -> proceedTalking();
            case DRAINING -> proceedDraining();
            default -> {}
        }
        if (phase == Phase.SETTLING && branches.none(Branch.State::unsettled)) {
            release();
        }
    }

    private void nobodyAccepted() {
        if (notAvailable == NotAvailable.DEFER && branches.unreachable()) {
            commands.add(new CallCommand.CloseRoom());
            defer();
        } else {
            refuse(branches.bestRefusal(), options.warning("No device accepted"));
        }
    }

    private void proceedTalking() {
        if (delivery.broken()) {
            hangUpSender("message incomplete");
        } else if (delivery.isBeingKept()) {
            return;
        } else if (branches.none(Branch.State::pending) && branches.none(Branch.State::behind)) {
            if (delivery.anyServed()) {
                timers.startUnlessRunning(CallTimer.LINGER);
            } else {
                endWithSender("no device left"); // the Room has told it
            }
        }
    }

    /** S-28 to S-31: each device is hung up on when it has everything. */
    private void proceedDraining() {
        branches.dropServed();
        if (delivery.broken() || (branches.nobodyLeft() && !delivery.isBeingKept())) {
            conclude();
        }
    }

    private List<BranchId> branchIds() {
        return IntStream.rangeClosed(1, chosen.size()).mapToObj(BranchId::new).toList();
    }

    private RoomPlan plan(Preferences preferences) {
        return new RoomPlan(
                invite.recipient(),
                chosen.stream().map(Device::identity).toList(),
                ACCEPTED,
                options.msrp().maxSize(),
                negotiation.senderTransport(),
                negotiation.deviceTransport(),
                preferences.recordHistory() ? Optional.of(requests.history()) : Optional.empty(),
                keep());
    }

    /** Why a message for nobody who is there is not taken; empty if it is. */
    private Optional<Refusal> refusal(DeferredMessages.Space space) {
        return notAvailable == NotAvailable.DEFER
                ? options.refusal(space)
                : Optional.of(options.refusal(480, "No device of this user can receive now"));
    }

    /** The message is kept: it goes into history when it is delivered. */
    private Void defer() {
        delivery.defer();
        phase = Phase.OPENING;
        timers.start(CallTimer.ROOM);
        commands.add(
                new CallCommand.OpenRoom(
                        new RoomPlan(
                                invite.recipient(),
                                List.of(),
                                ACCEPTED,
                                options.msrp().maxSize(),
                                negotiation.senderTransport(),
                                negotiation.deviceTransport(),
                                Optional.empty(),
                                keep())));
        return null;
    }

    private Optional<RoomPlan.Keep> keep() {
        return delivery.store().map(role -> new RoomPlan.Keep(invite.toKeep(), role));
    }

    private Void inviteAll() {
        phase = Phase.INVITING;
        timers.start(CallTimer.ANSWER);
        branchIds().forEach(this::invite);
        return null;
    }

    private void invite(BranchId id) {
        Branch branch = new Branch(id, negotiation.offerFor(id), commands::add);
        Device device = chosen.get(id.number() - 1);
        List<Header> passage = new Passage(invite).headers(id.number(), chosen.size());
        branches.invite(branch, requests.invite(device, branch.offer().description(), passage));
    }

    /**
     * The first device's answer is the sender's (S-12 to S-18).
     *
     * @param first empty if the message is kept for later
     */
    private Void answerSender(Optional<Branch> first) {
        phase = Phase.ANSWERED;
        timers.start(CallTimer.ACKNOWLEDGE);
        sender.answer(invite.headers(), first);
        return null;
    }

    private Upkeep upkeep(Leg leg, Agreement<?> agreement) {
        LegTimers ofLeg = new LegTimers(leg, timers);
        return new Upkeep(
                ofLeg,
                agreement,
                new SessionTimer(screening.minSessionExpires(), ofLeg),
                options,
                commands::add);
    }

    private void keepUp(Branch branch, Headers accepted) {
        Upkeep keeper = upkeep(branch.leg(), negotiation.withDevice(branch));
        branch.keepUp(keeper);
        keeper.accepted(accepted);
    }

    private Optional<Upkeep> upkeep(Leg leg) {
        return leg instanceof Leg.Device device ? branches.upkeep(device) : sender.upkeep();
    }

    /** A sender's session timer is longer than the wait for its ACK, which so comes first. */
    private Void fired(LegTimer timer) {
        return switch (timer.kind()) {
            case EXPIRY -> end(timer.leg(), "session expired");
            case ACKNOWLEDGE -> end(timer.leg(), "no ACK");
            case REFRESH -> {
                upkeep(timer.leg()).ifPresent(Upkeep::refresh);
                yield null;
            }
        };
    }

    /** Each dialog has a timer of its own; only the sender's is the whole call's. */
    private Void end(Leg leg, String reason) {
        if (leg instanceof Leg.Device device) {
            delivery.blame(reason);
            branches.drop(branches.get(device.branch()));
            return null;
        }
        return hangUpSender(phase == Phase.ANSWERED ? "no ACK" : reason);
    }

    /** S-21 and S-22 for the first device, once the sender's ACK is there or can no longer come. */
    private void confirm() {
        timers.stop(CallTimer.ACKNOWLEDGE);
        timers.start(CallTimer.LIFETIME);
        sender.primary().filter(b -> b.state() == Branch.State.ANSWERED).ifPresent(this::seat);
    }

    /** For any but the first device this is S-20: acknowledged at once, replayed from byte 1. */
    private Void seat(Branch branch) {
        branch.seat(negotiation.deviceLeg(branch.id(), branch.answer()));
        return null;
    }

    private void drain() {
        phase = Phase.DRAINING;
        delivery.keepPromise();
        sender.hungUp();
        timers.stop(CallTimer.LINGER);
        timers.stop(CallTimer.ANSWER);
        if (!branches.none(Branch.State::pending)) {
            timers.start(CallTimer.JOIN);
        }
        if (delivery.expected()) {
            commands.add(new CallCommand.DrainRoom(options.times().silence()));
        }
    }

    private Void giveUp() {
        branches.giveUpPending();
        return null;
    }

    private Void unavailable(String reason) {
        return refuse(Refusal.forNow(503, options.warning(reason)));
    }

    private Void refuse(int status, Header... fields) {
        return refuse(new Refusal(status, List.of(fields)));
    }

    private Void refuse(Refusal refusal) {
        commands.add(new CallCommand.RefuseSender(refusal));
        String reason = new Headers(refusal.headers()).first("Warning").orElse("");
        return finish(Kind.REFUSED, refusal.status(), reason);
    }

    private Void outlive() {
        if (phase != Phase.DRAINING) {
            return hangUpSender("call too long");
        }
        delivery.blame("call too long");
        return conclude();
    }

    private Void hangUpSender(String reason) {
        delivery.keepPromise();
        return endWithSender(reason);
    }

    private Void endWithSender(String reason) {
        sender.hangUp(reason);
        if (!delivery.broken()) {
            delivery.blame(reason);
        }
        return conclude();
    }

    /** The end of a call that was answered. */
    private Void conclude() {
        return finish(delivery.outcome(branches.count()));
    }

    private Void finish(Kind kind, int status, String reason) {
        return finish(delivery.outcome(kind, status, branches.count(), reason));
    }

    /** Ends everything that is still there; the last commands of the call but for cancellations. */
    private Void finish(CallOutcome how) {
        outcome = how;
        if (phase.compareTo(Phase.OPENING) >= 0) {
            commands.add(new CallCommand.CloseRoom());
        }
        phase = Phase.SETTLING;
        branches.leave();
        timers.stopAll();
        if (!branches.none(Branch.State::unsettled)) {
            timers.start(CallTimer.SETTLE);
        }
        return null;
    }

    private Void release() {
        timers.stop(CallTimer.SETTLE);
        phase = Phase.OVER;
        commands.add(new CallCommand.Release(outcome));
        return null;
    }
}
