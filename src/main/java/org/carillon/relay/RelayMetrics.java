package org.carillon.relay;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.carillon.msrp.Fault;

/** What the relay counts. Any thread may read and count. */
public final class RelayMetrics {

    /** What is counted; a gauge goes down again. */
    public enum Counter {
        /** Octets of content received from senders. */
        BYTES_IN,
        /** Octets of content written to devices. */
        BYTES_OUT,
        /** Chunks received from senders. */
        CHUNKS_IN,
        /** Chunks written to devices. */
        CHUNKS_OUT,
        /** REPORTs received. */
        REPORTS_IN,
        /** REPORTs written to senders. */
        REPORTS_OUT,
        /** Rooms opened. */
        ROOMS_OPENED,
        /** Connections accepted. */
        ACCEPTED,
        /** Connections made by us. */
        CONNECTED,
        /** TLS handshakes that succeeded. */
        HANDSHAKES,
        /** TLS handshakes that failed, but for those that took too long: they are a limit. */
        HANDSHAKES_FAILED,
        /** Certificates of ours replaced by another. */
        CERTIFICATES_CHANGED,
        /** Certificate files that did not fit. */
        CERTIFICATES_REFUSED,
        /** Peers that showed another certificate than their description names. */
        IMPOSTORS,
        /** Devices served to the last byte. */
        SEATS_SERVED,
        /** Devices lost. */
        SEATS_LOST,
        /** Recorders dropped because they failed. */
        RECORDERS_FAILED,
        /** Frames that made no sense. */
        MALFORMED,
        /** Faults of ours; the log has each of them. */
        FAULTS,
        /** Calls by a thread that does not own what it called: faults of ours. */
        WRONG_OWNER,
        /** Gauge: Rooms open. */
        ROOMS,
        /** Gauge: connections open. */
        CONNECTIONS,
        /** Gauge: connections that have not named a leg. */
        STRANGERS,
        /** Gauge: devices that read from the file. */
        SEATS_LAGGING,
        /** Gauge: octets of content in memory. */
        MEMORY,
        /** Gauge: octets of content in files. */
        DISK
    }

    private final Map<Counter, LongAdder> counters = new EnumMap<>(Counter.class);
    private final Map<Integer, LongAdder> responses = new ConcurrentHashMap<>();
    private final Map<Fault, LongAdder> faults = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> limits = new ConcurrentHashMap<>();

    RelayMetrics() {
        for (Counter counter : Counter.values()) {
            counters.put(counter, new LongAdder());
        }
    }

    void count(Counter counter) {
        add(counter, 1);
    }

    void add(Counter counter, long amount) {
        counters.get(counter).add(amount);
    }

    void response(int statusCode) {
        responses.computeIfAbsent(statusCode, code -> new LongAdder()).increment();
    }

    /** A frame that made no sense. */
    void malformed(Fault fault) {
        count(Counter.MALFORMED);
        faults.computeIfAbsent(fault, why -> new LongAdder()).increment();
    }

    void limit(String name) {
        limits.computeIfAbsent(name, limit -> new LongAdder()).increment();
    }

    /** The value of a counter or gauge. */
    public long value(Counter counter) {
        return counters.get(counter).sum();
    }

    /** Responses written, by status code. */
    public Map<Integer, Long> responses() {
        return sums(responses);
    }

    /** How often each limit was hit, by the limit's name as in the options. */
    public Map<String, Long> limits() {
        return sums(limits);
    }

    /**
     * All of it by name: counters and gauges, {@code response-CODE}, {@code malformed-FAULT},
     * {@code limit-NAME}.
     */
    public Map<String, Long> all() {
        Map<String, Long> all = new TreeMap<>();
        counters.forEach((counter, sum) -> all.put(words(counter), sum.sum()));
        faults.forEach((fault, sum) -> all.put("malformed-" + words(fault), sum.sum()));
        responses().forEach((code, sum) -> all.put("response-" + code, sum));
        limits().forEach((name, sum) -> all.put("limit-" + name, sum));
        return all;
    }

    private static String words(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static <K extends Comparable<K>> Map<K, Long> sums(Map<K, LongAdder> adders) {
        var sums = new TreeMap<K, Long>();
        adders.forEach((key, adder) -> sums.put(key, adder.sum()));
        return sums;
    }
}
