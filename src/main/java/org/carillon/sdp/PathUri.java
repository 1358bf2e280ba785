package org.carillon.sdp;

import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * The part of an MSRP URI that offer/answer needs (RFC 4975 §6); the port must be explicit (§8.2).
 * Read several times a leg, so by position and not by a pattern.
 *
 * @param host an IP literal without brackets, or a name
 */
record PathUri(Transport transport, String host, int port) {
    private static final int MOST_DIGITS = 5;

    static Optional<PathUri> parse(String text) {
        int scheme = text.indexOf("://");
        return scheme < 0
                ? Optional.empty()
                : Transport.ofScheme(text.substring(0, scheme))
                        .flatMap(transport -> hop(text, scheme + 3, transport))
                        .filter(uri -> uri.port > 0 && uri.port <= 65_535)
                        .filter(
                                uri ->
                                        uri.host.indexOf(':') < 0
                                                || IpLiteral.parse(uri.host).isPresent());
    }

    private static Optional<PathUri> hop(String text, int authority, Transport transport) {
        int host = behindUser(text, authority);
        int colon = endOfHost(text, host);
        int end = endOf(text, colon + 1, PathUri::isDigit);
        int digits = end - colon - 1;
        boolean whole =
                colon > host
                        && is(text, colon, ':')
                        && digits > 0
                        && digits <= MOST_DIGITS
                        && isSessionAndTransport(text, end);
        return whole
                ? Optional.of(
                        new PathUri(
                                transport,
                                bare(text.substring(host, colon)),
                                Integer.parseInt(text, colon + 1, end, 10)))
                : Optional.empty();
    }

    private static int behindUser(String text, int from) {
        int end = endOf(text, from, c -> isVisible(c) && c != '/' && c != '@');
        return end > from && is(text, end, '@') ? end + 1 : from;
    }

    /** {@code from} if there is none. */
    private static int endOfHost(String text, int from) {
        if (!is(text, from, '[')) {
            return endOf(text, from, c -> isAlphanumeric(c) || "._-".indexOf(c) >= 0);
        }
        int close = endOf(text, from + 1, c -> "0123456789abcdefABCDEF:.".indexOf(c) >= 0);
        return close > from + 1 && is(text, close, ']') ? close + 1 : from;
    }

    /** {@code [/session] ;transport [;parameters]}, to the end of the text. */
    private static boolean isSessionAndTransport(String text, int from) {
        int session = from;
        if (is(text, from, '/')) {
            session = endOf(text, from + 1, c -> isVisible(c) && c != ';');
            if (session == from + 1) {
                return false;
            }
        }
        int transport = endOf(text, session + 1, PathUri::isAlphanumeric);
        return is(text, session, ';')
                && transport > session + 1
                && (transport == text.length() || areParameters(text, transport));
    }

    private static boolean areParameters(String text, int from) {
        return is(text, from, ';')
                && from + 1 < text.length()
                && endOf(text, from + 1, PathUri::isVisible) == text.length();
    }

    /** Where the run of such characters ends. */
    private static int endOf(String text, int from, IntPredicate belongs) {
        int at = from;
        while (at < text.length() && belongs.test(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean is(String text, int at, char c) {
        return at < text.length() && text.charAt(at) == c;
    }

    private static boolean isVisible(int c) {
        return c > ' ' && c < 0x7f;
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isAlphanumeric(int c) {
        return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    Target target() {
        return new Target(host, port, transport);
    }
}
