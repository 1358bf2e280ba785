package org.carillon.call;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.carillon.sdp.DeviceAnswer;
import org.carillon.sdp.DeviceOffer;

/**
 * One device of a call: its INVITE transaction and its dialog. Owned by the {@link Call}, which is
 * the only one to tell it what happened.
 *
 * <pre>
 *            1xx               2xx              sender's ACK          last byte acknowledged
 * CALLING ────────► PROCEEDING ─────► ANSWERED ──────────────► SEATED ──────────────► SERVED
 *    │  │               │                │                       │                      │
 *    │  │ unwanted      │ unwanted       │ BYE, lost, call over  │                      │
 *    │  ▼     1xx       ▼                │                       │                      │
 *    │ UNWANTED ──► CANCELLING           │                       │                      │
 *    │  │               │ any final      ▼                       ▼                      ▼
 *    └──┴───────────────┴──────────────► ENDED ◄─────────────────┴──────────────────────┘
 *      3xx-6xx, Timer B
 * </pre>
 *
 * A device that sends BYE in SEATED is HUNG_UP until the Room has said whether it has everything,
 * then ENDED. UNWANTED waits for a 1xx, because a CANCEL must not be sent before one (RFC 3261
 * §9.1). A branch that answers after the first one goes to SEATED at once.
 */
final class Branch {
    /** See the diagram of {@link Branch}. */
    enum State {
        CALLING,
        PROCEEDING,
        UNWANTED,
        CANCELLING,
        ANSWERED,
        SEATED,
        SERVED,
        /** The device has sent BYE; the Room has yet to say whether it has everything. */
        HUNG_UP,
        ENDED;

        /** May still bring a 2xx that is wanted. */
        boolean pending() {
            return this == CALLING || this == PROCEEDING;
        }

        /** Has a dialog that is kept. */
        boolean live() {
            return this == ANSWERED || this == SEATED || this == SERVED;
        }

        /** Has or had a dialog, and not yet the whole message as far as we know. */
        boolean behind() {
            return this == ANSWERED || this == SEATED || this == HUNG_UP;
        }

        /** Is invited, but no longer wanted: its INVITE transaction has yet to end. */
        boolean unsettled() {
            return this == UNWANTED || this == CANCELLING;
        }
    }

    /** What the Room knows of the device's wish. */
    private enum Flow {
        ON,
        HELD
    }

    /** Dialogs that one INVITE may bring; nobody forks a GRUU, so more is an attack. */
    static final int MAX_DIALOGS = 16;

    private final BranchId id;
    private final DeviceOffer offer;
    private final Consumer<CallCommand> commands;
    private final Set<String> dialogs = new HashSet<>();
    private State state = State.CALLING;
    private Flow flow = Flow.ON;
    private String dialog = "";
    private Optional<DeviceAnswer> answer = Optional.empty();
    private Optional<Upkeep> upkeep = Optional.empty();

    Branch(BranchId id, DeviceOffer offer, Consumer<CallCommand> commands) {
        this.id = id;
        this.offer = offer;
        this.commands = commands;
    }

    BranchId id() {
        return id;
    }

    DeviceOffer offer() {
        return offer;
    }

    State state() {
        return state;
    }

    DeviceAnswer answer() {
        return answer.orElseThrow(() -> new IllegalStateException(id + " has no answer: " + state));
    }

    /** Whether this is the dialog that is kept. */
    boolean keeps(String remoteTag) {
        return state.live() && dialog.equals(remoteTag);
    }

    /** A 1xx; returns whether it freed a CANCEL that had to wait for it. */
    boolean progressed() {
        if (state == State.CALLING) {
            state = State.PROCEEDING;
        } else if (state == State.UNWANTED) {
            cancel();
            return true;
        }
        return false;
    }

    /** Notes a 2xx; false if it is a repetition, or one of more dialogs than anybody needs. */
    boolean isNew(String remoteTag) {
        return dialogs.size() < MAX_DIALOGS && dialogs.add(remoteTag);
    }

    /** Keeps the dialog of a 2xx. Its ACK waits for {@link #seat}. */
    void accept(String remoteTag, DeviceAnswer accepted) {
        dialog = remoteTag;
        answer = Optional.of(accepted);
        state = State.ANSWERED;
    }

    /** A 2xx that is not wanted is still acknowledged, then hung up (RFC 3261 §13.2.2.4). */
    void decline(String remoteTag) {
        commands.accept(new CallCommand.AcknowledgeBranch(id, remoteTag));
        commands.accept(new CallCommand.HangUpBranch(id, remoteTag));
        if (!state.live() && state != State.HUNG_UP) {
            end();
        }
    }

    /** The dialog that is kept. */
    Leg leg() {
        return new Leg.Device(id, dialog);
    }

    /** Who looks after the dialog that is kept. */
    void keepUp(Upkeep by) {
        upkeep = Optional.of(by);
    }

    Upkeep upkeep() {
        return upkeep.orElseThrow(() -> new IllegalStateException(id + " is " + state));
    }

    /** Offer and answer are done once more; a device in the middle of the message is seated so. */
    void agreed(DeviceAnswer now, MsrpLeg leg) {
        answer = Optional.of(now);
        if (state == State.SEATED) {
            follow(now);
            if (now.isOpen()) {
                commands.accept(new CallCommand.SeatDevice(id, leg));
            }
        }
    }

    /** Lets the message flow as the device wants it to. */
    private void follow(DeviceAnswer now) {
        Flow wanted = now.receives() ? Flow.ON : Flow.HELD;
        if (wanted != flow) {
            flow = wanted;
            commands.accept(
                    wanted == Flow.HELD
                            ? new CallCommand.HoldSeat(id)
                            : new CallCommand.ResumeSeat(id));
        }
    }

    void seat(MsrpLeg leg) {
        state = State.SEATED;
        commands.accept(new CallCommand.AcknowledgeBranch(id, dialog));
        follow(answer());
        commands.accept(new CallCommand.SeatDevice(id, leg));
    }

    /** The device has everything; false if that is no news. */
    boolean served() {
        boolean news = state == State.SEATED || state == State.HUNG_UP;
        if (state == State.SEATED) {
            state = State.SERVED;
        }
        return news;
    }

    /**
     * The device has sent BYE. It may overtake the response to the last chunk, which goes another
     * way: whoever has a seat is not over before the Room says so.
     */
    void hungUp() {
        acknowledgeIfOwed();
        boolean seated = state == State.SEATED;
        end();
        if (seated) {
            state = State.HUNG_UP;
            commands.accept(new CallCommand.PartSeat(id));
        }
    }

    /** Nothing is wanted of this device any more, wherever it stands. */
    void leave() {
        if (state.live()) {
            acknowledgeIfOwed();
            commands.accept(new CallCommand.HangUpBranch(id, dialog));
            end();
        } else if (state == State.PROCEEDING) {
            cancel();
        } else if (state == State.CALLING) {
            state = State.UNWANTED;
        } else if (state == State.HUNG_UP) {
            end();
        }
    }

    /** The INVITE transaction or the dialog is over. */
    void end() {
        state = State.ENDED;
        upkeep.ifPresent(Upkeep::end);
    }

    private void acknowledgeIfOwed() {
        if (state == State.ANSWERED) {
            commands.accept(new CallCommand.AcknowledgeBranch(id, dialog));
        }
    }

    private void cancel() {
        state = State.CANCELLING;
        commands.accept(new CallCommand.CancelBranch(id));
    }
}
