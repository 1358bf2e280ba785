package org.carillon.sdp;

import java.util.Set;

/**
 * How this Participating Function speaks MSRP, the same for every leg.
 *
 * @param transports those that the relay serves
 * @param maxSize largest message we take, in octets
 */
public record MsrpPolicy(PathMode pathMode, Set<Transport> transports, long maxSize) {

    public MsrpPolicy {
        transports = Set.copyOf(transports);
        if (transports.isEmpty() || maxSize < 1) {
            throw new IllegalArgumentException(
                    "expected a transport and a positive size, got %s and %d"
                            .formatted(transports, maxSize));
        }
    }
}
