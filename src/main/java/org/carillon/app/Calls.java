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
import org.carillon.call.Call;
import org.carillon.call.CallDoor;
import org.carillon.call.CallEvent;
import org.carillon.call.CallId;
import org.carillon.call.CallOptions;
import org.carillon.call.CallOutcome;
import org.carillon.call.CallPorts;
import org.carillon.call.DeferredMessage;
import org.carillon.call.LargeMessageInvite;
import org.carillon.call.Refusal;
import org.carillon.call.ScreeningPolicy;

/**
 * Every call in progress, by its Call-ID. Thread-safe. Takes new calls until {@link #drain} is
 * called, and then only lets the present ones finish.
 */
final class Calls implements CallDoor {
    private final CallOptions options;
    private final String push;
    private final ScreeningPolicy screening;
    private final CallLimits limits;
    private final Places places;
    private final Executor executor;
    private final Neighbours neighbours;
    private final ConcurrentMap<CallId, RunningCall> running = new ConcurrentHashMap<>();

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

        ScheduledTimers timers(CallId call);
    }

    /**
     * @param push the service that devices see of a message that was kept
     */
    Calls(
            CallOptions options,
            String push,
            ScreeningPolicy screening,
            CallLimits limits,
            Executor executor,
            Neighbours neighbours) {
        this.options = options;
        this.push = push;
        this.screening = screening;
        this.limits = limits;
        this.places = new Places(limits);
        this.executor = executor;
        this.neighbours = neighbours;
    }

    @Override
    public Optional<Refusal> open(
            LargeMessageInvite invite, CallPorts.Legs legs, Consumer<CallOutcome> released) {
        return open(
                invite,
                legs,
                new Call(options, screening),
                neighbours.recipients(invite.call()),
                neighbours.room(invite.call()),
                released);
    }

    /** The same for a message that was kept, and comes from where it was. */
    Optional<Refusal> open(
            DeferredMessage message, CallPorts.Legs legs, Consumer<CallOutcome> released) {
        return open(
                message.invite(),
                legs,
                new Call(options.ofKept(push), screening),
                neighbours.recipients(message.invite().call(), message),
                neighbours.room(message.invite().call(), message),
                released);
    }

    private Optional<Refusal> open(
            LargeMessageInvite invite,
            CallPorts.Legs legs,
            Call call,
            CallPorts.Recipients recipients,
            CallPorts.RoomDoor room,
            Consumer<CallOutcome> released) {
        if (draining || size() >= limits.calls()) {
            return Optional.of(Refusal.forNow(503));
        }
        return places.take(invite)
                .map(this::refusal)
                .or(() -> begin(invite, legs, call, recipients, room, released));
    }

    private Optional<Refusal> begin(
            LargeMessageInvite invite,
            CallPorts.Legs legs,
            Call machine,
            CallPorts.Recipients recipients,
            CallPorts.RoomDoor room,
            Consumer<CallOutcome> released) {
        CallId id = invite.call();
        Consumer<CallOutcome> over =
                outcome ->
                        room.release(
                                outcome,
                                () -> {
                                    places.release(invite);
                                    over(id, () -> released.accept(outcome));
                                });
        RunningCall call =
                new RunningCall(
                        id, machine, executor, legs, recipients, room, neighbours.timers(id), over);
        if (running.putIfAbsent(id, call) != null) {
            places.release(invite);
            return Optional.of(Refusal.forNow(503));
        }
        held.incrementAndGet();
        call.put(new CallEvent.Invited(invite));
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
        RunningCall call = running.get(id);
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
