package org.carillon.stack;

import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicLong;

/** How many messages of one transport may wait for a thread of the stack. Thread-safe. */
final class WaitingLimit {
    private static final System.Logger LOG = System.getLogger(WaitingLimit.class.getName());

    private final String transport;
    private final int most;
    private final AtomicLong refused = new AtomicLong();

    WaitingLimit(String transport, int most) {
        this.transport = transport;
        this.most = most;
    }

    /** Whether one more may wait beside so many. */
    boolean admits(int waiting) {
        if (waiting < most) {
            return true;
        }
        refuse();
        return false;
    }

    /** A flood must not flood the log: the 1st, 2nd, 4th, 8th, ... is told. */
    private void refuse() {
        long sum = refused.incrementAndGet();
        if (Long.bitCount(sum) == 1) {
            LOG.log(
                    Level.WARNING,
                    "event=sip-overload transport={0} waiting={1} refused={2}",
                    transport,
                    Integer.toString(most),
                    Long.toString(sum));
        }
    }
}
