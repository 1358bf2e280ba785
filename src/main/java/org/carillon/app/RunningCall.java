package org.carillon.app;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.carillon.call.Call;
import org.carillon.call.CallCommand;
import org.carillon.call.CallEvent;
import org.carillon.call.CallId;
import org.carillon.call.CallOutcome;
import org.carillon.call.CallPorts;
import org.carillon.call.Refusal;
import org.carillon.log.LogText;

/**
 * One {@link Call} with its serial queue: events may come from any thread, they are taken one at a
 * time, each on some thread of the executor, and its commands are carried out before the next one.
 */
final class RunningCall implements CallPorts, Runnable {
    private static final Logger LOG = System.getLogger(RunningCall.class.getName());

    /** Enough of the past to understand a fault. */
    private static final int REMEMBERED = 16;

    private final CallId id;
    private final Call call;
    private final Executor executor;
    private final Legs legs;
    private final Recipients recipients;
    private final RoomDoor room;
    private final ScheduledTimers timers;
    private final Consumer<CallOutcome> over;
    private final Queue<CallEvent> events = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final Deque<String> past = new ArrayDeque<>();

    /** Owned by the queue, like everything the Call is. */
    private boolean released;

    RunningCall(
            CallId id,
            Call call,
            Executor executor,
            Legs legs,
            Recipients recipients,
            RoomDoor room,
            ScheduledTimers timers,
            Consumer<CallOutcome> over) {
        this.id = id;
        this.call = call;
        this.executor = executor;
        this.legs = legs;
        this.recipients = recipients;
        this.room = room;
        this.timers = timers;
        this.over = over;
    }

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
            for (CallCommand command : call.on(event)) {
                LOG.log(Level.TRACE, () -> "call-id=" + id + " command=" + nameOf(command));
                command.perform(this);
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

    /** A fault of ours: this call ends as well as it still can, the others go on. */
    private void end() {
        room.close();
        legs.refuseSender(Refusal.forNow(500));
        legs.hangUpSender(Optional.of("internal error"));
        release(new CallOutcome(CallOutcome.Kind.ABORTED, 500, 0, 0, 0, "internal error"));
    }

    @Override
    public Recipients recipients() {
        return recipients;
    }

    @Override
    public RoomDoor room() {
        return room;
    }

    @Override
    public Legs legs() {
        return legs;
    }

    @Override
    public Timers timers() {
        return timers;
    }

    @Override
    public void release(CallOutcome outcome) {
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
