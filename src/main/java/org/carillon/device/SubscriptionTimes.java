package org.carillon.device;

import java.time.Duration;

/**
 * How long a subscription does what.
 *
 * @param expires what is asked for first; RFC 3680 §4.4 recommends 3761 s
 * @param confirm Timer N, 64*T1
 * @param firstPause after the first failure; doubled with each one that follows
 * @param longestPause what doubling ends at
 * @param rest the pause where the notifier wants no other attempt, and the most that a Retry-After
 *     can ask for
 * @param idle without a message for the user; then the subscription is ended
 * @param patience how long a message waits for the first NOTIFY; less than its own wait for devices
 */
record SubscriptionTimes(
        Duration expires,
        Duration confirm,
        Duration firstPause,
        Duration longestPause,
        Duration rest,
        Duration idle,
        Duration patience) {
    static final SubscriptionTimes DEFAULT =
            new SubscriptionTimes(
                    Duration.ofSeconds(3761),
                    Duration.ofSeconds(32),
                    Duration.ofSeconds(2),
                    Duration.ofMinutes(10),
                    Duration.ofDays(1),
                    Duration.ofHours(12),
                    Duration.ofSeconds(4));

    private static final Duration EARLY = Duration.ofMinutes(10);
    private static final Duration SHORTEST = Duration.ofMinutes(1);

    /** Ten minutes before the end, or at half of a short time, as 3GPP TS 24.229 §5.1.1.3 does. */
    Duration refreshAfter(Duration granted) {
        Duration half = granted.dividedBy(2);
        if (half.compareTo(EARLY) > 0) {
            return granted.minus(EARLY);
        }
        return half.compareTo(SHORTEST) > 0 ? half : SHORTEST;
    }

    /**
     * @param failures how many there were in a row before this one
     */
    Duration pauseAfter(int failures, Duration atLeast) {
        Duration doubled = firstPause.multipliedBy(1L << Math.min(20, failures));
        Duration pause = doubled.compareTo(longestPause) < 0 ? doubled : longestPause;
        Duration asked = atLeast.compareTo(rest) < 0 ? atLeast : rest;
        return pause.compareTo(asked) > 0 ? pause : asked;
    }
}
