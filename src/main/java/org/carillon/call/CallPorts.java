package org.carillon.call;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.carillon.sdp.SessionDescription;

/**
 * What one call reaches the world through. One instance belongs to one call; every method is called
 * in that call's queue, returns at once, and reports what came of it as a {@link CallEvent}.
 */
public interface CallPorts {
    Recipients recipients();

    RoomDoor room();

    Legs legs();

    Timers timers();

    /** The call is over. Nothing is asked of any port after this. */
    void release(CallOutcome outcome);

    /** Looks a user up, off every SIP and relay thread. */
    interface Recipients {
        void find(Aor user);
    }

    /** The relay's side of the call. */
    interface RoomDoor {
        void open(RoomPlan plan);

        /** Also for a sender that has a seat already: the Room sees whether anything changes. */
        void seatSender(MsrpLeg leg);

        /** Also for a device that has a seat already: the Room sees whether anything changes. */
        void seatDevice(BranchId branch, MsrpLeg leg);

        void holdSeat(BranchId branch);

        void resumeSeat(BranchId branch);

        void partSeat(BranchId branch);

        void releaseSeat(BranchId branch);

        void drain(Duration silence);

        /**
         * What was asked so far has to be in effect before a peer hears of it.
         *
         * @param task runs once, on any thread, when it is
         */
        void afterwards(Runnable task);

        void close();

        /**
         * The call is over: what of its message is kept goes, or waits for the next arrival.
         *
         * @param then runs once, on any thread, when that is done
         */
        void release(CallOutcome outcome, Runnable then);
    }

    /** The SIP side of the call: the sender's dialog and one dialog per branch. */
    interface Legs {
        void invite(BranchId branch, DeviceRequest invite);

        void cancel(BranchId branch);

        void acknowledge(BranchId branch, String dialog);

        void hangUp(BranchId branch, String dialog);

        void answerSender(List<Header> headers, SessionDescription sdp);

        void refuseSender(Refusal refusal);

        void hangUpSender(Optional<String> reason);

        void answerReoffer(Leg leg, long cseq, DialogReply reply);

        void refresh(
                Leg leg, String method, List<Header> headers, Optional<SessionDescription> offer);
    }

    /** Timers of this call; starting one that runs starts it anew. */
    interface Timers {
        void start(TimerName timer, Duration after);

        void stop(TimerName timer);
    }
}
