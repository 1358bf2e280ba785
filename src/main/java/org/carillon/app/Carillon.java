package org.carillon.app;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.carillon.call.Arrivals;
import org.carillon.call.BindingStore;
import org.carillon.call.CallDoor;
import org.carillon.call.CallId;
import org.carillon.call.CallPorts;
import org.carillon.call.DeferredMessage;
import org.carillon.call.DeferredMessages;
import org.carillon.call.Device;
import org.carillon.call.DeviceSource;
import org.carillon.call.Notices;
import org.carillon.call.PagePorts;
import org.carillon.call.PagerMessage;
import org.carillon.call.PreferenceSource;
import org.carillon.call.Preferences;
import org.carillon.call.Registrar;
import org.carillon.call.RegistrationEvents;
import org.carillon.call.SourceException;
import org.carillon.device.BuiltInRegistrar;
import org.carillon.device.CoreRegistrations;
import org.carillon.device.SubscriptionOptions;
import org.carillon.device.ThirdPartyRegistrar;
import org.carillon.history.HistoryOutbox;
import org.carillon.preference.XcapPreferences;
import org.carillon.relay.Relay;
import org.carillon.relay.RelayMetrics;
import org.carillon.relay.RelayMetrics.Counter;
import org.carillon.store.HeldHere;
import org.carillon.store.JdbcBindings;
import org.carillon.store.JdbcDeferredMessages;
import org.carillon.store.JdbcPreferences;
import org.carillon.store.Store;

/**
 * The composition root: reading it from top to bottom shows the system. Everything is made here, by
 * hand, in the order in which it needs one another, and closed in the opposite order.
 */
