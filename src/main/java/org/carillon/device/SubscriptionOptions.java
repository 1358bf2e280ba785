package org.carillon.device;

import java.util.List;
import java.util.Set;
import org.carillon.call.Aor;

/**
 * How this server subscribes to the core's registration events.
 *
 * @param identity the setting {@code server-identity}: who subscribes
 * @param coreRoute the setting {@code core-route}: the way to the core
 * @param homeDomains the setting {@code home-domains}; without a way to the core, only users of
 *     these are subscribed to
 * @param product User-Agent
 * @param maxContacts the setting {@code registrar-max-contacts}
 * @param maxUsers the setting {@code max-subscriptions}
 */
public record SubscriptionOptions(
        String identity,
        List<String> coreRoute,
        Set<String> homeDomains,
        String product,
        int maxContacts,
        int maxUsers) {
    public SubscriptionOptions {
        coreRoute = List.copyOf(coreRoute);
        homeDomains = Set.copyOf(homeDomains);
    }

    /** Whoever sends us a message for somebody elsewhere does not make us send requests there. */
    boolean reach(Aor user) {
        return !coreRoute.isEmpty() || homeDomains.contains(user.domain());
    }
}
