package org.carillon.relay;

import java.time.Duration;

/**
 * How long the relay waits for what.
 *
 * @param firstRequest from accepting a connection to its first request; default 30 s (RFC 4976
 *     §6.1)
 * @param connect for a connection of ours to be made; default 10 s
 * @param join from seating a passive device's leg to its connection; default 30 s
 * @param response from the last octet of a chunk to its response; default 30 s (RFC 4975 §7.1.1)
 * @param stall a device that takes nothing of what is there for it; default 30 s
 * @param idle a Room in which nothing happens; default 10 min
 */
public record RelayTimers(
        Duration firstRequest,
        Duration connect,
        Duration join,
        Duration response,
        Duration stall,
        Duration idle) {

    /** Refuses times that are not positive. */
    public RelayTimers {
        positive(firstRequest, "first-request");
        positive(connect, "connect");
        positive(join, "join");
        positive(response, "response");
        positive(stall, "stall");
        positive(idle, "idle");
    }

    /** The defaults listed above. */
    public static RelayTimers defaults() {
        return new RelayTimers(
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                Duration.ofMinutes(10));
    }

    private static void positive(Duration value, String name) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + "=" + value + ", expected more than 0");
        }
    }
}
