package org.carillon.call;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** All branches of a call, and the seats they hold in its Room. Owned by the {@link Call}. */
final class Branches {
    private final Consumer<CallCommand> commands;
    private final List<Branch> all = new ArrayList<>();
    private final List<Integer> refusals = new ArrayList<>();

    Branches(Consumer<CallCommand> commands) {
        this.commands = commands;
    }

    void invite(Branch branch, DeviceRequest invite) {
        all.add(branch);
        commands.accept(new CallCommand.InviteDevice(branch.id(), invite));
    }

    Branch get(BranchId id) {
        return all.get(id.number() - 1);
    }

    /** Answers a re-INVITE or UPDATE of a device. */
    void reoffered(CallEvent.Reoffered event, Leg.Device leg) {
        Branch branch = get(leg.branch());
        if (!branch.keeps(leg.dialog())) {
            answer(event, DialogReply.gone());
        } else if (branch.state() == Branch.State.ANSWERED && event.method().equals("INVITE")) {
            answer(event, DialogReply.pending());
        } else {
            branch.upkeep().reoffered(event);
        }
    }

    private void answer(CallEvent.Reoffered event, DialogReply reply) {
        commands.accept(new CallCommand.AnswerReoffer(event.leg(), event.cseq(), reply));
    }

    /** Who looks after that dialog; empty if it is not one that is kept. */
    Optional<Upkeep> upkeep(Leg.Device leg) {
        Branch branch = get(leg.branch());
        return branch.keeps(leg.dialog()) ? Optional.of(branch.upkeep()) : Optional.empty();
    }

    int count() {
        return all.size();
    }

    boolean none(Predicate<Branch.State> condition) {
        return all.stream().map(Branch::state).noneMatch(condition);
    }

    boolean nobodyLeft() {
        return none(Branch.State::pending)
                && none(Branch.State::live)
                && none(Branch.State::behind);
    }

    /** The status for the sender when nobody has accepted. */
    int bestRefusal() {
        return FinalResponse.best(refusals);
    }

    /** Whether every device that was invited proved to be out of reach. */
    boolean unreachable() {
        return FinalResponse.unreachable(refusals);
    }

    /** A final response that is none of our doing counts; the one to a CANCEL does not. */
    void refused(Branch branch, int status) {
        if (branch.state().unsettled()) {
            branch.end();
        } else if (branch.state().pending()) {
            refusals.add(status);
            branch.end();
            releaseSeat(branch);
        }
    }

    /** A 2xx with which nothing can be done. */
    void unusable(Branch branch, String dialog) {
        refusals.add(488);
        branch.decline(dialog);
        releaseSeat(branch);
    }

    /** Every branch that has not answered is no longer wanted. */
    void giveUpPending() {
        for (Branch branch : all) {
            if (branch.state().pending()) {
                refusals.add(408);
                drop(branch);
            }
        }
    }

    /** S-30: each device is hung up on when it has everything. */
    void dropServed() {
        all.stream().filter(branch -> branch.state() == Branch.State.SERVED).forEach(this::drop);
    }

    /** The device has sent BYE. */
    void hungUp(Branch branch) {
        branch.hungUp();
        if (branch.state() != Branch.State.HUNG_UP) {
            releaseSeat(branch);
        }
    }

    /** Once the Room has said what a device that has sent BYE has had. */
    void dropIfHungUp(Branch branch) {
        if (branch.state() == Branch.State.HUNG_UP) {
            drop(branch);
        }
    }

    void drop(Branch branch) {
        branch.leave();
        releaseSeat(branch);
    }

    void releaseSeat(Branch branch) {
        commands.accept(new CallCommand.ReleaseSeat(branch.id()));
    }

    /** The Room has closed, seats and all. */
    void leave() {
        all.forEach(Branch::leave);
    }

    @Override
    public String toString() {
        return all.stream().map(Branch::state).toList().toString();
    }
}
