package org.carillon.launcher;

import java.nio.file.Path;
import java.util.Optional;
import org.carillon.stack.SipLimits;

/**
 * What a container listens on and where it keeps its files.
 *
 * @param host the one local address that everything binds to
 * @param sipPort for UDP and TCP alike; 0 takes a free one
 * @param httpPort 0 takes a free one
 * @param baseDirectory where the container unpacks the application and writes its own settings;
 *     empty makes a temporary one, which goes away with the container
 * @param sipLimits what peers may take
 */
public record ContainerOptions(
        String host, int sipPort, int httpPort, Optional<Path> baseDirectory, SipLimits sipLimits) {

    /** With the limits that {@code run} has. */
    public ContainerOptions(String host, int sipPort, int httpPort, Optional<Path> baseDirectory) {
        this(host, sipPort, httpPort, baseDirectory, SipLimits.DEFAULT);
    }

    /** Free ports on the loopback address, a temporary directory, and limits to be tried. */
    public static ContainerOptions onFreePorts(SipLimits limits) {
        return new ContainerOptions("127.0.0.1", 0, 0, Optional.empty(), limits);
    }

    /** Free ports on the loopback address and a temporary directory. */
    public static ContainerOptions onFreePorts() {
        return onFreePorts(SipLimits.DEFAULT);
    }
}
