package org.carillon.sdp;

import java.util.Set;

/**
 * How this Participating Function speaks MSRP, the same for every leg.
 *
 * @param transports those that the relay serves
 * @param deviceTls which of them devices are offered
 * @param maxSize largest message we take, in octets
 */
public record MsrpPolicy(
        PathMode pathMode, Set<Transport> transports, DeviceTls deviceTls, long maxSize) {

    public MsrpPolicy {
        transports = Set.copyOf(transports);
        if (transports.isEmpty() || maxSize < 1) {
            throw new IllegalArgumentException(
                    "expected a transport and a positive size, got %s and %d"
                            .formatted(transports, maxSize));
        }
        if (deviceTls == DeviceTls.ALWAYS && !transports.contains(Transport.TLS)) {
            throw new IllegalArgumentException("TLS for devices, but the relay serves none");
        }
    }

    /** The same where nobody is behind us. */
    public MsrpPolicy anchored() {
        return new MsrpPolicy(PathMode.ANCHOR, transports, deviceTls, maxSize);
    }

    /** Devices are offered what the sender has offered. */
    public MsrpPolicy(PathMode pathMode, Set<Transport> transports, long maxSize) {
        this(pathMode, transports, DeviceTls.MIRROR, maxSize);
    }
}
