package org.carillon.relay;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.Executor;

/** A loop, a clock and a pool that move only when the test says so, all on the test's thread. */
final class FakeLoop implements Loop {
    private static final class Scheduled implements Timer {
        private final long at;
        private Runnable task;

        private Scheduled(long at, Runnable task) {
            this.at = at;
            this.task = task;
        }

        @Override
        public void cancel() {
            task = () -> {};
        }
    }

    private final Thread owner = Thread.currentThread();
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final Queue<Runnable> pool = new ArrayDeque<>();
    private final PriorityQueue<Scheduled> timers =
            new PriorityQueue<>(Comparator.comparingLong(timer -> timer.at));
    private long now;

    @Override
    public boolean isOwner() {
        return Thread.currentThread() == owner;
    }

    @Override
    public void onWrongOwner() {
        throw new AssertionError("called by " + Thread.currentThread().getName());
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        Scheduled timer = new Scheduled(now + delay.toNanos(), task);
        timers.add(timer);
        return timer;
    }

    @Override
    public long nanoTime() {
        return now;
    }

    /** The pool for work that may block. */
    Executor pool() {
        return pool::add;
    }

    /** Runs tasks, not the pool's. */
    void runTasks() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    /** Lets the pool do one piece of work; false if it has none. */
    boolean workOnce() {
        Runnable work = pool.poll();
        if (work != null) {
            work.run();
        }
        return work != null;
    }

    /** Runs tasks and work until there is none. */
    void settle() {
        do {
            runTasks();
        } while (workOnce() || !tasks.isEmpty());
    }

    /** Moves the clock and runs what is due, in order. */
    void advance(Duration time) {
        settle();
        advance(time, this::settle);
    }

    /** The same, but nothing is done on the pool meanwhile. */
    void letThePoolSleep(Duration time) {
        advance(time, this::runTasks);
    }

    private void advance(Duration time, Runnable meanwhile) {
        long until = now + time.toNanos();
        while (!timers.isEmpty() && timers.peek().at <= until) {
            Scheduled due = timers.remove();
            now = due.at;
            due.task.run();
            meanwhile.run();
        }
        now = until;
    }
}
