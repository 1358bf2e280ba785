package org.carillon.relay;

import java.time.Duration;

/**
 * The one thread that owns a Room and everything in it: an event loop, or in tests a hand-moved one
 * with a hand-moved clock.
 */
interface Loop {

    /** True on the owning thread. */
    boolean isOwner();

    /** Runs a task later on the owning thread; tasks of one thread keep their order. */
    void execute(Runnable task);

    /** Runs a task on the owning thread once, after that time. */
    Timer schedule(Duration delay, Runnable task);

    /** A clock for measuring, in nanoseconds from anywhere. */
    long nanoTime();

    /** Runs a task now if this is the owning thread, otherwise soon. */
    default void run(Runnable task) {
        if (isOwner()) {
            task.run();
        } else {
            execute(task);
        }
    }

    /**
     * Every mutator of an owned object begins with this. On any other thread that is a fault of
     * ours: where assertions are enabled, as in every test, it throws; elsewhere the Room goes on
     * and {@link RelayMetrics.Counter#WRONG_OWNER} counts it.
     */
    default void check() {
        if (!isOwner()) {
            onWrongOwner();
            assert false : Thread.currentThread().getName() + " called, expected the Room's loop";
        }
    }

    /** Counts a call by a thread that is not the owner. */
    void onWrongOwner();

    /** A task that was scheduled. */
    interface Timer {
        /** Nothing happens any more; has no effect if it already did. */
        void cancel();
    }
}
