package org.carillon.device;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.carillon.call.Aor;
import org.carillon.device.SubscriptionCommand.Answer;
import org.carillon.device.SubscriptionCommand.Refresh;
import org.carillon.device.SubscriptionCommand.Release;
import org.carillon.device.SubscriptionCommand.Subscribe;
import org.carillon.device.SubscriptionEvent.Accepted;
import org.carillon.device.SubscriptionEvent.Notified;
import org.carillon.device.SubscriptionEvent.Refused;
import org.carillon.device.SubscriptionState.Active;
import org.carillon.device.SubscriptionState.Pending;
import org.carillon.device.SubscriptionState.Terminated;

/**
 * One user's subscription to the core's registration events (RFC 6665 §4.1, RFC 3680): events in,
 * commands out, no I/O and no clock.
 *
 * <pre>
 *   NEW --wanted--> SUBSCRIBING --NOTIFY--> LIVE <--SUBSCRIBE in the dialog, NOTIFY--> REFRESHING
 *                     ^      |               |  |                                        |
 *                     |      | failure       |  +------------------ idle ----------------+--> ENDING
 *                     |      v               v                                                |
 *                     +--- RESTING <----- failure, end                                        v
 *                                            any without a dialog -------- idle -----------> ENDED
 * </pre>
 *
 * <p>What the core once told holds until it tells otherwise, its time is over, or the way to it is
 * lost: a new subscription that follows at once on an old one leaves no gap in which nobody is
 * registered. The core may end a subscription at once as often as it likes: only the first time is
 * it followed by another without a pause.
 *
 * <p>Owned by one queue.
 */
final class Subscription {
    enum State {
        NEW,
        /** A SUBSCRIBE outside a dialog is sent; the first NOTIFY has not come. */
        SUBSCRIBING,
        /** The dialog stands. */
        LIVE,
        /** A SUBSCRIBE in the dialog is sent; no NOTIFY has come since. */
        REFRESHING,
        /** There is no subscription; the next attempt is some time away. */
        RESTING,
        /** We have ended it; the last NOTIFY has not come. */
        ENDING,
        ENDED
    }

    /** RFC 6665 §4.1.2.2: a refresh that is refused so ends the subscription. */
    private static final Set<Integer> ENDS =
            Set.of(404, 405, 410, 416, 480, 481, 482, 483, 484, 485, 489, 501, 604);

    private final Aor user;
    private final SubscriptionTimes times;
    private final int maxContacts;
    private final Reactions reactions = new Reactions();
    private final SubscriptionOrders orders = new SubscriptionOrders();

    private State state = State.NEW;

    /** The numbers of the last SUBSCRIBE, and of the last outside a dialog. */
    private int request;

    private int subscription;

    /** The last that was sent because of a 423: a second one in a row is no help. */
    private int lengthened;

    private String dialog = "";

    /** CSeq of the newest NOTIFY in the dialog. */
    private long newest;

    private Duration expires;
    private Duration granted;
    private ReginfoTable table;

    /** Failures since a subscription has last lived long enough to be refreshed. */
    private int failures;

    /**
     * @param maxContacts how many contacts of the user are kept
     * @param requestsBefore numbers up to this one are used
     */
    Subscription(Aor user, SubscriptionTimes times, int maxContacts, int requestsBefore) {
        this.user = user;
        this.times = times;
        this.maxContacts = maxContacts;
        this.request = requestsBefore;
        this.expires = times.expires();
        this.granted = times.expires();
        this.table = new ReginfoTable(maxContacts);
    }

    State state() {
        return state;
    }

    /** The number of the last SUBSCRIBE. */
    int lastRequest() {
        return request;
    }

    List<SubscriptionCommand> on(SubscriptionEvent event) {
        event.apply(reactions);
        return orders.take();
    }

    private final class Reactions implements SubscriptionEvent.Cases {
        @Override
        public void wanted() {
            if (state == State.ENDED) {
                return;
            }
            orders.start(SubscriptionTimer.IDLE, times.idle());
            if (state == State.NEW || state == State.ENDING) {
                subscribe();
            }
        }

        @Override
        public void registered() {
            if (state == State.NEW || state == State.ENDING) {
                wanted();
            } else if (state == State.RESTING) {
                subscribe();
            }
        }

        @Override
        public void accepted(Accepted event) {
            if (event.request() != request) {
                return;
            }
            Duration time = atMostAsked(event.expires().orElse(expires));
            if (state == State.SUBSCRIBING) {
                granted = time;
            } else if (hasDialog()) {
                extend(time);
            }
        }

