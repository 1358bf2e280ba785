package org.carillon.call;

import java.util.List;

/**
 * What a {@link Page} reaches the world through. One instance belongs to one page; every method is
 * called in that page's queue, returns at once, and reports what came of it as a {@link CallEvent}.
 */
public interface PagePorts {
    CallPorts.Recipients recipients();

    Copy copy();

    Legs legs();

    CallPorts.Timers timers();

    /** It is over. Nothing is asked of any port after this. */
    void release(CallOutcome outcome);

    /** The message beyond its transactions: in the store, in history. */
    interface Copy {
        void keep(List<String> devices);

        void served(BranchId branch);

        void drop();

        void record(HistoryEntry entry);

        /**
         * It is over: what is kept goes, or waits for the next arrival.
         *
         * @param then runs once, on any thread, when that is done
         */
        void release(CallOutcome outcome, Runnable then);
    }

    /** Its SIP side: the sender's transaction and one per branch. */
    interface Legs {
        void send(BranchId branch, DeviceRequest request);

        void accept(int status);

        void refuse(Refusal refusal);
    }
}
