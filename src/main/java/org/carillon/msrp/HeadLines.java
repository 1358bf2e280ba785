package org.carillon.msrp;

import io.netty.buffer.ByteBuf;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The octets of one head, gathered from as many reads as it takes, and the lines in them. Heads are
 * small, so copying them into an array costs less than it saves: what is parsed is contiguous, and
 * what the listener sees does not depend on how the network cut it. No octet is looked at twice.
 */
final class HeadLines {
    /** Returned by {@link #nextLine} when the line is not complete. */
    static final int MORE = -1;

    /** Returned by {@link #nextLine} when the line contains what no line may contain. */
    static final int BROKEN = -2;

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private static final long EIGHT_ONES = 0x0101010101010101L;
    private static final long EIGHT_SPACES = 0x2020202020202020L;
    private static final long EIGHT_DELETES = 0x7F7F7F7F7F7F7F7FL;
    private static final long EIGHT_SIGNS = 0x8080808080808080L;

    private static final int FIRST_CAPACITY = 1024;

    /** Read at most this much at a time, since what is not head has to be given back. */
    private static final int STEP = 512;

    private final int limit;
    private byte[] octets;
    private int length;
    private int lineStart;
    private int nextStart;
    private int scanned;

    HeadLines(int limit) {
        this.limit = limit;
        octets = new byte[Math.min(FIRST_CAPACITY, limit)];
    }

    void clear() {
        length = 0;
        lineStart = 0;
        nextStart = 0;
        scanned = 0;
    }

    boolean isEmpty() {
        return length == 0;
    }

    /** Replaced when it grows; an array once seen keeps its octets until the next head. */
    byte[] octets() {
        return octets;
    }

    /** Where the line begins that {@link #nextLine} found last. */
    int lineStart() {
        return lineStart;
    }

    /** Takes some more octets; false if the limit is reached and there is no room. */
    boolean fill(ByteBuf in) {
        if (length == limit) {
            return false;
        }
        if (length == octets.length) {
            octets = Arrays.copyOf(octets, Math.min(2 * length, limit));
        }
        int taken = Math.min(Math.min(STEP, in.readableBytes()), octets.length - length);
        in.readBytes(octets, length, taken);
        length += taken;
        return true;
    }

    /** Gives back what was taken behind the line that {@link #nextLine} found last. */
    void giveBack(ByteBuf in) {
        in.readerIndex(in.readerIndex() - (length - scanned));
        length = scanned;
    }

    /** Finds the end of the next line: the index of its CRLF, {@link #MORE} or {@link #BROKEN}. */
    int nextLine() {
        int i = scanned;
        while (i < length) {
            if (i + Long.BYTES <= length && hasNoControl((long) LONGS.get(octets, i))) {
                i += Long.BYTES;
            } else if (Ascii.isControl(octets[i]) && octets[i] != '\t') {
                return lineEnd(i);
            } else {
                i++;
            }
        }
        scanned = length;
        return MORE;
    }

    /** True if none of eight octets is below a space, or 127. */
    private static boolean hasNoControl(long eight) {
        long deletes = eight ^ EIGHT_DELETES;
        long low = (eight - EIGHT_SPACES) & ~eight;
        return ((low | ((deletes - EIGHT_ONES) & ~deletes)) & EIGHT_SIGNS) == 0;
    }

    private int lineEnd(int at) {
        scanned = at;
        if (octets[at] != '\r') {
            return BROKEN;
        }
        if (at + 1 == length) {
            return MORE;
        }
        if (octets[at + 1] != '\n') {
            return BROKEN;
        }
        scanned = at + 2;
        lineStart = nextStart;
        nextStart = scanned;
        return at;
    }
}
