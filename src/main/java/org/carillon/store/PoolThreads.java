package org.carillon.store;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;

/**
 * The pool's threads, kept so that closing can wait for their last moment: the pool itself waits
 * for their work only, and a container that looks right then takes them for leaked.
 */
final class PoolThreads implements ThreadFactory {
    private static final Duration LAST_MOMENT = Duration.ofSeconds(1);

    private final String name;
    private final Queue<Thread> alive = new ConcurrentLinkedQueue<>();

    PoolThreads(String name) {
        this.name = name;
    }

    @Override
    public Thread newThread(Runnable work) {
        alive.removeIf(thread -> thread.getState() == Thread.State.TERMINATED);
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        alive.add(thread);
        return thread;
    }

    /** Waits for each of them, but not for one that hangs. */
    void join() {
        try {
            for (Thread thread : alive) {
                thread.join(LAST_MOMENT.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
