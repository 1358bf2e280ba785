package org.carillon.msrp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Finds the end of a body: CRLF, seven hyphens, the transaction id, a flag, CRLF (RFC 4975 §7.1).
 *
 * <p><b>Search.</b> Seven hyphens cannot hide from a probe at every seventh octet, so six of seven
 * octets of an ordinary body are never looked at. Where a probe hits, the run of hyphens around it
 * is measured; an end-line's run has exactly seven, since an id does not begin with a hyphen. The
 * search goes on behind the run, so no octet is looked at more than a few times, whatever the body
 * is made of.
 *
 * <p><b>Between reads</b> only a number is kept: how much of the end-line the octets seen last may
 * be. Nothing else of the body is: the octets of a beginning that turns out to be body are those of
 * the end-line itself. Only CR can begin an end-line and it stands in it only once more, before the
 * last LF; so when an octet does not continue a beginning, no shorter beginning is under way.
 */
final class BodyReader {
    private static final long EIGHT_HYPHENS = 0x2D2D2D2D2D2D2D2DL;
    private static final int HYPHENS = 7;
    private static final int ID = 2 + HYPHENS;

    private final Consumer<ByteBuf> pieces;
    private final byte[] endLine;

    /** Where the flag stands; after it only CRLF. */
    private int flagAt;

    private int length;

    /** How many octets of the end-line may have been seen. */
    private int matched;

    /** How many of these were no octets of the body: the CRLF of the empty line before it. */
    private int borrowed;

    /**
     * @param pieces takes the pieces of the body; what it does not retain it loses
     */
    BodyReader(int identChars, Consumer<ByteBuf> pieces) {
        this.pieces = pieces;
        endLine = new byte[ID + identChars + 3];
        endLine[0] = '\r';
        endLine[1] = '\n';
        Arrays.fill(endLine, 2, ID, (byte) '-');
    }

    /**
     * A body begins. The CRLF before it counts as the CRLF of the end-line: some send an empty body
     * with that one only, and a body may not begin with the rest of its end-line anyway.
     */
    void begin(Octets transactionId) {
        flagAt = ID + transactionId.length();
        length = flagAt + 3;
        transactionId.copyTo(endLine, ID);
        endLine[flagAt + 1] = '\r';
        endLine[flagAt + 2] = '\n';
        matched = 2;
        borrowed = 2;
    }

    /** The flag of the end-line that was found. */
    Continuation flag() {
        return Continuation.of(endLine[flagAt]);
    }

    /** Takes octets up to the end of the body, or all; true if the end was found. */
    boolean read(ByteBuf in) {
        if (matched > 0) {
            resume(in);
        }
        return matched == length || (in.isReadable() && search(in));
    }

    private void resume(ByteBuf in) {
        while (matched > 0 && matched < length && in.isReadable()) {
            byte octet = in.getByte(in.readerIndex());
            if (continues(octet, matched)) {
                endLine[matched++] = octet;
                in.skipBytes(1);
            } else {
                disappoint();
            }
        }
    }

    private boolean continues(byte octet, int at) {
        return at == flagAt ? Continuation.isFlag(octet) : octet == endLine[at];
    }

    /** What looked like the beginning of the end-line was body. */
    private void disappoint() {
        int from = borrowed;
        int to = matched;
        matched = 0;
        borrowed = 0;
        if (to > from) {
            deliver(Unpooled.copiedBuffer(endLine, from, to - from));
        }
    }

    private void deliver(ByteBuf copy) {
        try {
            pieces.accept(copy);
        } finally {
            copy.release();
        }
    }

    private boolean search(ByteBuf in) {
        int from = in.readerIndex();
        ByteBuffer octets = view(in, from, in.readableBytes());
        int first = octets.position();
        int end = octets.limit();
        int at = indexOfEndLine(octets, first, end);
        boolean found = at >= 0;
        int bodyEnd = found ? at : indexOfBeginning(octets, first, end);
        matched = found ? length : end - bodyEnd;
        if (matched > flagAt) {
            endLine[flagAt] = octets.get(bodyEnd + flagAt);
        }
        int bodyLength = bodyEnd - first;
        in.readerIndex(from + bodyLength + matched);
        if (bodyLength > 0) {
            pieces.accept(in.slice(from, bodyLength));
        }
        return found;
    }

    /**
     * The same octets, seen without asking for each whether the buffer still lives: that is most of
     * what a search in a ByteBuf costs. Not kept beyond the search, so the buffer's own will do.
     */
    private static ByteBuffer view(ByteBuf in, int from, int length) {
        return in.nioBufferCount() == 1
                ? in.internalNioBuffer(from, length)
                : in.nioBuffer(from, length);
    }

    /** Where the end-line stands as a whole, or -1. */
    private int indexOfEndLine(ByteBuffer in, int from, int end) {
        int probe = nextHyphen(in, from + 1 + HYPHENS, end);
        while (probe < end) {
            int run = runStart(in, from, probe);
            int runEnd = runEnd(in, probe + 1, end);
            if (runEnd - run == HYPHENS && run - 2 >= from && isEndLine(in, run - 2, end)) {
                return run - 2;
            }
            probe = nextHyphen(in, runEnd + 1 + HYPHENS, end);
        }
        return -1;
    }

    /** A loop of its own, and no more in it, so that the compiler can take its checks out. */
    private static int nextHyphen(ByteBuffer in, int from, int end) {
        for (int probe = from; probe < end; probe += HYPHENS) {
            if (in.get(probe) == '-') {
                return probe;
            }
        }
        return end;
    }

    /** Goes back no further than it takes to see that the run is too long. */
    private static int runStart(ByteBuffer in, int from, int probe) {
        int least = Math.max(from, probe - HYPHENS);
        int run = probe;
        while (run > least && in.get(run - 1) == '-') {
            run--;
        }
        return run;
    }

    private static int runEnd(ByteBuffer in, int from, int end) {
        int runEnd = from;
        while (runEnd + Long.BYTES <= end && in.getLong(runEnd) == EIGHT_HYPHENS) {
            runEnd += Long.BYTES;
        }
        while (runEnd < end && in.get(runEnd) == '-') {
            runEnd++;
        }
        return runEnd;
    }

    private boolean isEndLine(ByteBuffer in, int at, int end) {
        return end - at >= length && agrees(in, at, at + length);
    }

    /** Where an end-line may begin that the next read completes, or {@code end}. */
    private int indexOfBeginning(ByteBuffer in, int from, int end) {
        int at = Math.max(from, end - length + 1);
        while (at < end && !(in.get(at) == '\r' && agrees(in, at, end))) {
            at++;
        }
        return at;
    }

    private boolean agrees(ByteBuffer in, int at, int end) {
        for (int i = at; i < end; i++) {
            if (!continues(in.get(i), i - at)) {
                return false;
            }
        }
        return true;
    }
}
