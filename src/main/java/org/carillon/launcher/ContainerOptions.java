package org.carillon.launcher;

import java.nio.file.Path;
import java.util.Optional;
import org.carillon.stack.SipLimits;

/**
 * What a container listens on and where it keeps its files.
 *
 * @param host the local address that SIP binds to; HTTP, which answers to this machine only, binds
 *     to the loopback address
 * @param publicHost what peers reach the SIP port by, where that is not the host; as in a URI
 * @param sipPort for UDP and TCP alike; 0 takes a free one
 * @param httpPort 0 takes a free one
 * @param baseDirectory where the container unpacks the application and writes its own settings;
 *     empty makes a temporary one, which goes away with the container
 * @param sipLimits what peers may take
 */
public record ContainerOptions(
        String host,
        Optional<String> publicHost,
        int sipPort,
        int httpPort,
        Optional<Path> baseDirectory,
        SipLimits sipLimits) {
    /** Where HTTP is served: to this machine. */
    static final String HTTP_HOST = "127.0.0.1";

    /** Reached where it listens, with the limits that {@code run} has. */
    public ContainerOptions(String host, int sipPort, int httpPort, Optional<Path> baseDirectory) {
        this(host, Optional.empty(), sipPort, httpPort, baseDirectory, SipLimits.DEFAULT);
    }

    /** Free ports on the loopback address, a temporary directory, and limits to be tried. */
    public static ContainerOptions onFreePorts(SipLimits limits) {
        return new ContainerOptions("127.0.0.1", Optional.empty(), 0, 0, Optional.empty(), limits);
    }

    /** Free ports on the loopback address and a temporary directory. */
    public static ContainerOptions onFreePorts() {
        return onFreePorts(SipLimits.DEFAULT);
    }
}
