package org.carillon.stack;

import gov.nist.javax.sip.stack.SIPStackTimerTask;
import gov.nist.javax.sip.stack.timers.SipTimer;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A time limit that may be set and lifted for every message of a connection and costs the stack's
 * timer one task at most: the task looks when the time has come, and lies down again if the limit
 * has moved. Set and lifted by one thread, looked at by the timer's.
 */
final class Deadline extends SIPStackTimerTask {
    private final SipTimer timer;
    private final Duration patience;
    private final Runnable missed;
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private volatile OptionalLong end = OptionalLong.empty();

    /**
     * @param missed runs on the timer's thread, at most once
     */
    Deadline(SipTimer timer, Duration patience, Runnable missed) {
        this.timer = timer;
        this.patience = patience;
        this.missed = missed;
    }

    /** From now on. */
    void set() {
        end = OptionalLong.of(System.nanoTime() + patience.toNanos());
        scheduleOnce();
    }

    void lift() {
        end = OptionalLong.empty();
    }

    private void scheduleOnce() {
        if (end.isPresent() && scheduled.compareAndSet(false, true)) {
            timer.schedule(this, patience.toMillis());
        }
    }

    @Override
    public void runTask() {
        OptionalLong until = end;
        if (until.isEmpty()) {
            scheduled.set(false);
            scheduleOnce(); // it may have been set meanwhile
            return;
        }
        long left = until.getAsLong() - System.nanoTime();
        if (left <= 0) {
            missed.run();
        } else {
            timer.schedule(this, TimeUnit.NANOSECONDS.toMillis(left) + 1);
        }
    }

    @Override
    public Object getThreadHash() {
        return null;
    }
}
