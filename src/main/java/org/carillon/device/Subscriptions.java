package org.carillon.device;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.carillon.call.Aor;
import org.carillon.device.SubscriptionCommand.Answer;
import org.carillon.device.SubscriptionCommand.Release;
import org.carillon.device.SubscriptionEvent.Notified;
import org.carillon.device.SubscriptionEvent.Registered;
import org.carillon.device.SubscriptionEvent.Wanted;

/**
 * The subscriptions of this node: one per user, a limited number of users. A user beyond the limit
 * is not subscribed to, so nothing is known of that user's devices. Owned by one queue.
 */
final class Subscriptions {
    private final SubscriptionTimes times;
    private final int maxContacts;
    private final int most;
    private final Map<Aor, Subscription> byUser = new HashMap<>();

    /** Numbers up to this one are used: an answer to a forgotten SUBSCRIBE fits no other. */
    private int lastRequest;

    private long refused;

    /**
     * @param maxContacts how many contacts of one user are kept
     * @param most how many users are subscribed to at the same time
     */
    Subscriptions(SubscriptionTimes times, int maxContacts, int most) {
        this.times = times;
        this.maxContacts = maxContacts;
        this.most = most;
    }

    /** What is to be done for this user. */
    List<SubscriptionCommand> on(Aor user, SubscriptionEvent event) {
        Subscription subscription = byUser.get(user);
        if (subscription == null) {
            return begins(event) ? begin(user, event) : unknown(event);
        }
        return tell(user, subscription, event);
    }

    private static boolean begins(SubscriptionEvent event) {
        return event instanceof Wanted || event instanceof Registered;
    }

    private List<SubscriptionCommand> begin(Aor user, SubscriptionEvent event) {
        if (byUser.size() >= most) {
            refused++;
            return List.of();
        }
        Subscription subscription = new Subscription(user, times, maxContacts, lastRequest);
        byUser.put(user, subscription);
        return tell(user, subscription, event);
    }

    private static List<SubscriptionCommand> unknown(SubscriptionEvent event) {
        return event instanceof Notified ? List.of(new Answer(481)) : List.of();
    }

    private List<SubscriptionCommand> tell(
            Aor user, Subscription subscription, SubscriptionEvent event) {
        List<SubscriptionCommand> commands = subscription.on(event);
        if (!commands.isEmpty() && commands.get(commands.size() - 1) instanceof Release) {
            byUser.remove(user);
            lastRequest = Math.max(lastRequest, subscription.lastRequest());
        }
        return commands;
    }

    /** Whether the core may be about to tell of this user's devices. */
    boolean expectNews(Aor user) {
        Subscription subscription = byUser.get(user);
        return subscription != null && subscription.expectsNews();
    }

    /** Users subscribed to, or soon again. */
    int size() {
        return byUser.size();
    }

    /** How often a user was not subscribed to because there were too many. */
    long refused() {
        return refused;
    }
}
