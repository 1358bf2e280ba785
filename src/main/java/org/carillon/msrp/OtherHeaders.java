package org.carillon.msrp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.Objects;

/**
 * The header lines that are not RFC 4975's own (Content-Disposition, Content-ID, extension
 * headers), in their order, so that a B2BUA can pass them on unchanged. A flyweight, valid as long
 * as its head.
 */
public final class OtherHeaders {
    private static final byte[] CRLF = {'\r', '\n'};

    /** Per line: start of the name, the colon, start and end of the value. */
    private static final int MARKS = 4;

    private final Octets octets = new Octets();
    private int[] marks = new int[4 * MARKS];
    private byte[] array = CRLF;
    private int size;

    OtherHeaders() {}

    void clear() {
        size = 0;
    }

    void add(int name, int colon, int value, int end) {
        if (size * MARKS == marks.length) {
            marks = Arrays.copyOf(marks, 2 * marks.length);
        }
        int mark = size++ * MARKS;
        marks[mark] = name;
        marks[mark + 1] = colon;
        marks[mark + 2] = value;
        marks[mark + 3] = end;
    }

    /** The marks refer to this array from now on. */
    void in(byte[] head) {
        array = head;
    }

    /** Number of lines. */
    public int size() {
        return size;
    }

    /** Name of a line, index from 0; valid until the next call of any method here. */
    public Octets name(int index) {
        return view(index, 0, 1);
    }

    /** Value of a line, index from 0; valid until the next call of any method here. */
    public Octets value(int index) {
        return view(index, 2, 3);
    }

    private Octets view(int index, int from, int to) {
        int mark = Objects.checkIndex(index, size) * MARKS;
        octets.set(array, marks[mark + from], marks[mark + to]);
        return octets;
    }

    /** Appends the lines as received, each with its CRLF. */
    public void writeTo(ByteBuf out) {
        for (int i = 0; i < size; i++) {
            view(i, 0, 3).writeTo(out);
            out.writeBytes(CRLF);
        }
    }

    /** A copy of the lines, each with its CRLF, as {@link SendTemplate} takes them. */
    public byte[] toBytes() {
        ByteBuf lines = Unpooled.buffer();
        writeTo(lines);
        return Arrays.copyOf(lines.array(), lines.readableBytes());
    }
}
