package org.carillon.msrp;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * A run of octets inside a head, seen without copying. A flyweight: the parser owns it and moves it
 * from frame to frame, so it is valid only as long as the head it belongs to. It deliberately has
 * no {@code equals}: compare with {@link #contentEquals}, keep with {@link #toBytes} or {@link
 * #toString}.
 */
public final class Octets {
    private static final byte[] NONE = {};

    private byte[] array = NONE;
    private int from;
    private int to;

    Octets() {}

    void set(byte[] newArray, int newFrom, int newTo) {
        array = newArray;
        from = newFrom;
        to = newTo;
    }

    void clear() {
        set(NONE, 0, 0);
    }

    /** Length in octets; 0 also if what it stands for was absent. */
    public int length() {
        return to - from;
    }

    /** True if empty or absent. */
    public boolean isEmpty() {
        return from == to;
    }

    /** The octet at an index from 0. */
    public byte at(int index) {
        return array[from + Objects.checkIndex(index, to - from)];
    }

    /** True if the octets are exactly these. */
    public boolean contentEquals(byte[] other) {
        return Arrays.equals(array, from, to, other, 0, other.length);
    }

    boolean contentEquals(byte[] other, int otherFrom, int otherTo) {
        return Arrays.equals(array, from, to, other, otherFrom, otherTo);
    }

    /** True if the octets are exactly those. */
    public boolean contentEquals(Octets other) {
        return Arrays.equals(array, from, to, other.array, other.from, other.to);
    }

    /** True if the octets are these ASCII characters, letters in either case. */
    public boolean contentEqualsIgnoreCase(String ascii) {
        return Ascii.equalsIgnoreCase(array, from, to, ascii);
    }

    /** Appends the octets to a buffer. */
    public void writeTo(ByteBuf out) {
        out.writeBytes(array, from, to - from);
    }

    void copyTo(byte[] target, int at) {
        System.arraycopy(array, from, target, at, to - from);
    }

    /** A copy that outlives the head. */
    public byte[] toBytes() {
        return Arrays.copyOfRange(array, from, to);
    }

    /** The octets as text; what is not UTF-8 becomes replacement characters. */
    @Override
    public String toString() {
        return new String(array, from, to - from, StandardCharsets.UTF_8);
    }
}
