package org.carillon.relay;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * One message, as far as somebody still needs it: the contiguous prefix, in memory and in front of
 * that on disk, and the pieces that came early. Offsets count from 0.
 *
 * <pre>
 *   released | on disk | in memory (pieces) | a hole | early pieces
 *            ^ slowest cursor               ^ length()
 * </pre>
 *
 * Memory is given back when every {@link Cursor} has passed. What laggards hold beyond half of the
 * Room's memory goes to disk; at the whole of it {@link #hasRoom} is false and the sender has to
 * wait. Owner: the Room's loop.
 */
final class Spool {
    /** Octets written to disk at once. */
    private static final int WRITE = 1 << 20;

    /** What became of a piece. */
    enum Written {
        /** It is here; a 200 may say so. */
        HELD,
        /** It came too early for what may be kept of early pieces. */
        TOO_EARLY
    }

    /** Told about what happens by itself. */
    interface Watcher {
        /** {@link Spool#hasRoom} may have become true. */
        void onSpoolMoved();

        /** The disk failed; the message cannot be relied on. */
        void onSpoolFailed(Exception cause);
    }

    /** One reader's place. */
    final class Cursor {
        private long position;

        private Cursor() {}

        /** Offset of the next octet to read. */
        long position() {
            return position;
        }

        /** This reader has had that many more octets. */
        void advance(long octets) {
            position += octets;
        }

        /** Back to the first octet; only while {@link #holdsAll}. */
        void rewind() {
            position = 0;
        }

        /** This reader needs nothing more. */
        void close() {
            cursors.remove(this);
        }
    }

    private final Surroundings around;
    private final Watcher watcher;
    private final Pieces pieces;
    private final EarlyPieces early;
    private final SpoolFile file;
    private final Lane lane;
    private final List<Cursor> cursors = new ArrayList<>();
    private final NavigableMap<Long, Long> diskOctets = new TreeMap<>();
    private long firstHeld;
    private long settledTo;
    private long spilledTo;
    private long spillingTo;
    private long counted;
    private boolean waitingForMemory;
    private boolean waitingForDisk;
    private boolean closed;

    Spool(Surroundings around, String name, Watcher watcher) {
        this.around = around;
        this.watcher = watcher;
        this.pieces = new Pieces(around.allocator(), around.limits().pieceBytes());
        this.early = new EarlyPieces(around.allocator());
        this.file = new SpoolFile(around.spoolDirectory(), name);
        this.lane = new Lane(around.loop(), around.disk());
    }

    /** A new reader at the first octet; possible until the first octets are released. */
    Cursor open() {
        Cursor cursor = new Cursor();
        cursors.add(cursor);
        return cursor;
    }

    /** Octets that are here without a gap. */
    long length() {
        return pieces.end();
    }

    /** True if no octet has been given back yet: a reader may begin, or begin again. */
    boolean holdsAll() {
        return firstHeld == 0;
    }

    boolean hasEarlyPieces() {
        return early.count() > 0;
    }

    /** Takes octets; keeps slices of the buffer, which stays the caller's. */
    Written write(long offset, ByteBuf source) {
        around.loop().check();
        int length = source.readableBytes();
        int index = source.readerIndex();
        if (offset > pieces.end()) {
            return writeEarly(offset, source, index, length);
        }
        int known = (int) Math.min(length, pieces.end() - offset);
        rewrite(offset, source, index, known);
        if (known < length) {
            pieces.append(source, index + known, length - known);
            early.moveTo(pieces);
        }
        count();
        return Written.HELD;
    }

    private Written writeEarly(long offset, ByteBuf source, int index, int length) {
        boolean tooMany = early.count() >= around.limits().earlyPieces();
        if (tooMany || early.octets() + length > around.limits().roomMemory() / 2) {
            around.metrics().limit("early-pieces");
            return Written.TOO_EARLY;
        }
        early.put(offset, source, index, length);
        count();
        return Written.HELD;
    }

    /** What is received last wins, unless somebody has been given the octets already. */
    private void rewrite(long offset, ByteBuf source, int index, int length) {
        long from = Math.max(offset, firstNotGiven());
        int skip = (int) (from - offset);
        if (skip < length) {
            pieces.overwrite(from, source, index + skip, length - skip);
        }
    }

    private long firstNotGiven() {
        long given = Math.max(pieces.start(), spillingTo);
        for (Cursor cursor : cursors) {
            given = Math.max(given, cursor.position);
        }
        return given;
    }

    /** Octets behind a place that can be read from memory now. */
    long inMemory(long position) {
        return position < pieces.start() ? 0 : pieces.end() - position;
    }

    /** True if the next octets behind a place have to be fetched. */
    boolean isOnDisk(long position) {
        return position < pieces.start();
    }

    /** Hands out octets in memory as retained slices and moves the cursor. */
    void read(Cursor cursor, long length, Consumer<ByteBuf> sink) {
        around.loop().check();
        pieces.read(cursor.position, length, sink);
        cursor.advance(length);
    }

    /**
     * Reads octets from disk. The cursor stays; the taker advances it.
     *
     * @param taker gets a buffer that is its own; nothing if the disk fails or the spool is closed
     */
    void fetch(Cursor cursor, int most, Consumer<ByteBuf> taker) {
        around.loop().check();
        long from = cursor.position;
        int length = (int) Math.min(most, pieces.start() - from);
        ByteBuf buffer = around.allocator().directBuffer(length, length);
        lane.submit(
                () -> {
                    file.read(from, buffer, length);
                    return buffer;
                },
                (read, failed) -> {
                    if (closed || failed.isPresent()) {
                        buffer.release();
                        failed.ifPresent(this::fail);
                    } else {
                        taker.accept(buffer);
                    }
                });
    }

