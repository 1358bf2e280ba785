package org.carillon.relay;

/**
 * Where we connect to when the peer is passive.
 *
 * @param host name or address, IPv6 with or without brackets
 * @param port 1 to 65535
 * @param tls true for {@code msrps}
 */
public record ConnectTarget(String host, int port, boolean tls) {

    /** Checks the port. */
    public ConnectTarget {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port=" + port + ", expected 1 to 65535");
        }
    }

    String bareHost() {
        return host.replaceAll("^\\[|\\]$", "");
    }
}
