package org.carillon.app;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.carillon.call.CallDoor;
import org.carillon.call.CallEvent;
import org.carillon.call.CallId;
import org.carillon.call.CallPorts;
import org.carillon.call.TimerName;

/**
 * The timers of one call; owned by its queue. The scheduler's thread only puts an event. A timer
 * that fires while it is being stopped is told apart by the Call's own state.
 */
final class ScheduledTimers implements CallPorts.Timers {
    private final CallId call;
    private final CallDoor calls;
    private final ScheduledExecutorService scheduler;
    private final Map<TimerName, Future<?>> running = new HashMap<>();

    ScheduledTimers(CallId call, CallDoor calls, ScheduledExecutorService scheduler) {
        this.call = call;
        this.calls = calls;
        this.scheduler = scheduler;
    }

    @Override
    public void start(TimerName timer, Duration after) {
        stop(timer);
        CallEvent fired = new CallEvent.TimerFired(timer);
        running.put(
                timer,
                scheduler.schedule(
                        () -> calls.put(call, fired), after.toMillis(), TimeUnit.MILLISECONDS));
    }

    @Override
    public void stop(TimerName timer) {
        Future<?> future = running.remove(timer);
        if (future != null) {
            future.cancel(false);
        }
    }

    void stopAll() {
        running.values().forEach(future -> future.cancel(false));
        running.clear();
    }
}
