package org.carillon.device;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.carillon.call.Aor;
import org.carillon.device.SubscriptionTrouble.Reach;
import org.carillon.log.LogText;

/**
 * What is wrong between this server and the core at the moment. The same trouble with a thousand
 * users is one line in the log when it begins, and one when it has ended for all of them.
 *
 * <p>Owned by the subscriptions' queue; {@link #now} is for anyone.
 */
final class SubscriptionTroubles {
    private static final Logger LOG = System.getLogger(SubscriptionTroubles.class.getName());

    private final Map<Aor, SubscriptionTrouble> byUser = new HashMap<>();
    private final ConcurrentMap<SubscriptionTrouble, Integer> users = new ConcurrentHashMap<>();

    void begins(Aor user, SubscriptionTrouble trouble) {
        ends(user);
        byUser.put(user, trouble);
        if (users.merge(trouble, 1, Integer::sum) == 1) {
            LOG.log(
                    trouble.reach() == Reach.CORE ? Level.WARNING : Level.INFO,
                    "event=subscription-trouble why=\"%s\" setting=%s first-user=%s"
                            .formatted(trouble.what(), trouble.setting(), LogText.of(user.uri())));
        }
    }

    void ends(Aor user) {
        SubscriptionTrouble trouble = byUser.remove(user);
        if (trouble != null
                && users.computeIfPresent(trouble, (t, count) -> count == 1 ? null : count - 1)
                        == null) {
            LOG.log(
                    Level.INFO,
                    "event=subscription-trouble-over why=\"%s\" last-user=%s"
                            .formatted(trouble.what(), LogText.of(user.uri())));
        }
    }

    /** What an operator has to mend, in words; what concerns single users is left out. */
    List<String> now() {
        return users.keySet().stream()
                .filter(trouble -> trouble.reach() == Reach.CORE)
                .map(trouble -> trouble.what() + "; see the setting " + trouble.setting())
                .sorted()
                .toList();
    }
}
