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
        return new UriReader(text).read();
    }

    /** True if the host is an address and needs no DNS. */
    public boolean isNumeric() {
        return Host.isNumeric(host);
    }

    /** Equality of RFC 4975 §6.1. */
    @Override
    public boolean equals(Object other) {
        return other instanceof MsrpUri that
                && secure == that.secure
                && port == that.port
                && sessionId.equals(that.sessionId)
                && transport.equalsIgnoreCase(that.transport)
                && Host.comparable(host).equals(Host.comparable(that.host));
    }

    @Override
    public int hashCode() {
        return 31 * sessionId.hashCode() + Host.comparable(host).hashCode();
    }

    /** The URI as it goes on the wire: as received, the scheme in lower case. */
    @Override
    public String toString() {
        StringBuilder uri = new StringBuilder(secure ? "msrps://" : "msrp://");
        if (!user.isEmpty()) {
            uri.append(user).append('@');
        }
        uri.append(host);
        if (port != NO_PORT) {
            uri.append(':').append(port);
        }
        if (!sessionId.isEmpty()) {
            uri.append('/').append(sessionId);
        }
        uri.append(';').append(transport);
        parameters.forEach(parameter -> uri.append(';').append(parameter));
        return uri.toString();
    }
}
