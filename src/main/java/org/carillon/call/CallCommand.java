package org.carillon.call;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.carillon.sdp.SessionDescription;

/**
 * What a {@link Call} wants done. Immutable; carried out in order, one after the other, by whoever
 * runs the Call's queue. None of them waits.
 */
public sealed interface CallCommand {
    /** Carries this command out through the port it belongs to. */
    void perform(CallPorts ports);

    /** Look up devices and preferences; answered by RecipientFound or RecipientUnknown. */
    record FindRecipient(Aor user) implements CallCommand {
        @Override
        public void perform(CallPorts ports) {
            ports.recipients().find(user);
        }
    }

    /** Open the Room; answered by RoomOpened or RoomLost. */
    record OpenRoom(RoomPlan plan) implements CallCommand {
        @Override
        public void perform(CallPorts ports) {
            ports.room().open(plan);
        }
    }

    /**
     * Give the sender's leg its paths; connects if the leg says so. Once more after every later
     * offer and answer: if the sender has moved, or has lost its connection, the message goes on
     * over a new one (RFC 4975 §5.4, §8.4); else nothing changes.
     */
    record SeatSender(MsrpLeg leg) implements CallCommand {
        @Override
        public void perform(CallPorts ports) {
            ports.room().seatSender(leg);
        }
    }

    /**
     * Give a device its seat: it is replayed from byte 1 (S-24, S-26). Once more after every later
     * offer and answer, as for the sender.
     */
    record SeatDevice(BranchId branch, MsrpLeg leg) implements CallCommand {
        @Override
        public void perform(CallPorts ports) {
            ports.room().seatDevice(branch, leg);
        }
    }

    /** This device is sent nothing of the message for now (RFC 3264 §8.4). */
    record HoldSeat(BranchId branch) implements CallCommand {
        @Override
        public void perform(CallPorts ports) {
            ports.room().holdSeat(branch);
        }
    }

    /** This device goes on where it stopped. */
    record ResumeSeat(BranchId branch) implements CallCommand {
        @Override
        public void perform(CallPorts ports) {
            ports.room().resumeSeat(branch);
        }
    }

    /**
     * This device has hung up: it has everything once its last response is there, and is lost
     * otherwise. The Room says which, unless it has already.
     */
    record PartSeat(BranchId branch) implements CallCommand {
        @Override
        public void perform(CallPorts ports) {
            ports.room().partSeat(branch);
        }
    }

    /** This branch will never (or no longer) read: nothing is kept for it. */
    record ReleaseSeat(BranchId branch) implements CallCommand {
        @Override
        public void perform(CallPorts ports) {
            ports.room().releaseSeat(branch);
        }
    }

    /** The sender has hung up: what its connection still brings counts, silence ends it. */
    record DrainRoom(Duration silence) implements CallCommand {
        @Override
        public void perform(CallPorts ports) {
            ports.room().drain(silence);
        }
    }

    /** Close the Room: {@code #} to every device that is in the middle of the message. */
    record CloseRoom() implements CallCommand {
        @Override
        public void perform(CallPorts ports) {
            ports.room().close();
        }
    }

    /** INVITE one device in a dialog of its own (S-10, S-11). */
    record InviteDevice(BranchId branch, DeviceRequest invite) implements CallCommand {
        @Override
        public void perform(CallPorts ports) {
            ports.legs().invite(branch, invite);
        }
    }

    /** CANCEL a branch that has had a provisional response. */
    record CancelBranch(BranchId branch) implements CallCommand {
        @Override
        public void perform(CallPorts ports) {
            ports.legs().cancel(branch);
        }
    }

    /** ACK a device's 2xx. */
    record AcknowledgeBranch(BranchId branch, String dialog) implements CallCommand {
        @Override
        public void perform(CallPorts ports) {
            ports.legs().acknowledge(branch, dialog);
        }
    }

    /** BYE to a device. */
    record HangUpBranch(BranchId branch, String dialog) implements CallCommand {
        @Override
        public void perform(CallPorts ports) {
            ports.legs().hangUp(branch, dialog);
        }
    }

    /** The one 200 to the sender (S-12 to S-18). */
    record AnswerSender(List<Header> headers, SessionDescription sdp) implements CallCommand {
        public AnswerSender {
            headers = List.copyOf(headers);
        }

        @Override
        public void perform(CallPorts ports) {
            ports.legs().answerSender(headers, sdp);
        }
    }

    /** The final refusal to the sender. */
    record RefuseSender(Refusal refusal) implements CallCommand {
        @Override
        public void perform(CallPorts ports) {
            ports.legs().refuseSender(refusal);
        }
    }

    /** BYE to the sender. */
    record HangUpSender(Optional<String> reason) implements CallCommand {
        @Override
        public void perform(CallPorts ports) {
            ports.legs().hangUpSender(reason);
        }
    }

    /** Answer exactly this re-INVITE or UPDATE of the peer. */
    record AnswerReoffer(Leg leg, long cseq, DialogReply reply) implements CallCommand {
        @Override
        public void perform(CallPorts ports) {
            CallPorts.Legs legs = ports.legs();
            ports.room().afterwards(() -> legs.answerReoffer(leg, cseq, reply));
        }
    }

    /** Refresh a dialog (RFC 4028 §10); answered by Refreshed. */
    record RefreshLeg(
            Leg leg, String method, List<Header> headers, Optional<SessionDescription> offer)
            implements CallCommand {
        public RefreshLeg {
            headers = List.copyOf(headers);
        }

        @Override
        public void perform(CallPorts ports) {
            ports.legs().refresh(leg, method, headers, offer);
        }
    }

    record StartTimer(TimerName timer, Duration after) implements CallCommand {
        @Override
        public void perform(CallPorts ports) {
            ports.timers().start(timer, after);
        }
    }

    record StopTimer(TimerName timer) implements CallCommand {
        @Override
        public void perform(CallPorts ports) {
            ports.timers().stop(timer);
        }
    }

    /** The last command of every call: forget it, release what the container holds for it. */
    record Release(CallOutcome outcome) implements CallCommand {
        @Override
        public void perform(CallPorts ports) {
            ports.release(outcome);
        }
    }
}
