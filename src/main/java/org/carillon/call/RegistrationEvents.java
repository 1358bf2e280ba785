package org.carillon.call;

import java.time.Duration;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * Port: hears what the core says of its users' registrations (RFC 3680). Never blocks; called by
 * any thread.
 */
public interface RegistrationEvents {
    /** From now on SUBSCRIBEs go out this way; before, there are none. */
    void through(SubscriptionDialogs dialogs);

    /**
     * A 2xx to a SUBSCRIBE.
     *
     * @param request the number of that SUBSCRIBE
     * @param expires its Expires, if it has one that reads
     */
    void accepted(Aor user, int request, Optional<Duration> expires);

    /**
     * Any other final response.
     *
     * @param minExpires Min-Expires of a 423
     */
    void refused(
            Aor user,
            int request,
            int status,
            Optional<Duration> minExpires,
            Optional<Duration> retryAfter);

    /**
     * A NOTIFY of event package {@code reg}.
     *
     * @param document its body; empty if it has none
     * @param answer takes the status to answer with, on any thread, exactly once
     */
    void notified(Aor user, Notification notification, byte[] document, IntConsumer answer);

    /**
     * What stands in the head of a NOTIFY.
     *
     * @param subscription the number of the SUBSCRIBE outside a dialog that it belongs to
     * @param dialog tells apart the dialogs of a SUBSCRIBE that forked
     * @param sequence its CSeq number: threads may overtake one another on the way here
     * @param state Subscription-State as it came
     */
    record Notification(int subscription, String dialog, long sequence, String state) {}
}
