package org.carillon.device;

import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.carillon.call.Aor;

/**
 * The timers of all subscriptions; owned by their queue. What fires runs on the scheduler's thread
 * and may cross with being stopped: the subscription knows which of its timers run.
 */
final class SubscriptionTimers {
    private final ScheduledExecutorService scheduler;
    private final Map<Aor, Map<SubscriptionTimer, Future<?>>> running = new HashMap<>();

    SubscriptionTimers(ScheduledExecutorService scheduler) {
        this.scheduler = scheduler;
    }

    void start(Aor user, SubscriptionTimer timer, Duration after, Runnable fired) {
        Future<?> future = once(after, fired);
        Future<?> before =
                running.computeIfAbsent(user, name -> new EnumMap<>(SubscriptionTimer.class))
                        .put(timer, future);
        if (before != null) {
            before.cancel(false);
        }
    }

    /** A timer of somebody else on the same scheduler. */
    Future<?> once(Duration after, Runnable fired) {
        return scheduler.schedule(fired, after.toMillis(), TimeUnit.MILLISECONDS);
    }

    void stop(Aor user, SubscriptionTimer timer) {
        Map<SubscriptionTimer, Future<?>> timers = running.getOrDefault(user, Map.of());
        Future<?> future = timers.get(timer);
        if (future != null) {
            timers.remove(timer);
            future.cancel(false);
        }
    }

    /** Stops all of this user. */
    void forget(Aor user) {
        Map<SubscriptionTimer, Future<?>> timers = running.remove(user);
        if (timers != null) {
            timers.values().forEach(future -> future.cancel(false));
        }
    }
}