final class Carillon implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Carillon.class.getName());

    /** Expired bindings are never shown; this only keeps the table small. */
    private static final Duration PURGE = Duration.ofMinutes(10);

    private static final Duration EXPIRY = Duration.ofMinutes(1);

    /** In the time after which this process would be taken for dead. */
    private static final int BEATS = 5;

    /** How old the news of a lost store may be in the state of health, while nobody uses it. */
    private static final Duration CHECK = Duration.ofSeconds(2);

    /** Those of the last minutes of a busy server, or days of an idle one: some 10 MB. */
    private static final int NOTIFICATIONS = 50_000;

    private final Settings settings;
    private final Deque<AutoCloseable> parts;
    private final SecureRandom random = new SecureRandom();
    private final PassedNotifications notifications = new PassedNotifications(NOTIFICATIONS);

    private final Store store;
    private final Pools pools;
    private final PreferenceSource preferences;
    private final Optional<XcapPreferences> xcap;
    private final BuiltInRegistrar registrar;
    private final Optional<CoreRegistrations> core;
    private final HistoryOutbox history;
    private final Relay relay;
    private final DeferredMessages deferred;
    private final Calls calls;
    private final Notifier notifier;
    private final DeferredDelivery deliveries;

    /** Leaves nothing behind where it throws. */
    static Carillon start(Settings settings) throws IOException, SourceException {
        Deque<AutoCloseable> parts = new ArrayDeque<>();
        try {
            return new Carillon(settings, parts);
        } catch (IOException | SourceException | RuntimeException e) {
            closeAll(parts);
            throw e;
        }
    }

    private Carillon(Settings settings, Deque<AutoCloseable> parts)
            throws IOException, SourceException {
        this.settings = settings;
        this.parts = parts;
        store = keep(Store.open(settings.keeping().store()));
        pools = keep(new Pools()); // closed before the store that its look-ups read
        xcap = xcap();
        preferences = xcap.isPresent() ? xcap.get() : new JdbcPreferences(store, untilChosen());
        BindingStore bindings = new JdbcBindings(store);
        registrar = new BuiltInRegistrar(settings.registrar(), bindings, InstantSource.system());
        core = settings.regEvent().map(this::core);
        history =
                keep(
                        HistoryOutbox.open(
                                settings.keeping().history(),
                                settings.keeping().outbox(),
                                InstantSource.system(),
                                random));
        deferred = deferred();
        relay = keep(Relay.start(settings.relay(), random));
        calls =
                new Calls(
                        settings.call(),
                        settings.call().ofKept(settings.keeping().push()),
                        settings.screening(),
                        notifications,
                        settings.sip().limits(),
                        pools.calls(),
                        new PerCall());
        notifier = new Notifier(deferred, calls, InstantSource.system(), random);
        deliveries = new DeferredDelivery(deferred, devices(), calls, notifier, pools);
        deliveries.recover();
        pools.every(settings.keeping().takeoverAfter().dividedBy(BEATS), deliveries::recover);
        pools.every(CHECK, store::check);
        pools.every(PURGE, () -> bindings.purge(Instant.now()));
        pools.every(expiry(), () -> deliveries.expire(Instant.now()));
    }

    private Duration expiry() {
        Duration expires = settings.keeping().deferral().expires();
        return expires.compareTo(EXPIRY) < 0 ? expires : EXPIRY;
    }

    private DeferredMessages deferred() throws SourceException {
        JdbcDeferredMessages common = messagesIn(store);
        return settings.keeping().own().isPresent()
                ? new HeldHere(messagesIn(keep(Store.open(settings.keeping().own().get()))), common)
                : common;
    }

    private JdbcDeferredMessages messagesIn(Store database) throws SourceException {
        return new JdbcDeferredMessages(
                database,
                settings.keeping().messages(),
                settings.keeping().deferral(),
                settings.keeping().takeoverAfter(),
                InstantSource.system());
    }

    /** What one call reaches beside its SIP legs. */
    private final class PerCall implements Calls.Neighbours {
        @Override
        public CallPorts.Recipients recipients(CallId call) {
            return recipients(call, device -> true, preferences);
        }

        @Override
        public CallPorts.Recipients recipients(CallId call, DeferredMessage message) {
            return recipients(
                    call,
                    message::isFor,
                    user -> preferences.preferencesOf(user).withoutDeferral());
        }

        private CallPorts.Recipients recipients(
                CallId call, Predicate<Device> wanted, PreferenceSource choices) {
            return new RecipientLookUp(devices(), wanted, choices, deferred, pools.lookUps(), calls)
                    .of(call);
        }

        @Override
        public CallPorts.RoomDoor room(CallId call) {
            return room(call, Optional.empty());
        }

        @Override
        public CallPorts.RoomDoor room(CallId call, DeferredMessage message) {
            return room(call, Optional.of(message));
        }

        private CallPorts.RoomDoor room(CallId call, Optional<DeferredMessage> kept) {
            return new RelayRoom(
                    call,
                    calls,
                    relay,
                    history,
                    notifications,
                    deferred,
                    notifier::stored,
                    kept,
                    pools,
                    random);
        }

        @Override
        public PagePorts.Copy copy(PagerMessage message, Optional<DeferredMessage> kept) {
            return new PageCopy(message, kept, calls, deferred, notifier::stored, history, pools);
        }

        @Override
        public ScheduledTimers timers(CallId call) {
            return new ScheduledTimers(call, calls, pools.timer());
        }
    }

    private CoreRegistrations core(SubscriptionOptions options) {
        return new CoreRegistrations(options, registrar, pools.calls(), pools.timer());
    }

    private DeviceSource devices() {
        return core.isPresent() ? core.get() : registrar;
    }

    private Optional<XcapPreferences> xcap() throws SourceException {
        if (settings.keeping().xcap().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                keep(
                        new XcapPreferences(
                                settings.keeping().xcap().get(),
                                untilChosen(),
                                InstantSource.system())));
    }

    private Preferences untilChosen() {
        Preferences d = Preferences.DEFAULT;
        return new Preferences(
                d.delivery(),
                d.listedDevices(),
                d.quietDevices(),
                d.blockedOriginators(),
                d.allowAnonymous(),
                settings.keeping().recordHistory(),
                d.deferral());
    }

    private <T extends AutoCloseable> T keep(T part) {
        parts.push(part);
        return part;
    }

    CallDoor calls() {
        return calls;
    }

    Arrivals arrivals() {
        return deliveries;
    }

    Notices notices() {
        return notifier;
    }

    Registrar registrar() {
        return core.isPresent()
                ? new ThirdPartyRegistrar(core.get(), registrar, InstantSource.system())
                : registrar;
    }

    Optional<RegistrationEvents> registrationEvents() {
        return core.map(events -> events);
    }

    /** What an operator has to mend, in words; deliveries go on. */
    List<String> troubles() {
        List<String> all = new ArrayList<>();
        core.ifPresent(events -> all.addAll(events.troubles()));
        store.trouble().ifPresent(all::add);
        xcap.flatMap(XcapPreferences::trouble).ifPresent(all::add);
        history.trouble().ifPresent(all::add);
        return all;
    }

    Executor lookUps() {
        return pools.lookUps();
    }

    PreferenceSource preferences() {
        return preferences;
    }

    /** Where MSRP is served, whatever peers reach it by: {@code host:port}. */
    String msrpAddress() {
        return bound() + relay.port();
    }

    /** Where MSRP is served over TLS: {@code host:port}, if it is. */
    Optional<String> msrpsAddress() {
        OptionalInt port = relay.tlsPort();
        return port.isPresent() ? Optional.of(bound() + port.getAsInt()) : Optional.empty();
    }

    private String bound() {
        return PublicHost.of(settings.relay().listen().getAddress()) + ":";
    }

    /** What was counted so far. */
    Map<String, Long> counters() {
        Map<String, Long> all = new TreeMap<>(relay.metrics().all());
        all.putAll(history.counters());
        all.putAll(deferred.counters());
        all.putAll(notifications.counters());
        xcap.ifPresent(source -> all.putAll(source.counters()));
        all.putAll(deliveries.counters());
        core.ifPresent(events -> all.putAll(events.counters()));
        return all;
    }

    /**
     * What is held at this moment, by name: all zero while there is nothing to deliver, except what
     * subscriptions hold.
     */
    Map<String, Long> gauges() {
        RelayMetrics relayed = relay.metrics();
        Map<String, Long> all = new TreeMap<>();
        all.put("calls", (long) calls.size());
        all.put("arrivals", deliveries.arrivals());
        all.put("timers", pools.timersRunning());
        all.put("rooms", relayed.value(Counter.ROOMS));
        all.put("connections", relayed.value(Counter.CONNECTIONS));
        all.put("strangers", relayed.value(Counter.STRANGERS));
        all.put("lagging", relayed.value(Counter.SEATS_LAGGING));
        all.put("memory", relayed.value(Counter.MEMORY));
        all.put("disk", relayed.value(Counter.DISK));
        all.put("outbox-objects", history.objects());
        all.put("outbox-octets", history.octets());
        all.put("outbox-users-waiting", history.waitingUsers());
        core.ifPresent(events -> all.putAll(events.gauges()));
        return all;
    }

    /**
     * Refuses new messages and waits for those in progress, at most the setting {@code
     * drain-timeout}.
     *
     * @return whether all of them finished
     */
    boolean drain() throws InterruptedException {
        return calls.drain(settings.sip().drainTimeout());
    }

    @Override
    public void close() {
        closeAll(parts);
    }

    private static void closeAll(Deque<AutoCloseable> parts) {
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.log(Level.ERROR, "part=" + part.getClass(), e);
            }
        }
    }
}
