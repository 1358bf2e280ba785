package org.carillon.call;

/**
 * A SIP request after which devices of a user may be there that were not before, and from which
 * calls to them may start. Any thread.
 */
public interface Arrival extends AutoCloseable {
    Aor user();

    /** The SIP side of a call whose sender is long gone. */
    PushLegs legs(CpmRequest invite);

    /** The same of a pager message. */
    PagePushLegs legs(PagerMessage message);

    /** No more calls start from here; safe at any time, once. */
    @Override
    void close();

    /**
     * Devices' legs alone: what would go to the sender goes nowhere, and its ACK is taken for
     * granted.
     */
    interface PushLegs extends CallPorts.Legs {
        /** The call is over, or was not begun. */
        void release();
    }

    /** The same of a pager message: nobody waits for an answer. */
    interface PagePushLegs extends PagePorts.Legs {
        /** It is over, or was not begun. */
        void release();
    }
}
