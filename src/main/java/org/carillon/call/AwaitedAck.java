package org.carillon.call;

import java.time.Duration;

/**
 * The ACK of our 2xx to a re-INVITE (RFC 3261 §14.2). Where the re-INVITE had no offer ours was in
 * the 2xx, and the ACK has to bring the answer (§13.2.1). Owned by the {@link Call}.
 */
final class AwaitedAck {
    /** What an ACK is to us. */
    enum Meaning {
        /** A repetition, or the ACK of something older. */
        NOTHING,
        /** The 2xx has arrived. */
        RECEIPT,
        /** It has arrived, and the answer to our offer has to be in the ACK. */
        ANSWER
    }

    private final LegTimers timers;
    private final Duration patience;
    private Meaning awaited = Meaning.NOTHING;
    private long cseq;

    /**
     * @param patience 64·T1, after which the dialog ends
     */
    AwaitedAck(LegTimers timers, Duration patience) {
        this.timers = timers;
        this.patience = patience;
    }

    /** Our 2xx goes out; what was awaited before is not any more. */
    void await(long number, Meaning meaning) {
        cseq = number;
        awaited = meaning;
        timers.start(LegTimer.Kind.ACKNOWLEDGE, patience);
    }

    /** An ACK is there. */
    Meaning arrived(long number) {
        if (number != cseq) {
            return Meaning.NOTHING;
        }
        Meaning meaning = awaited;
        awaited = Meaning.NOTHING;
        timers.stop(LegTimer.Kind.ACKNOWLEDGE);
        return meaning;
    }
}
