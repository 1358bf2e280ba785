package org.carillon.it.sip;

import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.carillon.call.Aor;
import org.carillon.call.BranchPolicy;
import org.carillon.call.Call;
import org.carillon.call.CallDoor;
import org.carillon.call.CallEvent;
import org.carillon.call.CallId;
import org.carillon.call.CallOptions;
import org.carillon.call.CallOutcome;
import org.carillon.call.CallPorts;
import org.carillon.call.CpmRequest;
import org.carillon.call.Device;
import org.carillon.call.LegTimer;
import org.carillon.call.PagePorts;
import org.carillon.call.PagerMessage;
import org.carillon.call.Preferences;
import org.carillon.call.Recipient;
import org.carillon.call.Refusal;
import org.carillon.call.ScreeningPolicy;
import org.carillon.call.TimerName;
import org.carillon.sdp.MsrpPolicy;
import org.carillon.sdp.PathMode;
import org.carillon.sdp.Transport;

/** Real calls, one thread for all of them; users and their devices are what the test says. */
final class TestCalls implements CallDoor, AutoCloseable {
    private static final CallOptions OPTIONS =
            new CallOptions(
                    "CPM-serv/OMA1.0",
                    "127.0.0.1",
                    new MsrpPolicy(PathMode.PREPEND, EnumSet.of(Transport.TCP), 1 << 20),
                    List.of(),
                    BranchPolicy.DEFAULT,
                    CallOptions.CallTimes.DEFAULT);

    private final ScheduledExecutorService queue = Executors.newSingleThreadScheduledExecutor();
    private final Map<CallId, Running> running = new ConcurrentHashMap<>();
    private final Map<Aor, List<Device>> users = new ConcurrentHashMap<>();
    private final Map<CallId, CallOutcome> outcomes = new ConcurrentHashMap<>();
    private final Map<CallId, CpmRequest> invites = new ConcurrentHashMap<>();
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean draining = new AtomicBoolean();
    private final AtomicInteger held = new AtomicInteger();
    private final AtomicInteger speed = new AtomicInteger(1);

    void user(String uri, Device... devices) {
        users.put(Aor.of(uri), List.of(devices));
    }

    /** No call does anything until this is run; {@link #held} tells what waits. */
    Runnable pause() {
        CountDownLatch over = new CountDownLatch(1);
        held.set(0);
        queue.execute(
                () -> {
                    try {
                        over.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
        return over::countDown;
    }

    /** Events put since the last pause began. */
    int held() {
        return held.get();
    }

    /** Lets the sessions' own timers run that many times as fast; the call's stay as they are. */
    void speed(int times) {
        speed.set(times);
    }

    void drain(boolean on) {
        draining.set(on);
    }

    Map<CallId, CallOutcome> outcomes() {
        return outcomes;
    }

    /** What a port has thrown, which it never may. */
    List<String> faults() {
        return List.copyOf(faults);
    }

    @Override
    public Optional<Refusal> closed() {
        return draining.get() ? Optional.of(Refusal.forNow(503)) : Optional.empty();
    }

    CpmRequest invite(String callId) {
        return invites.get(new CallId(callId));
    }

    @Override
    public Optional<Refusal> open(
            CpmRequest invite, CallPorts.Legs legs, Consumer<CallOutcome> released) {
        if (draining.get()) {
            return closed();
        }
        invites.put(invite.call(), invite);
        running.put(invite.call(), new Running(invite.call(), legs, released));
        put(invite.call(), new CallEvent.Invited(invite));
        return Optional.empty();
    }

    @Override
    public Optional<Refusal> open(
            PagerMessage message, PagePorts.Legs legs, Consumer<CallOutcome> released) {
        throw new UnsupportedOperationException("no pager message is sent");
    }

    @Override
    public boolean put(CallId call, CallEvent event) {
        Running known = running.get(call);
        held.incrementAndGet();
        if (known != null) {
            queue.execute(() -> known.on(event));
        }
        return known != null;
    }

    @Override
    public void close() {
        queue.shutdownNow();
    }

    /** One call and its ports. */
    private final class Running implements CallPorts, CallPorts.Timers, CallPorts.Recipients {
        private final CallId id;
        private final Legs legs;
        private final Consumer<CallOutcome> released;
        private final Call call = new Call(OPTIONS, ScreeningPolicy.OPEN);
        private final RoomDoor room = new MadeUpRoom(this::enqueue);
        private final Map<TimerName, Future<?>> timers = new HashMap<>();

        Running(CallId id, Legs legs, Consumer<CallOutcome> released) {
            this.id = id;
            this.legs = legs;
            this.released = released;
        }

        void on(CallEvent event) {
            try {
                call.on(event).forEach(command -> command.perform(this));
            } catch (RuntimeException | AssertionError e) {
                faults.add(event + ": " + e);
                e.printStackTrace();
            }
        }

        private void enqueue(CallEvent event) {
            put(id, event);
        }

        @Override
        public Recipients recipients() {
            return this;
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
            return this;
        }

        @Override
        public void find(Aor user) {
            List<Device> devices = users.getOrDefault(user, List.of());
            enqueue(
                    new CallEvent.RecipientFound(
                            new Recipient(user, devices, Preferences.DEFAULT)));
        }

        @Override
        public void start(TimerName timer, Duration after) {
            stop(timer);
            timers.put(
                    timer,
                    queue.schedule(
                            () -> on(new CallEvent.TimerFired(timer)),
                            timer instanceof LegTimer leg && leg.kind() != LegTimer.Kind.ACKNOWLEDGE
                                    ? after.toMillis() / speed.get()
                                    : after.toMillis(),
                            TimeUnit.MILLISECONDS));
        }

        @Override
        public void stop(TimerName timer) {
            Future<?> running = timers.remove(timer);
            if (running != null) {
                running.cancel(false);
            }
        }

        @Override
        public void release(CallOutcome outcome) {
            running.remove(id);
            released.accept(outcome);
            outcomes.put(id, outcome);
        }
    }
}
