package org.carillon.device;

import java.time.Duration;
import java.util.Optional;

/**
 * Everything that can happen to a {@link Subscription}. Immutable; put into its queue by whichever
 * thread saw it. {@link #apply} stands for the pattern switch that Java 17 lacks.
 */
sealed interface SubscriptionEvent {
    /** Hands this event to the method of {@code cases} that is named after it. */
    void apply(Cases cases);

    /** A message for the user has come. */
    record Wanted() implements SubscriptionEvent {
        @Override
        public void apply(Cases cases) {
            cases.wanted();
        }
    }

    /** The core tells by a third-party REGISTER that a device of the user has registered. */
    record Registered() implements SubscriptionEvent {
        @Override
        public void apply(Cases cases) {
            cases.registered();
        }
    }

    /**
     * A 2xx to a SUBSCRIBE.
     *
     * @param request the number of that SUBSCRIBE
     * @param expires its Expires, if it has one
     */
    record Accepted(int request, Optional<Duration> expires) implements SubscriptionEvent {
        @Override
        public void apply(Cases cases) {
            cases.accepted(this);
        }
    }

    /**
     * Any other final response to a SUBSCRIBE, or none: then the status is 408.
     *
     * @param minExpires Min-Expires of a 423
     */
    record Refused(
            int request, int status, Optional<Duration> minExpires, Optional<Duration> retryAfter)
            implements SubscriptionEvent {
        @Override
        public void apply(Cases cases) {
            cases.refused(this);
        }
    }

    /**
     * A NOTIFY of event package {@code reg}; always answered.
     *
     * @param subscription the number of the SUBSCRIBE that it belongs to by Call-ID and To tag (RFC
     *     6665 §4.4.1)
     * @param dialog tells apart the dialogs of a SUBSCRIBE that forked
     * @param sequence its CSeq number in that dialog
     * @param document what stands in its body, if it has one
     */
    record Notified(
            int subscription,
            String dialog,
            long sequence,
            SubscriptionState state,
            Optional<ReginfoParse> document)
            implements SubscriptionEvent {
        @Override
        public void apply(Cases cases) {
            cases.notified(this);
        }
    }

    record TimerFired(SubscriptionTimer timer) implements SubscriptionEvent {
        @Override
        public void apply(Cases cases) {
            cases.timerFired(timer);
        }
    }

    /** A method for each event. */
    interface Cases {
        void wanted();

        void registered();

        void accepted(Accepted event);

        void refused(Refused event);

        void notified(Notified event);

        void timerFired(SubscriptionTimer timer);
    }
}
