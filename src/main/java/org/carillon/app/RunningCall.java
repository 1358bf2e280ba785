package org.carillon.app;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.carillon.call.CallEvent;
import org.carillon.call.CallId;
import org.carillon.call.CallOutcome;
import org.carillon.call.CallPorts;
import org.carillon.log.LogText;

/**
 * One state machine with its serial queue: events may come from any thread, they are taken one at a
 * time, each on some thread of the executor, and its commands are carried out before the next one.
 *
 * @param <C> its commands
 */
abstract class RunningCall<C> implements Runnable {
    private static final Logger LOG = System.getLogger(RunningCall.class.getName());

    /** Enough of the past to understand a fault. */
    private static final int REMEMBERED = 16;

    private final CallId id;
    private final Executor executor;
    private final ScheduledTimers timers;
    private final Consumer<CallOutcome> over;
    private final Queue<CallEvent> events = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final Deque<String> past = new ArrayDeque<>();

    /** Owned by the queue, like everything the machine is. */
    private boolean released;

    RunningCall(CallId id, Executor executor, ScheduledTimers timers, Consumer<CallOutcome> over) {
        this.id = id;
        this.executor = executor;
        this.timers = timers;
        this.over = over;
    }

    /** Hands the machine an event. */
    abstract List<C> on(CallEvent event);

    abstract void perform(C command);

    /** A fault of ours: ends the peers' part as well as that still can be. */
    abstract void giveUp();

    boolean put(CallEvent event) {
        events.add(event);
        if (waiting.getAndIncrement() == 0) {
            executor.execute(this);
        }
        return true;
    }

    /** Takes everything that waits; whoever adds to an empty queue schedules the next run. */
    @Override
    public void run() {
        int left = waiting.get();
        while (left > 0) {
            for (int i = 0; i < left; i++) {
                take(events.remove());
            }
            left = waiting.addAndGet(-left);
        }
    }

    private void take(CallEvent event) {
        if (released) {
            return;
        }
        remember(event);
        try {
            for (C command : on(event)) {
                LOG.log(Level.TRACE, () -> "call-id=" + id + " command=" + nameOf(command));
                perform(command);
            }
        } catch (RuntimeException fault) {
            LOG.log(Level.ERROR, "call-id=" + id + " fault after " + past, fault);
            end();
        }
    }

    private void remember(CallEvent event) {
        LOG.log(Level.TRACE, () -> "call-id=" + id + " event=" + nameOf(event));
        if (past.size() == REMEMBERED) {
            past.removeFirst();
        }
        past.addLast(nameOf(event));
    }

    /** Names only: the records hold what peers wrote. */
    private static String nameOf(Object event) {
        return event.getClass().getSimpleName();
    }

    /** This call ends, the others go on. */
    private void end() {
        giveUp();
        release(new CallOutcome(CallOutcome.Kind.ABORTED, 500, 0, 0, 0, "internal error"));
    }

    public final CallPorts.Timers timers() {
        return timers;
    }

    public final void release(CallOutcome outcome) {
        released = true;
        timers.stopAll();
        LOG.log(Level.INFO, () -> line(outcome));
        over.accept(outcome);
    }

    private String line(CallOutcome outcome) {
        return "call-id="
                + LogText.of(id.value())
                + " outcome="
                + outcome.kind()
                + " status="
                + outcome.status()
                + " served="
                + outcome.served()
                + " invited="
                + outcome.invited()
                + " bytes="
                + outcome.bytes()
                + " why="
                + LogText.of(outcome.why());
    }
}
