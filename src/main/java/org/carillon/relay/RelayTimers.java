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
 * @param resume for a peer whose connection was lost to come back by another offer and answer (RFC
 *     4975 §5.4); default 32 s, as long as an INVITE transaction may take; zero: a lost connection
 *     ends the message or the device at once
 * @param hold for a device that has put the message on hold; default 12 h, longer than the core
 *     lets any dialog last
 * @param idle a Room in which nothing happens; default 10 min
 */
public record RelayTimers(
        Duration firstRequest,
        Duration connect,
        Duration join,
        Duration response,
        Duration stall,
        Duration resume,
        Duration hold,
        Duration idle) {

    /** Refuses times that are not positive. */
    public RelayTimers {
        positive(firstRequest, "first-request");
        positive(connect, "connect");
        positive(join, "join");
        positive(response, "response");
        positive(stall, "stall");
        positive(hold, "hold");
        positive(idle, "idle");
        if (resume.isNegative()) {
            throw new IllegalArgumentException("resume=" + resume + ", expected 0 or more");
        }
    }

    /** The defaults listed above. */
    public static RelayTimers defaults() {
        return new RelayTimers(
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                Duration.ofSeconds(32),
                Duration.ofHours(12),
                Duration.ofMinutes(10));
    }

    private static void positive(Duration value, String name) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + "=" + value + ", expected more than 0");
        }
    }
}
