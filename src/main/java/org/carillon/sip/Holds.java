package org.carillon.sip;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts what still needs the container's records of a call: the call itself and each client
 * transaction of it that has no final response. When the last one goes the records go, once.
 * Thread-safe.
 */
final class Holds {
    private final AtomicInteger count = new AtomicInteger(1);
    private final Runnable last;

    /** Begins with the call's own hold. */
    Holds(Runnable last) {
        this.last = last;
    }

    void add() {
        count.incrementAndGet();
    }

    void drop() {
        if (count.decrementAndGet() == 0) {
            last.run();
        }
    }
}
