package org.carillon.load;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** What a Source or a Sink counts. Any thread may read and count. */
public final class Tally {
    private final LongAdder bytes = new LongAdder();
    private final LongAdder chunks = new LongAdder();
    private final LongAdder responses = new LongAdder();
    private final LongAdder messages = new LongAdder();
    private final LongAdder broken = new LongAdder();
    private final LongAccumulator first = new LongAccumulator(Math::min, Long.MAX_VALUE);
    private final LongAccumulator last = new LongAccumulator(Math::max, Long.MIN_VALUE);
    private final Map<String, LongAdder> errors = new ConcurrentHashMap<>();

    Tally() {}

    void bytes(long more) {
        bytes.add(more);
    }

    void chunks(long more) {
        chunks.add(more);
    }

    void responses(long more) {
        responses.add(more);
    }

    void message() {
        messages.increment();
    }

    /** Something was sent or received at that time, in microseconds. */
    void heard(long micros) {
        first.accumulate(micros);
        last.accumulate(micros);
    }

    /** Seconds from the first octet to the last; 0 before there are two. */
    public double seconds() {
        return last.get() > first.get() ? (last.get() - first.get()) / 1e6 : 0;
    }

    /** A message ended without being whole. */
    void broken() {
        broken.increment();
    }

    void error(String what) {
        errors.computeIfAbsent(what, w -> new LongAdder()).increment();
    }

    /** Octets of content, without heads. */
    public long bytes() {
        return bytes.sum();
    }

    /** SEND requests with content. */
    public long chunks() {
        return chunks.sum();
    }

    /** Responses with 200, received by a Source and sent by a Sink. */
    public long responses() {
        return responses.sum();
    }

    /** Messages that came to their end: answered for a Source, arrived whole for a Sink. */
    public long messages() {
        return messages.sum();
    }

    /** Messages that ended otherwise; the errors say why. */
    public long brokenMessages() {
        return broken.sum();
    }

    /** What went wrong and how often, by name; empty if nothing did. */
    public Map<String, Long> errors() {
        Map<String, Long> sums = new TreeMap<>();
        errors.forEach((what, count) -> sums.put(what, count.sum()));
        return sums;
    }
}
