package org.carillon.msrp;

import java.util.List;

/**
 * An MSRP URI (RFC 4975 §6, §9): {@code msrp://user@host:port/session-id;tcp;parameter}.
 *
 * <p>Equality is that of RFC 4975 §6.1: user and parameters do not count; scheme, host and
 * transport are compared without case; numeric addresses as numbers; the port must be in both or in
 * neither; the session-id as it stands. So a URI can be the key of a map, however a peer spells it.
 *
 * @param secure true for {@code msrps}: the connection must be TLS
 * @param user userinfo; empty if absent
 * @param host name, IPv4 address or IPv6 address in brackets, as received
 * @param port 1 to 65535, or {@link #NO_PORT}
 * @param sessionId empty if absent: the URI of a host, not of a session
 * @param transport such as {@code tcp}
 * @param parameters the others, each {@code token} or {@code token=token}
 */
public record MsrpUri(
        boolean secure,
        String user,
        String host,
        int port,
        String sessionId,
        String transport,
        List<String> parameters) {

    /** Stands for a port that is not given. */
    public static final int NO_PORT = -1;

    /** Copies the parameters. */
    public MsrpUri {
        parameters = List.copyOf(parameters);
    }

    /** A URI of our own making: {@code msrp(s)://host:port/sessionId;tcp}. */
    public static MsrpUri tcp(boolean secure, String host, int port, String sessionId) {
        return new MsrpUri(secure, "", host, port, sessionId, "tcp", List.of());
    }

    /** Reads a URI; no text makes it throw. */
    public static Parsed<MsrpUri> parse(String text) {
        return Pending.later(text);
    }

    /** True if the host is an address and needs no DNS. */
    public boolean isNumeric() {
        return Pending.later();
    }

    /** The URI as it goes on the wire: as received, the scheme in lower case. */
    @Override
    public String toString() {
        return Pending.later();
    }
}
