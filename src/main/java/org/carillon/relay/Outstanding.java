package org.carillon.relay;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;

/**
 * The chunks to one device whose response is awaited, in the order written. Peers answer in that
 * order, so the one looked for is nearly always the first. Owner: the Seat.
 */
final class Outstanding {

    /** A chunk that was written. */
    static final class Chunk {
        private final long id;
        private final boolean last;
        private long flushedAt;
        private boolean flushed;

        private Chunk(long id, boolean last) {
            this.id = id;
            this.last = last;
        }

        /** True if it ends the message. */
        boolean isLast() {
            return last;
        }

        /** Its last octet has left: the 30 seconds begin (RFC 4975 §7.1.1). */
        void flushed(long now) {
            flushed = true;
            flushedAt = now;
        }
    }

    private final Deque<Chunk> chunks = new ArrayDeque<>();

    Chunk add(long id, boolean last) {
        Chunk chunk = new Chunk(id, last);
        chunks.add(chunk);
        return chunk;
    }

    /** Takes out the chunk that a response is for, if there is one. */
    Optional<Chunk> answered(long id) {
        for (Iterator<Chunk> i = chunks.iterator(); i.hasNext(); ) {
            Chunk chunk = i.next();
            if (chunk.id == id) {
                i.remove();
                return Optional.of(chunk);
            }
        }
        return Optional.empty();
    }

    int size() {
        return chunks.size();
    }

    /** True if some chunk left at least that long ago. */
    boolean isOverdue(long now, long nanos) {
        Chunk oldest = chunks.peek();
        return oldest != null && oldest.flushed && now - oldest.flushedAt >= nanos;
    }
}
