package org.carillon.app;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.carillon.call.Aor;
import org.carillon.call.Arrival;
import org.carillon.call.Arrivals;
import org.carillon.call.CallOutcome;
import org.carillon.call.DeferredMessage;
import org.carillon.call.DeferredMessages;
import org.carillon.call.Device;
import org.carillon.call.DeviceSource;
import org.carillon.call.PagerMessage;
import org.carillon.call.Refusal;
import org.carillon.call.SourceException;
import org.carillon.log.LogText;

/**
 * Delivers what waits for a user when one of the user's devices arrives: oldest first, one after
 * the other, each as a call of its own to every device that is there. What no device takes waits on
 * for the next arrival. Thread-safe; what may block runs on the look-up pool.
 *
 * <pre>
 *   IDLE --arrival--> LOOKING --a message--> WAITING --a device--> CALLING --over--> LOOKING ...
 *                        +--no more--> IDLE     +--none comes--> IDLE
 * </pre>
 *
 * WAITING is short: where a core tells of the devices, its word may come after its REGISTER.
 */
final class DeferredDelivery implements Arrivals {
    private static final Logger LOG = System.getLogger(DeferredDelivery.class.getName());

    private final DeferredMessages messages;
    private final DeviceSource devices;
    private final Calls calls;
    private final Notifier notifier;
    private final Pools pools;

    private static final int LOOKS = 3;
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

    /** Servlets are told of their start before the container speaks SIP. */
    private static final Duration UNTIL_SIP_IS_SPOKEN = Duration.ofSeconds(5);

    /** Users that are not IDLE; each with the arrival that came meanwhile, if one did. */
    private final ConcurrentMap<Aor, Optional<Arrival>> busy = new ConcurrentHashMap<>();

    /** One while those who are owed something from before a restart are being found. */
    private final AtomicInteger resuming = new AtomicInteger();

    /** How those are reached who do not arrive; there once SIP is spoken. */
    private volatile Optional<Ways> ways = Optional.empty();

    private final LongAdder delivered = new LongAdder();
    private final LongAdder expired = new LongAdder();

    DeferredDelivery(
            DeferredMessages messages,
            DeviceSource devices,
            Calls calls,
            Notifier notifier,
            Pools pools) {
        this.messages = messages;
        this.devices = devices;
        this.calls = calls;
        this.notifier = notifier;
        this.pools = pools;
    }

    @Override
    public void arrived(Arrival arrival) {
        Optional<Arrival> waiting =
                busy.compute(
                        arrival.user(),
                        (user, before) ->
                                before == null ? Optional.empty() : queued(arrival, before));
        if (waiting.isEmpty()) {
            begin(arrival);
        }
    }

    @Override
    public void resume(Ways ways) {
        resuming.incrementAndGet();
        pools.after(
                UNTIL_SIP_IS_SPOKEN,
                () -> {
                    this.ways = Optional.of(ways);
                    resume(ways, Optional.empty());
                });
    }

    /** What a dead process has left is delivered from here; may block. */
    void recover() throws SourceException {
        int waiting = messages.recover();
        if (waiting > 0) {
            LOG.log(Level.WARNING, "event=messages-recovered count=" + waiting);
            ways.ifPresent(
                    known -> {
                        resuming.incrementAndGet();
                        resume(known, Optional.empty());
                    });
        }
    }

    /** Those after the last one; the next when all of these have got what they are owed. */
    private void resume(Ways ways, Optional<Aor> last) {
        List<Aor> users = reachable(last);
        if (users.isEmpty()) {
            resuming.decrementAndGet();
        }
        AtomicInteger open = new AtomicInteger(users.size());
        for (Aor user : users) {
            Runnable closed =
                    () -> {
                        if (open.decrementAndGet() == 0) {
                            Aor next = users.get(users.size() - 1);
                            pools.eventually(() -> resume(ways, Optional.of(next)));
                        }
                    };
            arrived(ways.of(user, closed));
        }
    }

    private List<Aor> reachable(Optional<Aor> last) {
        try {
            return messages.reachable(last);
        } catch (SourceException e) {
            LOG.log(
                    Level.WARNING,
                    "event=deferred-not-resumed why=" + LogText.of(String.valueOf(e.getMessage())));
            return List.of();
        }
    }

    /** The calls under way may have looked the devices up before this one: it has its turn. */
    private static Optional<Arrival> queued(Arrival arrival, Optional<Arrival> before) {
        before.ifPresent(Arrival::close);
        return Optional.of(arrival);
    }

    /** Before the first look at the devices: who has come by now is seen by all of them. */
    private void joinAll(Aor user) {
        busy.computeIfPresent(
                user,
                (same, waiting) -> {
                    waiting.ifPresent(Arrival::close);
                    return Optional.empty();
                });
    }

    private void begin(Arrival arrival) {
        try {
            pools.lookUps().execute(() -> next(arrival, Optional.empty()));
        } catch (RejectedExecutionException full) {
            end(arrival);
        }
    }

    private void next(Arrival arrival, Optional<DeferredMessage> last) {
        attempt(
                arrival,
                () ->
                        messages.next(arrival.user(), last)
                                .ifPresentOrElse(
                                        message -> prepare(arrival, message, last),
                                        () -> end(arrival)));
    }

    private void prepare(Arrival arrival, DeferredMessage message, Optional<DeferredMessage> last) {
        devices.prepare(
                arrival.user(), () -> pools.eventually(() -> look(arrival, message, last, LOOKS)));
    }

