package org.carillon.msrp;

/**
 * Which octets of a message a request carries or reports on (RFC 4975 §7.1.1); the first octet is
 * number 1. Nothing says that the range was kept: what counts is the length of the body received.
 *
 * @param start first octet, 1 or more
 * @param end last octet, or {@link #UNKNOWN} ({@code *}: interruptible); {@code start - 1} if empty
 * @param total octets of the whole message, or {@link #UNKNOWN} ({@code *})
 */
public record ByteRange(long start, long end, long total) {

    /** {@code *} on the wire. */
    public static final long UNKNOWN = -1;

    /** A range that refers to no content: {@code 1-0/0}. */
    public static final ByteRange EMPTY = new ByteRange(1, 0, 0);

    /**
     * A range of our own making.
     *
     * @throws IllegalArgumentException if it contradicts itself
     */
    public ByteRange {
        if (!isPossible(start, end, total)) {
            throw new IllegalArgumentException(
                    "start="
                            + start
                            + " end="
                            + end
                            + " total="
                            + total
                            + ", expected "
                            + Fault.BYTE_RANGE.phrase());
        }
    }

    /** The whole of a message of that many octets. */
    public static ByteRange whole(long total) {
        return new ByteRange(1, total, total);
    }

    static boolean isPossible(long start, long end, long total) {
        return start >= 1
                && (end == UNKNOWN || end >= start - 1)
                && (total == UNKNOWN || (total >= 0 && end <= total && start - 1 <= total));
    }

    /** As on the wire, {@code *} for unknown. */
    @Override
    public String toString() {
        return start + "-" + orStar(end) + "/" + orStar(total);
    }

    private static String orStar(long value) {
        return value == UNKNOWN ? "*" : Long.toString(value);
    }
}