        @Override
        public void refused(Refused event) {
            if (event.request() != request) {
                return;
            }
            if (state == State.ENDING) {
                release();
            } else if (state == State.SUBSCRIBING || hasDialog()) {
                subscribeRefused(event);
            }
        }

        @Override
        public void notified(Notified event) {
            if (event.subscription() != subscription || !isExpected(event.dialog())) {
                orders.give(new Answer(481));
            } else if (state == State.ENDING) {
                orders.give(new Answer(200));
                if (event.state() instanceof Terminated) {
                    release();
                }
            } else if (event.state() instanceof Terminated terminated) {
                orders.give(new Answer(200));
                terminated(terminated);
            } else {
                confirmed(event);
            }
        }

        @Override
        public void timerFired(SubscriptionTimer timer) {
            if (orders.hasFired(timer)) {
                fired(timer);
            }
        }
    }

    /** Whether the core may be about to tell of the user's devices. */
    boolean expectsNews() {
        return state == State.SUBSCRIBING || hasDialog();
    }

    private boolean hasDialog() {
        return state == State.LIVE || state == State.REFRESHING;
    }

    /** A SUBSCRIBE that forked makes one dialog, that of the first NOTIFY (RFC 3680 §4.9). */
    private boolean isExpected(String from) {
        return switch (state) {
            case SUBSCRIBING -> true;
            case LIVE, REFRESHING, ENDING -> dialog.equals(from);
            case NEW, RESTING, ENDED -> false;
        };
    }

    private Duration atMostAsked(Duration time) {
        return time.compareTo(expires) < 0 ? time : expires;
    }

    private void subscribe() {
        orders.stop(SubscriptionTimer.REFRESH);
        orders.stop(SubscriptionTimer.RETRY);
        state = State.SUBSCRIBING;
        request++;
        subscription = request;
        granted = expires;
        newest = 0;
        table = new ReginfoTable(maxContacts);
        orders.give(new Subscribe(request, expires));
        orders.start(SubscriptionTimer.CONFIRM, times.confirm());
    }

    private void refresh() {
        orders.stop(SubscriptionTimer.REFRESH);
        orders.stop(SubscriptionTimer.RETRY);
        state = State.REFRESHING;
        request++;
        orders.give(new Refresh(request, dialog, expires));
        orders.start(SubscriptionTimer.CONFIRM, times.confirm());
    }

    private void subscribeRefused(Refused event) {
        int status = event.status();
        Duration atLeast = event.retryAfter().orElse(Duration.ZERO);
        boolean inDialog = request != subscription;
        if (status == 423 && lengthen(event.minExpires())) {
            if (inDialog) {
                refresh();
            } else {
                subscribe();
            }
        } else if (status == 480) {
            orders.recovered();
            orders.tell(List.of());
            rest(atLeast);
        } else if (status == 481 && inDialog) {
            follow();
        } else if (inDialog && !ENDS.contains(status)) {
            refreshLater(status, atLeast);
        } else {
            fail(SubscriptionTrouble.refused(status), atLeast);
        }
    }

    /** Whether asking for a longer time may help. */
    private boolean lengthen(Optional<Duration> minExpires) {
        boolean helps =
                lengthened != request
                        && minExpires.isPresent()
                        && minExpires.get().compareTo(expires) > 0
                        && minExpires.get().compareTo(times.rest()) <= 0;
        if (helps) {
            expires = minExpires.get();
            lengthened = request + 1;
        }
        return helps;
    }

    /** The subscription stands all the same until its time is over (RFC 6665 §4.1.2.2). */
    private void refreshLater(int status, Duration atLeast) {
        orders.report(SubscriptionTrouble.refused(status));
        orders.stop(SubscriptionTimer.CONFIRM);
        state = State.LIVE;
        orders.start(SubscriptionTimer.RETRY, times.pauseAfter(failures++, atLeast));
    }

    /** One that is over is followed by another. */
    private void follow() {
        if (failures == 0) {
            failures = 1;
            subscribe();
        } else {
            orders.forget();
            rest(Duration.ZERO);
        }
    }

    private void fail(SubscriptionTrouble trouble, Duration atLeast) {
        orders.report(trouble);
        orders.forget();
        rest(atLeast);
    }

    private void rest(Duration atLeast) {
        orders.stop(SubscriptionTimer.CONFIRM);
        orders.stop(SubscriptionTimer.REFRESH);
        orders.stop(SubscriptionTimer.EXPIRY);
        state = State.RESTING;
        orders.start(SubscriptionTimer.RETRY, times.pauseAfter(failures++, atLeast));
    }

