package org.carillon.relay;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Octets that have been reported on, as ranges without overlap. Owner: the ReportTracker. */
final class RangeSet {
    private final NavigableMap<Long, Long> endByStart = new TreeMap<>();
    private final int most;

    RangeSet(int most) {
        this.most = most;
    }

    /** True if some octet of start..end (both included) was not in the set. */
    boolean add(long start, long end) {
        Map.Entry<Long, Long> before = endByStart.floorEntry(start);
        if (before != null && before.getValue() >= end) {
            return false;
        }
        long from = start;
        long to = end;
        if (before != null && before.getValue() >= start - 1) {
            from = before.getKey();
        }
        NavigableMap<Long, Long> touched = endByStart.subMap(from, true, end + 1, true);
        if (!touched.isEmpty()) {
            to = Math.max(to, touched.lastEntry().getValue());
            touched.clear();
        }
        endByStart.put(from, to);
        return true;
    }

    /** Each range, its first and last octet, in order. */
    void forEach(BiConsumer<Long, Long> range) {
        endByStart.forEach(range);
    }

    /** True if no further separate range may be kept. */
    boolean isFull() {
        return endByStart.size() >= most;
    }
}
