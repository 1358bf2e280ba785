package org.carillon.app;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.carillon.call.Aor;
import org.carillon.call.BranchId;
import org.carillon.call.Call;
import org.carillon.call.CallDoor;
import org.carillon.call.CallEvent;
import org.carillon.call.CallId;
import org.carillon.call.CallOptions;
import org.carillon.call.CallOutcome;
import org.carillon.call.CallPorts;
import org.carillon.call.CpmRequest;
import org.carillon.call.DeferredMessage;
import org.carillon.call.DeviceRequest;
import org.carillon.call.Page;
import org.carillon.call.PagePorts;
import org.carillon.call.PagerMessage;
import org.carillon.call.Refusal;
import org.carillon.call.ScreeningPolicy;

/**
 * Every call in progress, by its Call-ID. Thread-safe. Takes new calls until {@link #drain} is
 * called, and then only lets the present ones finish.
 */
final class Calls implements CallDoor {
    private final CallOptions options;
    private final CallOptions ofKept;
    private final ScreeningPolicy screening;
    private final PassedNotifications notifications;
    private final CallLimits limits;
    private final Places places;
    private final Executor executor;
    private final Neighbours neighbours;
    private final ConcurrentMap<CallId, RunningCall<?>> running = new ConcurrentHashMap<>();

    /** With those that are over but not released: another may run under their Call-ID by then. */
    private final AtomicInteger held = new AtomicInteger();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition empty = lock.newCondition();
    private volatile boolean draining;

    /** What calls reach beside their SIP legs. */
    interface Neighbours {
        CallPorts.Recipients recipients(CallId call);

        CallPorts.RoomDoor room(CallId call);

        /** Those whom a kept message is still for. */
        CallPorts.Recipients recipients(CallId call, DeferredMessage message);

        /** A Room with a kept message in the sender's place. */
        CallPorts.RoomDoor room(CallId call, DeferredMessage message);

        /**
         * @param kept where it comes from, if it was kept
         */
        PagePorts.Copy copy(PagerMessage message, Optional<DeferredMessage> kept);

        ScheduledTimers timers(CallId call);
    }

    /**
     * @param ofKept for messages that were kept
     * @param notifications what senders have heard of their messages
     */
    Calls(
            CallOptions options,
            CallOptions ofKept,
            ScreeningPolicy screening,
            PassedNotifications notifications,
            CallLimits limits,
            Executor executor,
            Neighbours neighbours) {
        this.options = options;
        this.ofKept = ofKept;
        this.notifications = notifications;
        this.screening = screening;
        this.limits = limits;
        this.places = new Places(limits);
        this.executor = executor;
        this.neighbours = neighbours;
    }

    @Override
    public Optional<Refusal> open(
            CpmRequest invite, CallPorts.Legs legs, Consumer<CallOutcome> released) {
        return open(
                invite,
                new Call(options, screening),
                legs,
                neighbours.recipients(invite.call()),
                neighbours.room(invite.call()),
                released);
    }

    /** The same for a message that was kept, and comes from where it was. */
    Optional<Refusal> open(
            DeferredMessage message, CallPorts.Legs legs, Consumer<CallOutcome> released) {
        CpmRequest invite = message.invite();
        return open(
                invite,
                new Call(ofKept, screening),
                legs,
                neighbours.recipients(invite.call(), message),
                neighbours.room(invite.call(), message),
                released);
    }

    private Optional<Refusal> open(
            CpmRequest invite,
            Call call,
            CallPorts.Legs legs,
            CallPorts.Recipients recipients,
            CallPorts.RoomDoor room,
            Consumer<CallOutcome> released) {
        return open(
                invite,
                room::release,
                over ->
                        new RunningLargeMessage(
                                invite.call(),
                                call,
                                executor,
                                legs,
                                recipients,
                                room,
                                neighbours.timers(invite.call()),
                                over),
                released);
    }

    @Override
    public Optional<Refusal> open(
            PagerMessage message, PagePorts.Legs legs, Consumer<CallOutcome> released) {
        boolean first = message.notifier().map(user -> passes(user, message)).orElse(true);
        CallId id = message.request().call();
        PagePorts.Legs noted = first ? new NotedLegs(message, legs) : legs;
        Optional<Refusal> refusal =
                open(
                        message,
                        first
                                ? Page.of(options, screening, message)
                                : Page.ofRepeated(options, screening, message),
                        noted,
                        neighbours.recipients(id),
                        neighbours.copy(message, Optional.empty()),
                        released);
        if (first && refusal.isPresent()) {
            forget(message);
        }
        return refusal;
    }

