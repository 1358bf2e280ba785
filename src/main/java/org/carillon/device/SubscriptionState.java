package org.carillon.device;

import java.time.Duration;
import java.util.Optional;

/** What a NOTIFY's Subscription-State says (RFC 6665 §4.1.3). */
sealed interface SubscriptionState {
    /** The subscription stands, and the body tells the state. */
    record Active(Optional<Duration> expires) implements SubscriptionState {}

    /** The subscription stands; nobody has decided yet whether we may know. */
    record Pending(Optional<Duration> expires) implements SubscriptionState {}

    /** The subscription is over. */
    record Terminated(Reason reason, Optional<Duration> retryAfter) implements SubscriptionState {}

    /** Why it is over. */
    enum Reason {
        DEACTIVATED,
        PROBATION,
        REJECTED,
        TIMEOUT,
        GIVEUP,
        NORESOURCE,
        INVARIANT,
        /** None was given, or one that we do not know. */
        OTHER
    }
}