    private void look(
            Arrival arrival, DeferredMessage message, Optional<DeferredMessage> last, int looks) {
        attempt(
                arrival,
                () -> {
                    if (last.isEmpty()) {
                        joinAll(arrival.user());
                    }
                    List<Device> there = devices.devicesOf(arrival.user());
                    if (there.stream().anyMatch(message::isFor)) {
                        claim(arrival, message, last);
                    } else if (!there.isEmpty()) {
                        next(arrival, Optional.of(message));
                    } else if (looks > 1) {
                        pools.after(BETWEEN_LOOKS, () -> look(arrival, message, last, looks - 1));
                    } else {
                        end(arrival);
                    }
                });
    }

    private interface Step {
        void take() throws SourceException;
    }

    private void attempt(Arrival arrival, Step step) {
        try {
            step.take();
        } catch (SourceException | RuntimeException e) {
            complain(arrival, e);
            end(arrival);
        }
    }

    private static void complain(Arrival arrival, Exception e) {
        LOG.log(
                Level.WARNING,
                "event=deferred-not-delivered user=%s why=%s"
                        .formatted(
                                LogText.of(arrival.user().uri()),
                                LogText.of(String.valueOf(e.getMessage()))));
    }

    /** The oldest first: what another process delivers holds up what is behind it. */
    private void claim(Arrival arrival, DeferredMessage message, Optional<DeferredMessage> last)
            throws SourceException {
        if (messages.claim(message.id())) {
            deliverOrPass(arrival, message);
        } else {
            pools.after(BETWEEN_LOOKS, () -> next(arrival, last));
        }
    }

    /** One that cannot be read holds up none of those behind it. */
    private void deliverOrPass(Arrival arrival, DeferredMessage message) {
        try {
            deliver(arrival, message);
        } catch (SourceException | RuntimeException e) {
            complain(arrival, e);
            letGo(message);
            next(arrival, Optional.of(message));
        }
    }

    private void letGo(DeferredMessage message) {
        eventually("event=deferred-not-released", message, () -> messages.release(message.id()));
    }

    /** Until it is done: meanwhile nobody else would deliver it. */
    private void eventually(String event, DeferredMessage message, Step step) {
        try {
            step.take();
        } catch (SourceException e) {
            LOG.log(
                    Level.WARNING,
                    "%s message=%s why=%s"
                            .formatted(
                                    event,
                                    message.id(),
                                    LogText.of(String.valueOf(e.getMessage()))));
            pools.later(() -> eventually(event, message, step));
        }
    }

    private void deliver(Arrival arrival, DeferredMessage message) throws SourceException {
        switch (message.invite().mode()) {
            case LARGE_MESSAGE -> call(arrival, message);
            case PAGER -> page(arrival, message);
        }
    }

    private void page(Arrival arrival, DeferredMessage kept) throws SourceException {
        PagerMessage message = read(kept);
        Arrival.PagePushLegs legs = arrival.legs(message);
        Optional<Refusal> refusal =
                calls.open(
                        kept,
                        message,
                        legs,
                        outcome -> {
                            legs.release();
                            pools.eventually(() -> over(arrival, kept, outcome));
                        });
        if (refusal.isPresent()) {
            legs.release();
            letGo(kept);
            end(arrival);
        }
    }

    private PagerMessage read(DeferredMessage kept) throws SourceException {
        StringBuilder content = new StringBuilder();
        for (int piece = 0; content.length() < kept.octets(); piece++) {
            content.append(new String(messages.piece(kept, piece), StandardCharsets.ISO_8859_1));
        }
        PagerMessage.Reading reading =
                PagerMessage.read(
                        kept.invite(),
                        kept.invite().recipient().uri(),
                        kept.content().contentType(),
                        content.toString());
        if (reading instanceof PagerMessage.Read read) {
            return read.message();
        }
        throw new IllegalStateException(kept.id() + ": " + ((PagerMessage.Broken) reading).why());
    }

    private void call(Arrival arrival, DeferredMessage message) {
        Arrival.PushLegs legs = arrival.legs(message.invite());
        Optional<Refusal> refusal =
                calls.open(
                        message,
                        legs,
                        outcome -> {
                            legs.release();
                            pools.eventually(() -> over(arrival, message, outcome));
                        });
        if (refusal.isPresent()) {
            legs.release();
            letGo(message);
            end(arrival);
        }
    }

    private void over(Arrival arrival, DeferredMessage message, CallOutcome outcome) {
        if (outcome.kind() == CallOutcome.Kind.DELIVERED) {
            delivered.increment();
        }
        next(arrival, Optional.of(message));
    }

    private void end(Arrival arrival) {
        arrival.close();
        List<Arrival> waiting = new ArrayList<>();
        busy.computeIfPresent(
                arrival.user(),
                (user, next) -> {
                    next.ifPresent(waiting::add);
                    return next.isPresent() ? Optional.empty() : null;
                });
        waiting.forEach(this::begin);
    }

    /** Gives up what nobody has come for, once its sender has been told; may block. */
    void expire(Instant now) throws SourceException {
        for (DeferredMessage message : messages.expired(now)) {
            if (messages.claim(message.id())) {
                expired.increment();
                LOG.log(
                        Level.WARNING,
                        "event=deferred-expired call-id=%s user=%s"
                                .formatted(
                                        LogText.of(message.invite().call().value()),
                                        LogText.of(message.invite().recipient().uri())));
                notifier.failed(message, () -> pools.eventually(() -> giveUp(message)));
            }
        }
    }

    private void giveUp(DeferredMessage message) {
        eventually("event=deferred-not-given-up", message, () -> messages.giveUp(message));
    }

    /** Users to whom deferred messages are on their way at this moment, or may be soon. */
    long arrivals() {
        return (long) busy.size() + resuming.get();
    }

    /** What was counted so far. */
    Map<String, Long> counters() {
        return Map.of("deferred-delivered", delivered.sum(), "deferred-expired", expired.sum());
    }
}