    /** Before a notifier hears that its notification has failed, it may come again. */
    private final class NotedLegs implements PagePorts.Legs {
        private final PagerMessage message;
        private final PagePorts.Legs legs;

        NotedLegs(PagerMessage message, PagePorts.Legs legs) {
            this.message = message;
            this.legs = legs;
        }

        @Override
        public void send(BranchId branch, DeviceRequest request) {
            legs.send(branch, request);
        }

        @Override
        public void accept(int status) {
            legs.accept(status);
        }

        @Override
        public void refuse(Refusal refusal) {
            forget(message);
            legs.refuse(refusal);
        }
    }

    private boolean passes(Aor notifier, PagerMessage message) {
        return notifications.pass(notifier, message.notification().orElseThrow());
    }

    private void forget(PagerMessage message) {
        message.notifier()
                .ifPresent(user -> notifications.forget(user, message.notification().get()));
    }

    /** The same for a message that was kept. */
    Optional<Refusal> open(
            DeferredMessage kept,
            PagerMessage message,
            PagePorts.Legs legs,
            Consumer<CallOutcome> released) {
        return open(
                message,
                Page.ofKept(ofKept, screening, message),
                legs,
                neighbours.recipients(message.request().call(), kept),
                neighbours.copy(message, Optional.of(kept)),
                released);
    }

    private Optional<Refusal> open(
            PagerMessage message,
            Page page,
            PagePorts.Legs legs,
            CallPorts.Recipients recipients,
            PagePorts.Copy copy,
            Consumer<CallOutcome> released) {
        CallId id = message.request().call();
        return open(
                message.request(),
                copy::release,
                over ->
                        new RunningPage(
                                id,
                                page,
                                executor,
                                legs,
                                recipients,
                                copy,
                                neighbours.timers(id),
                                over),
                released);
    }

    /** What becomes of a kept message when its call is over. */
    private interface Ending {
        void release(CallOutcome outcome, Runnable then);
    }

    private Optional<Refusal> open(
            CpmRequest request,
            Ending ending,
            Function<Consumer<CallOutcome>, RunningCall<?>> maker,
            Consumer<CallOutcome> released) {
        return closed().or(() -> places.take(request).map(this::refusal))
                .or(() -> begin(request, ending, maker, released));
    }

    @Override
    public Optional<Refusal> closed() {
        return draining || size() >= limits.calls()
                ? Optional.of(Refusal.forNow(503))
                : Optional.empty();
    }

    private Optional<Refusal> begin(
            CpmRequest request,
            Ending ending,
            Function<Consumer<CallOutcome>, RunningCall<?>> maker,
            Consumer<CallOutcome> released) {
        CallId id = request.call();
        RunningCall<?> call =
                maker.apply(
                        outcome ->
                                ending.release(
                                        outcome,
                                        () -> {
                                            places.release(request);
                                            over(id, () -> released.accept(outcome));
                                        }));
        if (running.putIfAbsent(id, call) != null) {
            places.release(request);
            return Optional.of(Refusal.forNow(503));
        }
        held.incrementAndGet();
        call.put(new CallEvent.Invited(request));
        return Optional.empty();
    }

    /** Why it is 486 and not 503: one user's business is not the whole server's. */
    private Refusal refusal(Places.Full full) {
        return Refusal.forNow(486, options.warning(full.words()));
    }

    private void over(CallId id, Runnable released) {
        running.remove(id);
        try {
            released.run();
        } finally {
            held.decrementAndGet();
            signal();
        }
    }

    private void signal() {
        lock.lock();
        try {
            empty.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean put(CallId id, CallEvent event) {
        RunningCall<?> call = running.get(id);
        return call != null && call.put(event);
    }

    int size() {
        return held.get();
    }

    /**
     * Refuses new calls from now on and waits for the present ones.
     *
     * @return whether all finished within {@code bound}
     */
    boolean drain(Duration bound) throws InterruptedException {
        draining = true;
        long left = bound.toNanos();
        lock.lock();
        try {
            while (size() > 0 && left > 0) {
                // The last one is released without the lock held, so a signal may be missed: look
                // again.
                long slice = Math.min(left, TimeUnit.MILLISECONDS.toNanos(200));
                left -= slice - Math.max(0, empty.awaitNanos(slice));
            }
        } finally {
            lock.unlock();
        }
        return size() == 0;
    }
}
