package org.carillon.store;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets those who wait for the disk at one time share one wait: whoever finds nobody flushing does
 * it for all that came before the flush began. Thread-safe; blocks.
 */
final class GroupFlush {
    /** Brings to the disk what was committed before it began. */
    interface Flush<E extends Exception> {
        void run() throws E;
    }

    private enum State {
        IDLE,
        FLUSHING
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition over = lock.newCondition();
    private State state = State.IDLE;
    private long begun;
    private long done;

    /**
     * Returns when a flush that began after this call has succeeded.
     *
     * @throws E what our own flush threw; that of somebody else is tried again
     */
    <E extends Exception> void run(Flush<E> flush) throws E {
        lock.lock();
        try {
            long wanted = begun + 1;
            while (done < wanted) {
                if (state == State.FLUSHING) {
                    over.awaitUninterruptibly();
                } else {
                    flushForAll(flush);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** How many wait for somebody else's flush. */
    int waiting() {
        lock.lock();
        try {
            return lock.getWaitQueueLength(over);
        } finally {
            lock.unlock();
        }
    }

    private <E extends Exception> void flushForAll(Flush<E> flush) throws E {
        state = State.FLUSHING;
        long mine = ++begun;
        lock.unlock();
        boolean succeeded = false;
        try {
            flush.run();
            succeeded = true;
        } finally {
            lock.lock();
            state = State.IDLE;
            done = succeeded ? mine : done;
            over.signalAll();
        }
    }
}