    private void terminated(Terminated end) {
        Duration atLeast = end.retryAfter().orElse(Duration.ZERO);
        switch (end.reason()) {
            case DEACTIVATED, TIMEOUT -> follow();
            case REJECTED -> fail(SubscriptionTrouble.REJECTED, times.rest());
            case NORESOURCE -> {
                orders.recovered();
                orders.tell(List.of());
                rest(times.rest());
            }
            case INVARIANT -> rest(times.rest());
            case PROBATION, GIVEUP, OTHER -> {
                orders.forget();
                rest(atLeast);
            }
        }
    }

    private void confirmed(Notified event) {
        if (event.sequence() < newest) {
            orders.give(new Answer(200)); // a later one has been faster
            return;
        }
        newest = event.sequence();
        State before = state;
        orders.stop(SubscriptionTimer.CONFIRM);
        state = State.LIVE;
        dialog = event.dialog();
        Optional<Duration> time = timeOf(event.state());
        if (time.isPresent() || before == State.SUBSCRIBING) {
            extend(atMostAsked(time.orElse(granted)));
        }
        if (event.state() instanceof Active && event.document().isPresent()) {
            read(event.document().get(), before);
        } else {
            orders.give(new Answer(200));
            if (event.state() instanceof Active && before == State.SUBSCRIBING) {
                orders.tell(List.of()); // there is nothing to say of this user (RFC 6665 §4.2.1.2)
            }
            recovered();
        }
    }

    /** Unless it is a refresh that was refused and has to be tried again. */
    private void recovered() {
        if (!orders.runs(SubscriptionTimer.RETRY)) {
            orders.recovered();
        }
    }

    private static Optional<Duration> timeOf(SubscriptionState state) {
        return state instanceof Active active
                ? active.expires()
                : state instanceof Pending pending ? pending.expires() : Optional.empty();
    }

    private void extend(Duration time) {
        granted = time;
        orders.start(SubscriptionTimer.EXPIRY, time);
        Duration refresh = times.refreshAfter(time);
        if (refresh.compareTo(time) < 0) {
            orders.start(SubscriptionTimer.REFRESH, refresh);
        } else {
            orders.stop(SubscriptionTimer.REFRESH);
        }
    }

    private void read(ReginfoParse document, State before) {
        if (document instanceof ReginfoParse.Parsed parsed) {
            orders.give(new Answer(200));
            apply(parsed.reginfo(), before);
        } else {
            orders.give(new Answer(400));
            orders.give(new Refresh(++request, dialog, Duration.ZERO));
            String why = ((ReginfoParse.Broken) document).reason();
            fail(SubscriptionTrouble.unreadable(why), Duration.ZERO);
        }
    }

    private void apply(Reginfo document, State before) {
        ReginfoTable.Outcome outcome = table.apply(document);
        if (outcome == ReginfoTable.Outcome.OLD) {
            return;
        }
        orders.tell(table.devicesOf(user));
        if (outcome == ReginfoTable.Outcome.TOO_MANY) {
            orders.report(SubscriptionTrouble.TOO_MANY);
            return;
        }
        recovered();
        if (outcome == ReginfoTable.Outcome.GAP && before != State.REFRESHING) {
            refresh(); // the answer to one is never the reason for the next
        }
    }

    private void fired(SubscriptionTimer timer) {
        switch (timer) {
            case CONFIRM -> unconfirmed();
            case REFRESH -> {
                failures = 0;
                refresh();
            }
            case EXPIRY -> expired();
            case RETRY -> {
                if (state == State.LIVE) {
                    refresh();
                } else {
                    subscribe();
                }
            }
            case IDLE -> idle();
        }
    }

    private void unconfirmed() {
        if (state == State.ENDING) {
            release();
        } else {
            fail(SubscriptionTrouble.SILENT, Duration.ZERO);
        }
    }

    private void expired() {
        orders.forget();
        if (hasDialog()) {
            orders.report(SubscriptionTrouble.EXPIRED);
            rest(Duration.ZERO);
        }
    }

    private void idle() {
        if (!hasDialog()) {
            release();
            return;
        }
        orders.forget();
        orders.stopAll();
        state = State.ENDING;
        orders.give(new Refresh(++request, dialog, Duration.ZERO));
        orders.start(SubscriptionTimer.CONFIRM, times.confirm());
    }

    private void release() {
        orders.forget();
        orders.stopAll();
        state = State.ENDED;
        orders.give(new Release());
    }

    @Override
    public String toString() {
        return state + " of " + user;
    }
}