    /** Gives back what nobody needs, and moves to disk what is too much for memory. */
    void settle() {
        around.loop().check();
        if (closed) {
            return;
        }
        release();
        pieces.compactFrom(settledTo);
        settledTo = pieces.end();
        count();
        spill();
        waitForMemory();
    }

    private void waitForMemory() {
        if (around.memory().isExhausted() && !waitingForMemory) {
            waitingForMemory = true;
            around.metrics().limit("relay-memory");
            around.memory().whenFree(1, () -> around.loop().execute(this::memoryFreed));
        }
    }

    private void memoryFreed() {
        waitingForMemory = false;
        moved();
    }

    /** False: the sender should not be read on until the watcher is told. */
    boolean hasRoom() {
        return counted < around.limits().roomMemory() && !around.memory().isExhausted();
    }

    /** True while a sender waits because too much is kept: this Room's, or any for the disk. */
    boolean isInNeed() {
        return !hasRoom() || around.diskSpace().isWaitedFor();
    }

    private void release() {
        long needed = pieces.end();
        for (Cursor cursor : cursors) {
            needed = Math.min(needed, cursor.position);
        }
        pieces.releaseBefore(needed);
        if (pieces.start() > spilledTo) {
            firstHeld = pieces.start();
        }
        releaseDisk(needed);
    }

    private void releaseDisk(long needed) {
        NavigableMap<Long, Long> gone = diskOctets.headMap(SpoolFile.segmentStart(needed), false);
        if (gone.isEmpty()) {
            return;
        }
        long freed = gone.values().stream().mapToLong(Long::longValue).sum();
        gone.clear();
        firstHeld = Math.max(firstHeld, SpoolFile.segmentStart(needed));
        lane.submit(
                () -> {
                    file.releaseBefore(needed);
                    return null;
                },
                (nothing, failed) -> {
                    freeDisk(freed);
                    failed.ifPresent(this::fail);
                });
    }

    private void spill() {
        long from = Math.max(spilledTo, pieces.start());
        long tooMuch =
                around.memory().isExhausted()
                        ? counted
                        : counted - around.limits().roomMemory() / 2;
        int length = (int) Math.min(Math.min(tooMuch, WRITE), pieces.end() - from);
        if (length <= 0 || spillingTo > spilledTo || cursors.isEmpty()) {
            return;
        }
        if (!around.diskSpace().tryAdd(length)) {
            waitForDisk(length);
            return;
        }
        spill(from, length);
    }

    private void waitForDisk(int length) {
        if (!waitingForDisk) {
            waitingForDisk = true;
            around.metrics().limit("spool-disk");
            around.diskSpace().whenFree(length, () -> around.loop().execute(this::diskFreed));
        }
    }

    private void diskFreed() {
        waitingForDisk = false;
        moved();
    }

    private void spill(long from, int length) {
        spillingTo = from + length;
        around.metrics().add(RelayMetrics.Counter.DISK, length);
        for (long at = from; at < spillingTo; at = SpoolFile.segmentStart(at) + SpoolFile.SEGMENT) {
            long segmentEnd = SpoolFile.segmentStart(at) + SpoolFile.SEGMENT;
            diskOctets.merge(
                    SpoolFile.segmentStart(at), Math.min(segmentEnd, spillingTo) - at, Long::sum);
        }
        List<ByteBuf> octets = new ArrayList<>();
        pieces.read(from, length, octets::add);
        lane.submit(
                () -> {
                    file.write(from, octets);
                    return null;
                },
                (nothing, failed) -> spilled(from + length, failed));
    }

    private void spilled(long to, Optional<Exception> failed) {
        if (closed) {
            return;
        }
        if (failed.isPresent()) {
            fail(failed.get());
            return;
        }
        spilledTo = to;
        pieces.releaseBefore(spilledTo);
        count();
        moved();
    }

    private void moved() {
        if (!closed) {
            spill();
            watcher.onSpoolMoved();
        }
    }

    private void fail(Exception cause) {
        if (!closed) {
            watcher.onSpoolFailed(cause);
        }
    }

    private void count() {
        long now = pieces.end() - pieces.start() + early.octets();
        long change = now - counted;
        counted = now;
        around.metrics().add(RelayMetrics.Counter.MEMORY, change);
        if (change > 0) {
            around.memory().add(change);
        } else if (change < 0) {
            around.memory().remove(-change);
        }
    }

    private void freeDisk(long octets) {
        around.metrics().add(RelayMetrics.Counter.DISK, -octets);
        around.diskSpace().remove(octets);
    }

    /** Drops everything, then runs the task on the loop. */
    void close(Runnable done) {
        around.loop().check();
        closed = true;
        cursors.clear();
        pieces.releaseAll();
        early.releaseAll();
        count();
        if (lane.isIdle() && diskOctets.isEmpty()) {
            done.run();
        } else {
            closeFile(done);
        }
    }

    private void closeFile(Runnable done) {
        long freed = diskOctets.values().stream().mapToLong(Long::longValue).sum();
        diskOctets.clear();
        lane.submit(
                () -> {
                    file.close();
                    return null;
                },
                (nothing, failed) -> {
                    freeDisk(freed);
                    done.run();
                });
    }
}
