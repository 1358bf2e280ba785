package org.carillon.device;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/** What subscriptions have counted so far. Thread-safe. */
final class SubscriptionCounters {
    enum Counter {
        /** SUBSCRIBEs sent, refreshes among them. */
        SUBSCRIBES,
        NOTIFIES,
        /** NOTIFYs answered with anything but 200. */
        NOTIFIES_REFUSED,
        /** SUBSCRIBEs refused, subscriptions rejected or silent: each trouble of each user. */
        SUBSCRIPTION_TROUBLES,
        /** Messages for which nothing was known of the user's devices in time. */
        DEVICES_UNTOLD
    }

    private final Map<Counter, AtomicLong> values = new EnumMap<>(Counter.class);

    SubscriptionCounters() {
        for (Counter counter : Counter.values()) {
            values.put(counter, new AtomicLong());
        }
    }

    void count(Counter counter) {
        values.get(counter).incrementAndGet();
    }

    Map<String, Long> all() {
        Map<String, Long> all = new TreeMap<>();
        values.forEach(
                (counter, value) ->
                        all.put(
                                counter.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                                value.get()));
        return all;
    }
}
