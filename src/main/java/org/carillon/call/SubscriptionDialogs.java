package org.carillon.call;

import java.time.Duration;
import java.util.List;

/**
 * Port: the dialogs in which the core's registration events are subscribed to. Never blocks. What
 * cannot be sent comes back as a refusal with 503.
 */
public interface SubscriptionDialogs {
    /** Sends a SUBSCRIBE outside a dialog; what the user's SUBSCRIBE before has made is dropped. */
    void subscribe(Aor user, Subscribe subscribe);

    /**
     * Sends a SUBSCRIBE in a dialog of the user; zero {@code expires} ends the subscription.
     *
     * @param dialog as {@link RegistrationEvents.Notification} has named it
     */
    void refresh(Aor user, String dialog, int request, Duration expires);

    /** Nothing more is wanted for this user. */
    void release(Aor user);

    /**
     * A SUBSCRIBE outside a dialog.
     *
     * @param request its number, by which the response is known
     * @param from our own name: From and P-Asserted-Identity
     * @param route the Route entries; empty: straight to the user's domain
     * @param product User-Agent
     */
    record Subscribe(
            int request, String from, List<String> route, String product, Duration expires) {
        public Subscribe {
            route = List.copyOf(route);
        }
    }
}
