package org.carillon.bench.chaos;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Senders begin a message only while it is open, and wait here while it is not. Thread-safe.
 *
 * <pre>
 *   CLOSED <--> OPEN      either --> OVER
 * </pre>
 */
final class Gate {
    private enum State {
        CLOSED,
        OPEN,
        OVER
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private State state = State.CLOSED;
    private int waiting;

    void open() {
        become(State.OPEN);
    }

    void close() {
        become(State.CLOSED);
    }

    void end() {
        become(State.OVER);
    }

    private void become(State next) {
        lock.lock();
        try {
            state = next;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isOpen() {
        lock.lock();
        try {
            return state == State.OPEN;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until it is open.
     *
     * @return false if it never will be
     */
    boolean pass() {
        lock.lock();
        try {
            waiting++;
            changed.signalAll();
            while (state == State.CLOSED) {
                changed.awaitUninterruptibly();
            }
            waiting--;
            return state == State.OPEN;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until so many wait here; whether they do before {@code patience} is over. */
    boolean awaitAll(int count, Duration patience) throws InterruptedException {
        long left = patience.toNanos();
        lock.lock();
        try {
            while (waiting < count && left > 0) {
                left = changed.awaitNanos(left);
            }
            return waiting == count;
        } finally {
            lock.unlock();
        }
    }
}
