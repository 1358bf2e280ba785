package org.carillon.load;

import org.carillon.msrp.ByteRange;

/**
 * How much a Source sends in each session.
 *
 * @param chunk octets of one chunk
 * @param bytes octets of the message, whole chunks; {@link #ENDLESS}: until the Source is told to
 *     end
 * @param bytesPerSecond in each session; 0: as fast as it goes
 * @param answered true: each chunk is to be answered, as by default; false: Failure-Report no
 */
public record Volume(int chunk, long bytes, double bytesPerSecond, boolean answered) {
    /** No size is announced. */
    public static final long ENDLESS = ByteRange.UNKNOWN;

    /** Rounds up to whole chunks. */
    public Volume {
        if (chunk < Pattern.STAMP || chunk > Pattern.MOST) {
            throw new IllegalArgumentException(
                    "chunk=%d, expected %d to %d".formatted(chunk, Pattern.STAMP, Pattern.MOST));
        }
        if (bytes != ENDLESS && bytes < 1) {
            throw new IllegalArgumentException("bytes=" + bytes + ", expected at least 1");
        }
        if (bytesPerSecond < 0) {
            throw new IllegalArgumentException("rate=" + bytesPerSecond + ", expected 0 or more");
        }
        bytes = bytes == ENDLESS ? ENDLESS : Math.multiplyExact((bytes - 1) / chunk + 1, chunk);
    }
}
