package org.carillon.device;

/** The timers of a {@link Subscription}; each runs once at most. */
enum SubscriptionTimer {
    /** Timer N of RFC 6665 §4.1.2.4: no NOTIFY has followed a SUBSCRIBE. */
    CONFIRM,
    /** It is time for the next SUBSCRIBE in the dialog. */
    REFRESH,
    /** The time that the notifier granted is over. */
    EXPIRY,
    /** The pause after a failure is over. */
    RETRY,
    /** No message has come for the user for long. */
    IDLE
}
