package org.carillon.relay;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.carillon.msrp.Fault;
import org.carillon.msrp.StatusCode;

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
        /** Gauge: timers of Rooms that run. */
        TIMERS,
        /** Gauge: octets of content in memory. */
        MEMORY,
        /** Gauge: octets of content in files. */
        DISK
    }

    private final Map<Counter, LongAdder> counters = adders(Counter.class);
    private final Map<StatusCode, LongAdder> responses = adders(StatusCode.class);
    private final Map<Fault, LongAdder> faults = adders(Fault.class);
    private final Map<String, LongAdder> limits = new ConcurrentHashMap<>();

    RelayMetrics() {}

    private static <E extends Enum<E>> Map<E, LongAdder> adders(Class<E> names) {
        Map<E, LongAdder> adders = new EnumMap<>(names);
        for (E name : names.getEnumConstants()) {
            adders.put(name, new LongAdder());
        }
        return adders;
    }

    void count(Counter counter) {
        add(counter, 1);
    }

    void add(Counter counter, long amount) {
        counters.get(counter).add(amount);
    }

    void response(StatusCode status) {
        responses.get(status).increment();
    }

    /** A frame that made no sense. */
    void malformed(Fault fault) {
        count(Counter.MALFORMED);
        faults.get(fault).increment();
    }

    void limit(String name) {
        limits.computeIfAbsent(name, limit -> new LongAdder()).increment();
    }

    /** The value of a counter or gauge. */
    public long value(Counter counter) {
        return counters.get(counter).sum();
    }

    /** Responses written, by status code; those that were never written are left out. */
    public Map<Integer, Long> responses() {
        Map<Integer, Long> sums = new TreeMap<>();
        responses.forEach((status, adder) -> sums.put(status.code(), adder.sum()));
        sums.values().removeIf(sum -> sum == 0);
        return sums;
    }

    /** How often each limit was hit, by the limit's name as in the options. */
    public Map<String, Long> limits() {
        Map<String, Long> sums = new TreeMap<>();
        limits.forEach((name, adder) -> sums.put(name, adder.sum()));
        return sums;
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
}
