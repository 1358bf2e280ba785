package org.carillon.app;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.carillon.log.LogText;

/**
 * The threads of the application beside the container's and the relay's.
 *
 * <ul>
 *   <li>calls: run the calls' queues; never block
 *   <li>look-ups: registrations, devices, preferences; may block; a full queue refuses
 *   <li>timer: only puts events into queues
 * </ul>
 */
final class Pools implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Pools.class.getName());

    private static final int LOOK_UP_THREADS = 8;
    private static final int LOOK_UPS_WAITING = 2_000;
    private static final int CLOSE_SECONDS = 5;
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final ExecutorService calls;
    private final ExecutorService lookUps;
    private final ScheduledThreadPoolExecutor timer;
    private final List<Future<?>> chores = new ArrayList<>();

    Pools() {
        int processors = Math.max(2, Runtime.getRuntime().availableProcessors());
        // Not bounded here: every entry belongs to a call, and max-calls bounds those.
        calls = Executors.newFixedThreadPool(processors, named("carillon-call"));
        lookUps =
                new ThreadPoolExecutor(
                        LOOK_UP_THREADS,
                        LOOK_UP_THREADS,
                        0,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(LOOK_UPS_WAITING),
                        named("carillon-look-up"));
        timer = new ScheduledThreadPoolExecutor(1, named("carillon-timer"));
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    private static ThreadFactory named(String name) {
        AtomicInteger next = new AtomicInteger(1);
        return work -> {
            Thread thread = new Thread(work, name + "-" + next.getAndIncrement());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Work that may fail and is then tried again the next time. */
    interface Chore {
        void run() throws Exception;
    }

    /** Runs a chore on the look-up pool again and again. */
    void every(Duration period, Chore chore) {
        Runnable later = () -> lookUps.execute(() -> attempt(chore));
        chores.add(
                timer.scheduleWithFixedDelay(
                        later, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** Runs a task that does not block on the pool of the calls, unless the application ends. */
    void withoutBlocking(Runnable task) {
        try {
            calls.execute(task);
        } catch (RejectedExecutionException ending) {
            LOG.log(Level.DEBUG, "a task is left undone: the application ends");
        }
    }

    /** Runs a task on the look-up pool, and where that is full, a moment later. */
    void eventually(Runnable task) {
        try {
            lookUps.execute(task);
        } catch (RejectedExecutionException full) {
            if (!lookUps.isShutdown()) {
                later(task);
            }
        }
    }

    /** The same when something that failed may work again. */
    void later(Runnable task) {
        after(RETRY, task);
    }

    /** The same after some time, unless the application ends before. */
    void after(Duration time, Runnable task) {
        try {
            var unused =
                    timer.schedule(() -> eventually(task), time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException ending) {
            LOG.log(Level.DEBUG, "a task is left undone: the application ends");
        }
    }

    private static void attempt(Chore chore) {
        try {
            chore.run();
        } catch (Exception e) {
            LOG.log(
                    Level.WARNING,
                    "event=chore-failed why=" + LogText.of(String.valueOf(e.getMessage())));
        }
    }

    ExecutorService calls() {
        return calls;
    }

    ExecutorService lookUps() {
        return lookUps;
    }

    ScheduledThreadPoolExecutor timer() {
        return timer;
    }

    /** Timers of calls that run: those in the queue but our own chores. */
    long timersRunning() {
        return Math.max(0, timer.getQueue().size() - chores.size());
    }

    /** Lets what runs finish, so that an undeployed application leaves no thread behind. */
    @Override
    public void close() {
        chores.forEach(chore -> chore.cancel(false));
        timer.shutdownNow();
        lookUps.shutdown();
        calls.shutdown();
        await("timer", timer);
        await("look-ups", lookUps);
        await("calls", calls);
    }

    private static void await(String name, ExecutorService pool) {
        try {
            if (!pool.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.log(Level.WARNING, "pool=" + name + " still runs, is interrupted");
                pool.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            pool.shutdownNow();
        }
    }
}
