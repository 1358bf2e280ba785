package org.carillon.tool;

import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * What a user agent needs to know.
 *
 * @param server where every initial request goes first (it becomes the preloaded Route, RFC 3261
 *     §8.1.2)
 * @param transport of SIP
 * @param product the User-Agent header
 * @param firstAnswer how long to wait for any response at all before saying that nobody is there
 */
public record UserAgentOptions(
        InetSocketAddress server, Transport transport, String product, Duration firstAnswer) {
    /** The User-Agent that the tools give themselves: an OMA CPM 1.0 client. */
    public static final String PRODUCT = "CPM-client/OMA1.0 Carillon-tool/0.1";

    /** Refuses a server name that did not resolve. */
    public UserAgentOptions {
        if (server.isUnresolved()) {
            throw new IllegalArgumentException(
                    "the server name '" + Printable.of(server.getHostString()) + "' is unknown");
        }
    }

    /** The tools' own product name and a first answer within five seconds. */
    public static UserAgentOptions of(InetSocketAddress server, Transport transport) {
        return new UserAgentOptions(server, transport, PRODUCT, Duration.ofSeconds(5));
    }
}
