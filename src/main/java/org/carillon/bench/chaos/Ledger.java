package org.carillon.bench.chaos;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the senders of one user's messages were told, and what each of the user's devices has saved.
 * Messages are told apart by the SHA-256 of their content. Thread-safe.
 */
final class Ledger {
    private final LongAdder attempted = new LongAdder();
    private final ConcurrentMap<Integer, Integer> refused = new ConcurrentSkipListMap<>();
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final Map<String, ConcurrentMap<String, Integer>> saved = new TreeMap<>();

    /**
     * What became of all messages.
     *
     * @param attempted sent, or begun
     * @param refused by the server, so that the sender knows: how many with each status; 503 also
     *     where nobody listened (RFC 3261 §8.1.3.1)
     * @param acknowledged to the last octet: ours from then on
     * @param delivered acknowledged messages on each device, all devices together
     * @param beyond saved by a device although the sender does not know
     * @param duplicated saved by a device that had it
     * @param lost acknowledged, and missing on a device
     */
    record Totals(
            long attempted,
            Map<Integer, Integer> refused,
            long acknowledged,
            long delivered,
            long beyond,
            long duplicated,
            long lost) {
        static final Totals NONE = new Totals(0, Map.of(), 0, 0, 0, 0, 0);

        Totals plus(Totals other) {
            Map<Integer, Integer> allRefused = new TreeMap<>(refused);
            other.refused.forEach((status, count) -> allRefused.merge(status, count, Integer::sum));
            return new Totals(
                    attempted + other.attempted,
                    allRefused,
                    acknowledged + other.acknowledged,
                    delivered + other.delivered,
                    beyond + other.beyond,
                    duplicated + other.duplicated,
                    lost + other.lost);
        }

        /** Attempts of which the sender never heard the end. */
        long undecided() {
            return attempted
                    - refused.values().stream().mapToInt(Integer::intValue).sum()
                    - acknowledged;
        }
    }

    Ledger(List<String> devices) {
        devices.forEach(device -> saved.put(device, new ConcurrentHashMap<>()));
    }

    void attempted() {
        attempted.increment();
    }

    /** By SIP or MSRP. */
    void refused(int status) {
        refused.merge(status, 1, Integer::sum);
    }

    void acknowledged(String sha256) {
        acknowledged.add(sha256);
    }

    void saved(String device, String sha256) {
        saved.get(device).merge(sha256, 1, Integer::sum);
    }

    Totals totals() {
        long delivered = 0;
        long beyond = 0;
        long duplicated = 0;
        long lost = 0;
        for (Map<String, Integer> device : saved.values()) {
            long known = acknowledged.stream().filter(device::containsKey).count();
            delivered += known;
            lost += acknowledged.size() - known;
            beyond += device.size() - known;
            duplicated += device.values().stream().mapToLong(times -> times - 1).sum();
        }
        return new Totals(
                attempted.sum(),
                new TreeMap<>(refused),
                acknowledged.size(),
                delivered,
                beyond,
                duplicated,
                lost);
    }
}
