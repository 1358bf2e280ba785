package org.carillon.device;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.IntConsumer;
import org.carillon.call.Aor;
import org.carillon.call.Device;
import org.carillon.call.DeviceSource;
import org.carillon.call.RegistrationEvents;
import org.carillon.call.SourceException;
import org.carillon.call.SubscriptionDialogs;
import org.carillon.device.SubscriptionCounters.Counter;

/**
 * Where an IMS core serves: the users' devices as its registration events tell them (RFC 3680), one
 * subscription for each user who is sent messages. What the core does not tell is asked of the
 * devices that have registered here.
 *
 * <p>Thread-safe; a queue of its own owns the subscriptions.
 */
public final class CoreRegistrations implements RegistrationEvents, DeviceSource {
    /** NOTIFYs and registrations beyond this are not taken; what we wait for always is. */
    private static final int MOST_WAITING = 10_000;

    private final SubscriptionOptions options;
    private final DeviceSource registeredHere;
    private final ConcurrentMap<Aor, List<Device>> told = new ConcurrentHashMap<>();
    private final SubscriptionCounters counters = new SubscriptionCounters();
    private final SerialQueue queue;

    /** These and all that follows are owned by the queue. */
    private final Subscriptions subscriptions;

    private final SubscriptionTimers timers;
    private final Waiting waiting;
    private final SubscriptionTroubles troubles = new SubscriptionTroubles();
    private Optional<SubscriptionDialogs> dialogs = Optional.empty();
    private volatile int size;
    private volatile long overLimit;

    /**
     * @param registeredHere is asked where the core has told nothing
     * @param executor runs the queue; never blocked
     */
    public CoreRegistrations(
            SubscriptionOptions options,
            DeviceSource registeredHere,
            Executor executor,
            ScheduledExecutorService scheduler) {
        this(options, registeredHere, executor, scheduler, SubscriptionTimes.DEFAULT);
    }

    CoreRegistrations(
            SubscriptionOptions options,
            DeviceSource registeredHere,
            Executor executor,
            ScheduledExecutorService scheduler,
            SubscriptionTimes times) {
        this.options = options;
        this.registeredHere = registeredHere;
        queue = new SerialQueue(executor);
        subscriptions = new Subscriptions(times, options.maxContacts(), options.maxUsers());
        timers = new SubscriptionTimers(scheduler);
        waiting = new Waiting(times.patience(), timers, queue);
    }

    @Override
    public void through(SubscriptionDialogs way) {
        queue.put(() -> dialogs = Optional.of(way));
    }

    /** Goes on at once where the core has told already, or will not. */
    @Override
    public void prepare(Aor user, Runnable then) {
        if (!options.reach(user)) {
            then.run();
        } else if (told.containsKey(user)) {
            then.run();
            put(user, new SubscriptionEvent.Wanted());
        } else {
            queue.put(
                    () -> {
                        waiting.add(user, then);
                        on(user, new SubscriptionEvent.Wanted(), CoreRegistrations::nobodyAsked);
                    });
        }
    }

    @Override
    public List<Device> devicesOf(Aor user) throws SourceException {
        List<Device> devices = told.get(user);
        if (devices != null) {
            return devices;
        }
        List<Device> here = registeredHere.devicesOf(user);
        if (here.isEmpty()) {
            counters.count(Counter.DEVICES_UNTOLD);
            throw new SourceException("the core has not told what is registered; see core-route");
        }
        return here;
    }

    /** A device of the user has registered with the core. */
    void registered(Aor user) {
        if (options.reach(user) && queue.length() < MOST_WAITING) {
            put(user, new SubscriptionEvent.Registered());
        }
    }

    @Override
    public void accepted(Aor user, int request, Optional<Duration> expires) {
        put(user, new SubscriptionEvent.Accepted(request, expires));
    }

    @Override
    public void refused(
            Aor user,
            int request,
            int status,
            Optional<Duration> minExpires,
            Optional<Duration> retryAfter) {
        put(user, new SubscriptionEvent.Refused(request, status, minExpires, retryAfter));
    }

