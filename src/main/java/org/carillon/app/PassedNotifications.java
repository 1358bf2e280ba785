package org.carillon.app;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.carillon.call.Aor;
import org.carillon.cpim.Imdn;
import org.carillon.cpim.Imdn.Notification;

/**
 * The disposition notifications that have gone to their addressees: of one message the first of
 * each kind passes, whichever device it comes from and whether in a MESSAGE or over MSRP, and bad
 * news does not follow good. Bounded: the oldest are forgotten, and then pass once more. Of this
 * process alone. Thread-safe; never blocks.
 */
final class PassedNotifications {
    private final int most;
    private final Set<String> passed = new LinkedHashSet<>();
    private final LongAdder repeated = new LongAdder();
    private final LongAdder forgotten = new LongAdder();

    /**
     * @param most how many are remembered
     */
    PassedNotifications(int most) {
        this.most = most;
    }

    /**
     * Notes one, if it is the first.
     *
     * @param notifier the user whose device sends it
     * @return whether it is, and so passes
     */
    synchronized boolean pass(Aor notifier, Imdn imdn) {
        boolean passes = !isLate(notifier, imdn) && passed.add(key(notifier, imdn));
        if (!passes) {
            repeated.increment();
        }
        if (passed.size() > most) {
            passed.remove(passed.iterator().next());
            forgotten.increment();
        }
        return passes;
    }

    private boolean isLate(Aor notifier, Imdn imdn) {
        return imdn.isNegative()
                && passed.contains(
                        key(notifier, imdn.messageId(), imdn.notification(), "positive"));
    }

    /** It has not reached its addressee after all: the next one passes. */
    synchronized void forget(Aor notifier, Imdn imdn) {
        passed.remove(key(notifier, imdn));
    }

    private static String key(Aor notifier, Imdn imdn) {
        String kind = imdn.isNegative() ? "negative" : "positive";
        return key(notifier, imdn.messageId(), imdn.notification(), kind);
    }

    private static String key(Aor notifier, String messageId, Notification kind, String news) {
        return String.join("\n", notifier.uri(), messageId, kind.name(), news);
    }

    /** What was counted so far, by name. */
    Map<String, Long> counters() {
        return Map.of(
                "notifications-repeated", repeated.sum(), "limit-notifications", forgotten.sum());
    }

    /** How many are remembered. */
    synchronized int size() {
        return passed.size();
    }
}
