package org.carillon.tool;

import java.time.Duration;

/**
 * How a device behaves when it is called.
 *
 * @param delay before the final response
 * @param pace at which it reads
 * @param refusal status of the final response, or {@link #ACCEPTS}
 * @param listens whether it waits for the server to connect when it may choose (RFC 6135), instead
 *     of connecting itself
 */
public record DeviceManners(Duration delay, Pace pace, int refusal, boolean listens) {
    /** The refusal of a device that does not refuse. */
    public static final int ACCEPTS = 0;

    /** Answers at once, reads as fast as it comes, connects itself. */
    public static final DeviceManners PROMPT =
            new DeviceManners(Duration.ZERO, Pace.unlimited(), ACCEPTS, false);

    /** Refuses what is no final refusal. */
    public DeviceManners {
        if (refusal != ACCEPTS && (refusal < 400 || refusal > 699)) {
            throw new IllegalArgumentException(
                    "a refusal is a status from 400 to 699, got " + refusal);
        }
        if (delay.isNegative()) {
            throw new IllegalArgumentException("a delay is not negative, got " + delay);
        }
    }

    /** These, but so late. */
    public DeviceManners late(Duration longer) {
        return new DeviceManners(longer, pace, refusal, listens);
    }

    /** These, but so slow. */
    public DeviceManners slow(Pace slower) {
        return new DeviceManners(delay, slower, refusal, listens);
    }

    boolean refuses() {
        return refusal != ACCEPTS;
    }
}
