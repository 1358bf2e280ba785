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

    /** What became of a range. */
    enum Added {
        /** Some octet of it is new. */
        NEW,
        /** All of it was there. */
        KNOWN,
        /** It touches no other range, and no further separate one may be kept. */
        NO_ROOM
    }

    /** Adds start..end, both included. */
    Added add(long start, long end) {
        Map.Entry<Long, Long> before = endByStart.floorEntry(start);
        if (before != null && before.getValue() >= end) {
            return Added.KNOWN;
        }
        long from = start;
        long to = end;
        if (before != null && before.getValue() >= start - 1) {
            from = before.getKey();
        }
        NavigableMap<Long, Long> touched = endByStart.subMap(from, true, end + 1, true);
        if (touched.isEmpty() && endByStart.size() >= most) {
            return Added.NO_ROOM;
        }
        if (!touched.isEmpty()) {
            to = Math.max(to, touched.lastEntry().getValue());
            touched.clear();
        }
        endByStart.put(from, to);
        return Added.NEW;
    }

    /** Each range, its first and last octet, in order. */
    void forEach(BiConsumer<Long, Long> range) {
        endByStart.forEach(range);
    }
}