    @Override
    public void notified(Aor user, Notification notification, byte[] document, IntConsumer answer) {
        counters.count(Counter.NOTIFIES);
        IntConsumer counted = status -> answer(status, answer);
        Optional<SubscriptionState> state = SubscriptionStateReader.parse(notification.state());
        if (state.isEmpty()) {
            counted.accept(400);
        } else if (queue.length() >= MOST_WAITING) {
            counted.accept(503);
        } else {
            SubscriptionEvent.Notified event =
                    new SubscriptionEvent.Notified(
                            notification.subscription(),
                            notification.dialog(),
                            notification.sequence(),
                            state.get(),
                            parsed(document));
            queue.put(() -> on(user, event, counted));
        }
    }

    private void answer(int status, IntConsumer answer) {
        if (status != 200) {
            counters.count(Counter.NOTIFIES_REFUSED);
        }
        answer.accept(status);
    }

    /** On the caller's thread: the queue has better things to do. */
    private static Optional<ReginfoParse> parsed(byte[] document) {
        return document.length == 0 ? Optional.empty() : Optional.of(ReginfoReader.parse(document));
    }

    private static void nobodyAsked(int status) {}

    private void put(Aor user, SubscriptionEvent event) {
        queue.put(() -> on(user, event, CoreRegistrations::nobodyAsked));
    }

    private void on(Aor user, SubscriptionEvent event, IntConsumer answer) {
        if (dialogs.isPresent()) {
            Performance performance = new Performance(user, dialogs.get(), answer);
            subscriptions.on(user, event).forEach(command -> command.perform(performance));
        }
        size = subscriptions.size();
        overLimit = subscriptions.refused();
        if (told.containsKey(user) || !subscriptions.expectNews(user)) {
            waiting.release(user);
        }
    }

    /** Carries out what one event brings; owned by the queue. */
    private final class Performance implements SubscriptionCommand.Ports {
        private final Aor user;
        private final SubscriptionDialogs way;
        private final IntConsumer answer;

        Performance(Aor user, SubscriptionDialogs way, IntConsumer answer) {
            this.user = user;
            this.way = way;
            this.answer = answer;
        }

        @Override
        public void subscribe(SubscriptionCommand.Subscribe command) {
            counters.count(Counter.SUBSCRIBES);
            way.subscribe(
                    user,
                    new SubscriptionDialogs.Subscribe(
                            command.request(),
                            options.identity(),
                            options.coreRoute(),
                            options.product(),
                            command.expires()));
        }

        @Override
        public void refresh(SubscriptionCommand.Refresh command) {
            counters.count(Counter.SUBSCRIBES);
            way.refresh(user, command.dialog(), command.request(), command.expires());
        }

        @Override
        public void answer(int status) {
            answer.accept(status);
        }

        @Override
        public void known(List<Device> devices) {
            told.put(user, devices);
        }

        @Override
        public void unknown() {
            told.remove(user);
        }

        @Override
        public void start(SubscriptionTimer timer, Duration after) {
            timers.start(
                    user, timer, after, () -> put(user, new SubscriptionEvent.TimerFired(timer)));
        }

        @Override
        public void stop(SubscriptionTimer timer) {
            timers.stop(user, timer);
        }

        @Override
        public void report(SubscriptionTrouble trouble) {
            counters.count(Counter.SUBSCRIPTION_TROUBLES);
            troubles.begins(user, trouble);
        }

        @Override
        public void recovered() {
            troubles.ends(user);
        }

        @Override
        public void release() {
            troubles.ends(user);
            timers.forget(user);
            way.release(user);
        }
    }

    /** What stands between this server and the core at the moment, in words for an operator. */
    public List<String> troubles() {
        return troubles.now();
    }

    /** What was counted so far, by name. */
    public Map<String, Long> counters() {
        Map<String, Long> all = counters.all();
        all.put("subscriptions-over-limit", overLimit);
        return all;
    }

    /** What is held at this moment, by name. */
    public Map<String, Long> gauges() {
        long devices = told.values().stream().mapToLong(List::size).sum();
        return Map.of("subscriptions", (long) size, "devices-told", devices);
    }
}
