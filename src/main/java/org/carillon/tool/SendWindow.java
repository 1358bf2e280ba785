package org.carillon.tool;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * The chunks that were sent and not yet answered: how the thread that writes waits for the thread
 * that reads. Bounded, so that a far side that never answers cannot make us remember without end.
 */
final class SendWindow {
    private final int limit;
    private final Duration patience;
    private final Set<Long> unanswered = new HashSet<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private SendOutcome failure;
    private boolean confirmed;

    /**
     * @param limit chunks at most
     * @param patience how long nothing may happen (RFC 4975 §7.1.4: 30 seconds without a response
     *     is a failure)
     */
    SendWindow(int limit, Duration patience) {
        this.limit = limit;
        this.patience = patience;
    }

    /** Waits until there is room, then counts the chunk; false once the message has failed. */
    boolean open(long id) {
        lock.lock();
        try {
            await(() -> unanswered.size() < limit);
            return failure == null && unanswered.add(id);
        } finally {
            lock.unlock();
        }
    }

    void answered(long id) {
        change(() -> unanswered.remove(id));
    }

    /** The first failure counts. */
    void fail(SendOutcome outcome) {
        change(() -> failure = failure == null ? outcome : failure);
    }

    void confirm() {
        change(() -> confirmed = true);
    }

    /** Waits until every chunk is answered, and says what went wrong if something did. */
    Optional<SendOutcome> drain() {
        return waitFor(unanswered::isEmpty);
    }

    /** Waits for the success REPORT as well. */
    Optional<SendOutcome> drainAndConfirm() {
        return waitFor(() -> unanswered.isEmpty() && confirmed);
    }

    boolean isConfirmed() {
        lock.lock();
        try {
            return confirmed;
        } finally {
            lock.unlock();
        }
    }

    private Optional<SendOutcome> waitFor(BooleanSupplier condition) {
        lock.lock();
        try {
            await(condition);
            return Optional.ofNullable(failure);
        } finally {
            lock.unlock();
        }
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Every answer starts the patience anew: a slow far side is not a dead one. */
    private void await(BooleanSupplier condition) {
        try {
            while (failure == null && !condition.getAsBoolean()) {
                if (!changed.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                    failure =
                            new SendOutcome.Failed(
                                    "no response within " + patience.toSeconds() + " s");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failure = new SendOutcome.Failed("interrupted");
        }
    }
}
