package org.carillon.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.function.Consumer;

/**
 * A gapless run of octets in memory, as the pieces that brought them: a ring of buffers, each with
 * the offset where it begins. Takes from one end, gives away at the other, reads anywhere. Owner:
 * the Spool.
 */
final class Pieces {
    private static final int BLOCK_MOST = 32 << 10;

    private final ByteBufAllocator allocator;
    private final int smallPiece;

    /** A block is as large as what is held already, within these bounds. */
    private final int blockLeast;

    private final int blockMost;
    private long[] starts = new long[8];
    private ByteBuf[] octets = new ByteBuf[8];

    /** Which pieces are blocks of ours, with room for more small pieces behind their octets. */
    private boolean[] blocks = new boolean[8];

    private int head;
    private int size;
    private long end;

    Pieces(ByteBufAllocator allocator, int smallPiece) {
        this.allocator = allocator;
        this.smallPiece = smallPiece;
        this.blockLeast = Math.max(4096, 2 * smallPiece);
        this.blockMost = Math.max(BLOCK_MOST, blockLeast);
    }

    /** Offset of the first octet held; {@link #end} if none is. */
    long start() {
        return size == 0 ? end : starts[head];
    }

    /** Offset behind the last octet. */
    long end() {
        return end;
    }

    int count() {
        return size;
    }

    /** Adds at the end; keeps a slice, or a copy if it is small. The caller keeps the buffer. */
    void append(ByteBuf source, int index, int length) {
        if (length >= smallPiece) {
            add(source.retainedSlice(index, length), false);
        } else {
            copyToBlock(source, index, length);
        }
        end += length;
    }

    private void copyToBlock(ByteBuf source, int index, int length) {
        if (size == 0 || !fits(size - 1, length)) {
            int block = blockSize();
            add(allocator.buffer(block, block), true);
        }
        octets[slot(size - 1)].writeBytes(source, index, length);
    }

    private int blockSize() {
        return (int) Math.max(blockLeast, Math.min(end - start(), blockMost));
    }

    private boolean fits(int index, int length) {
        int slot = slot(index);
        return blocks[slot] && octets[slot].writableBytes() >= length;
    }

    private void add(ByteBuf piece, boolean isBlock) {
        if (size == octets.length) {
            grow();
        }
        int slot = slot(size++);
        starts[slot] = end;
        octets[slot] = piece;
        blocks[slot] = isBlock;
    }

    private void grow() {
        long[] moreStarts = new long[2 * size];
        ByteBuf[] moreOctets = new ByteBuf[2 * size];
        boolean[] moreBlocks = new boolean[2 * size];
        for (int i = 0; i < size; i++) {
            moreStarts[i] = starts[slot(i)];
            moreOctets[i] = octets[slot(i)];
            moreBlocks[i] = blocks[slot(i)];
        }
        starts = moreStarts;
        octets = moreOctets;
        blocks = moreBlocks;
        head = 0;
    }

    private int slot(int index) {
        return (head + index) & (octets.length - 1);
    }

    /** Hands out the octets from an offset on as retained slices, in order. */
    void read(long from, long length, Consumer<ByteBuf> sink) {
        long at = from;
        for (int i = find(from); at < from + length; i++) {
            int skip = (int) (at - starts[slot(i)]);
            ByteBuf piece = octets[slot(i)];
            int n = (int) Math.min(piece.readableBytes() - skip, from + length - at);
            sink.accept(piece.retainedSlice(piece.readerIndex() + skip, n));
            at += n;
        }
    }

    /** Writes over octets that nobody has been given. */
    void overwrite(long from, ByteBuf source, int index, int length) {
        long at = from;
        for (int i = find(from); at < from + length; i++) {
            int skip = (int) (at - starts[slot(i)]);
            ByteBuf piece = octets[slot(i)];
            int n = (int) Math.min(piece.readableBytes() - skip, from + length - at);
            piece.setBytes(piece.readerIndex() + skip, source, index + (int) (at - from), n);
            at += n;
        }
    }

    /** The piece that holds an offset; the last one that begins at or before it. */
    private int find(long offset) {
        int low = 0;
        int high = size - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (starts[slot(middle)] <= offset) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** Lets go of the pieces that lie entirely before an offset; returns the octets freed. */
    long releaseBefore(long offset) {
        long before = start();
        while (size > 0 && pieceEnd() <= offset) {
            octets[head].release();
            octets[head] = null;
            head = slot(1);
            size--;
        }
        return start() - before;
    }

    private long pieceEnd() {
        return size == 1 ? end : starts[slot(1)];
    }

    /**
     * Copies pieces from an offset on together where they pin much more memory than they have
     * octets: what stays longer than one read must not hold whole read buffers.
     */
    void compactFrom(long offset) {
        if (size == 0 || offset >= end) {
            return;
        }
        int first = find(Math.max(offset, start()));
        int kept = first;
        ByteBuf read = Unpooled.EMPTY_BUFFER;
        boolean wasteful = false;
        for (int i = first; i < size; i++) {
            int from = slot(i);
            ByteBuf piece = octets[from];
            if (blocks[from]) {
                keep(from, slot(kept++), piece, true);
                continue;
            }
            if (!isOf(read, piece)) {
                read = root(piece);
                wasteful = isWasteful(i, read);
            }
            if (wasteful && kept > first && fits(kept - 1, piece.readableBytes())) {
                octets[slot(kept - 1)].writeBytes(piece);
                piece.release();
            } else {
                keep(from, slot(kept++), wasteful ? copy(piece) : piece, wasteful);
            }
        }
        for (int i = kept; i < size; i++) {
            octets[slot(i)] = null;
        }
        size = kept;
    }

    /** True if the pieces of one read are little of it. */
    private boolean isWasteful(int first, ByteBuf read) {
        long used = 0;
        for (int i = first; i < size && (blocks[slot(i)] || isOf(read, octets[slot(i)])); i++) {
            used += blocks[slot(i)] ? 0 : octets[slot(i)].readableBytes();
        }
        return 4 * used < read.capacity();
    }

    @SuppressWarnings("ReferenceEquality") // equal octets in two buffers are two buffers
    private static boolean isOf(ByteBuf read, ByteBuf piece) {
        return root(piece) == read;
    }

    private static ByteBuf root(ByteBuf piece) {
        ByteBuf root = piece;
        while (root.unwrap() != null) {
            root = root.unwrap();
        }
        return root;
    }

    private void keep(int from, int to, ByteBuf piece, boolean isBlock) {
        starts[to] = starts[from];
        octets[to] = piece;
        blocks[to] = isBlock;
    }

    private ByteBuf copy(ByteBuf piece) {
        int capacity = Math.max(blockSize(), piece.readableBytes());
        ByteBuf copy = allocator.buffer(capacity, capacity).writeBytes(piece);
        piece.release();
        return copy;
    }

    void releaseAll() {
        releaseBefore(Long.MAX_VALUE);
    }
}
