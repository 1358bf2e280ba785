package org.carillon.device;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Future;
import org.carillon.call.Aor;

/** Who waits until a user's devices are known: not for ever. Owned by the subscriptions' queue. */
final class Waiting {
    private final Duration patience;
    private final SubscriptionTimers timers;
    private final SerialQueue queue;
    private final Map<Aor, Queue<Waiter>> byUser = new HashMap<>();

    private static final class Waiter {
        private final Runnable then;
        private Future<?> end;

        Waiter(Runnable then) {
            this.then = then;
        }
    }

    Waiting(Duration patience, SubscriptionTimers timers, SerialQueue queue) {
        this.patience = patience;
        this.timers = timers;
        this.queue = queue;
    }

    void add(Aor user, Runnable then) {
        Waiter waiter = new Waiter(then);
        byUser.computeIfAbsent(user, name -> new ArrayDeque<>()).add(waiter);
        waiter.end = timers.once(patience, () -> queue.put(() -> giveUp(user, waiter)));
    }

    private void giveUp(Aor user, Waiter waiter) {
        Queue<Waiter> waiters = byUser.getOrDefault(user, new ArrayDeque<>());
        if (waiters.remove(waiter)) {
            byUser.remove(user, new ArrayDeque<>());
            waiter.then.run();
        }
    }

    /** Nothing is to be waited for any longer: everybody goes on. */
    void release(Aor user) {
        Queue<Waiter> waiters = byUser.remove(user);
        if (waiters != null) {
            for (Waiter waiter : waiters) {
                waiter.end.cancel(false);
                waiter.then.run();
            }
        }
    }
}
