package org.carillon.sdp;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of an MSRP URI that offer/answer needs (RFC 4975 §6); the port must be explicit (§8.2).
 *
 * @param host an IP literal without brackets, or a name
 */
record PathUri(Transport transport, String host, int port) {

    private static final Pattern URI =
            Pattern.compile(
                    "([A-Za-z]++)://(?:[\\x21-\\x2e\\x30-\\x3f\\x41-\\x7e]++@)?+"
                        + "([A-Za-z0-9._-]++|\\[[0-9A-Fa-f:.]++\\]):([0-9]{1,5}+)"
                        + "(?:/[\\x21-\\x3a\\x3c-\\x7e]++)?+;[A-Za-z0-9]++(?:;[\\x21-\\x7e]++)?+");

    static Optional<PathUri> parse(String text) {
        Matcher match = URI.matcher(text);
        if (!match.matches()) {
            return Optional.empty();
        }
        int port = Integer.parseInt(match.group(3));
        return Transport.ofScheme(match.group(1))
                .map(transport -> new PathUri(transport, bare(match.group(2)), port))
                .filter(uri -> uri.port > 0 && uri.port <= 65_535)
                .filter(uri -> uri.host.indexOf(':') < 0 || IpLiteral.parse(uri.host).isPresent());
    }

    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    Target target() {
        return new Target(host, port, transport);
    }
}
