package org.carillon.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Octets that came before the ones in front of them (RFC 4975 §7.3.1), without overlaps: what is
 * received last takes precedence. Copies, because they wait long. Owner: the Spool.
 */
final class EarlyPieces {
    private final ByteBufAllocator allocator;
    private final NavigableMap<Long, ByteBuf> pieces = new TreeMap<>();
    private long octets;

    EarlyPieces(ByteBufAllocator allocator) {
        this.allocator = allocator;
    }

    int count() {
        return pieces.size();
    }

    long octets() {
        return octets;
    }

    /** Keeps a copy. */
    void put(long from, ByteBuf source, int index, int length) {
        long at = from;
        long end = from + length;
        while (at < end) {
            int offset = index + (int) (at - from);
            Map.Entry<Long, ByteBuf> held = pieces.floorEntry(at);
            if (held != null && endOf(held) > at) {
                int n = (int) (Math.min(end, endOf(held)) - at);
                held.getValue().setBytes((int) (at - held.getKey()), source, offset, n);
                at += n;
            } else {
                Long next = pieces.higherKey(at);
                int n = (int) ((next == null ? end : Math.min(end, next)) - at);
                pieces.put(at, allocator.buffer(n, n).writeBytes(source, offset, n));
                octets += n;
                at += n;
            }
        }
    }

    private static long endOf(Map.Entry<Long, ByteBuf> piece) {
        return piece.getKey() + piece.getValue().readableBytes();
    }

    /** Appends to the pieces in order whatever now follows them without a gap. */
    void moveTo(Pieces inOrder) {
        while (!pieces.isEmpty() && pieces.firstKey() <= inOrder.end()) {
            Map.Entry<Long, ByteBuf> first = pieces.pollFirstEntry();
            ByteBuf piece = first.getValue();
            int length = piece.readableBytes();
            int known = (int) Math.min(length, inOrder.end() - first.getKey());
            if (known < length) {
                inOrder.append(piece, known, length - known);
            }
            octets -= length;
            piece.release();
        }
    }

    void releaseAll() {
        pieces.values().forEach(ByteBuf::release);
        pieces.clear();
        octets = 0;
    }
}
