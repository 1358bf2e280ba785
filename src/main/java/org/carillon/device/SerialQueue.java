package org.carillon.device;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs one task at a time, in order, each on some thread of an executor. Tasks come from any
 * thread.
 */
final class SerialQueue implements Runnable {
    private static final Logger LOG = System.getLogger(SerialQueue.class.getName());

    private final Executor executor;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();

    SerialQueue(Executor executor) {
        this.executor = executor;
    }

    void put(Runnable task) {
        tasks.add(task);
        if (waiting.getAndIncrement() == 0) {
            executor.execute(this);
        }
    }

    /** How many wait, the one that runs included. */
    int length() {
        return waiting.get();
    }

    /** Takes everything that waits; whoever adds to an empty queue schedules the next run. */
    @Override
    public void run() {
        int left = waiting.get();
        while (left > 0) {
            for (int i = 0; i < left; i++) {
                runOne(tasks.remove());
            }
            left = waiting.addAndGet(-left);
        }
    }

    private static void runOne(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException ours) {
            LOG.log(Level.ERROR, "event=subscription-bug", ours);
        }
    }
}
