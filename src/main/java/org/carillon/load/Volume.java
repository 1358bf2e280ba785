package org.carillon.load;

import org.carillon.msrp.ByteRange;

/**
 * How much a Source sends in each session.
 *
 * @param chunk octets of one chunk, whole periods of the pattern
 * @param bytes octets of the message, whole chunks; {@link #ENDLESS}: until the Source is told to
 *     end
 * @param bytesPerSecond in each session; 0: as fast as it goes
 * @param answered true: each chunk is to be answered, as by default; false: Failure-Report no
 */
public record Volume(long chunk, long bytes, double bytesPerSecond, boolean answered) {
    /** No size is announced. */
    public static final long ENDLESS = ByteRange.UNKNOWN;

    /** Rounds up: the chunk to whole periods, the message to whole chunks. */
    public Volume {
        if (chunk < Pattern.STAMP) {
            throw new IllegalArgumentException(
                    "chunk=%d, expected at least %d".formatted(chunk, Pattern.STAMP));
        }
        if (bytes != ENDLESS && bytes < 1) {
            throw new IllegalArgumentException("bytes=" + bytes + ", expected at least 1");
        }
        if (bytesPerSecond < 0) {
            throw new IllegalArgumentException("rate=" + bytesPerSecond + ", expected 0 or more");
        }
        chunk = roundUp(chunk, period(chunk));
        bytes = bytes == ENDLESS ? ENDLESS : roundUp(bytes, chunk);
    }

    /** Octets of the pattern, and of what is sent at once: a chunk, or a part of a large one. */
    int period() {
        return period(chunk);
    }

    private static int period(long chunk) {
        return (int) Math.min(chunk, Pattern.MOST);
    }

    private static long roundUp(long octets, long unit) {
        try {
            return Math.multiplyExact((octets - 1) / unit + 1, unit);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(octets + " octets are too many", e);
        }
    }
}
