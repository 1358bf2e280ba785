package org.carillon.call;

import java.util.Locale;

/**
 * An address of record in the one form that is compared and stored: scheme and host in lower case,
 * no parameters, no headers, no port, no password (RFC 3261 §10.3 step 5, RFC 3966 §3 for {@code
 * tel}).
 *
 * @param uri such as {@code sip:bob@example.com} or {@code tel:+15551230002}
 */
public record Aor(String uri) {
    /** Reduces any {@code sip}, {@code sips} or {@code tel} URI to its address of record. */
    public static Aor of(String uri) {
        String bare = cutAt(cutAt(uri.strip(), ';'), '?');
        int colon = bare.indexOf(':');
        String scheme = colon < 0 ? "sip" : bare.substring(0, colon).toLowerCase(Locale.ROOT);
        String rest = colon < 0 ? bare : bare.substring(colon + 1);
        if (scheme.equals("tel")) {
            return new Aor("tel:" + rest.replaceAll("[-.()]", ""));
        }
        // "sips" names the same user as "sip" (RFC 3261 §19.1): one binding table serves both.
        int at = rest.lastIndexOf('@');
        String user = at < 0 ? "" : cutAt(rest.substring(0, at), ':') + "@";
        return new Aor("sip:" + user + hostOf(rest.substring(at + 1)));
    }

    private static String hostOf(String hostAndPort) {
        int end = hostAndPort.startsWith("[") ? hostAndPort.indexOf(']') + 1 : 0;
        String host = end > 0 ? hostAndPort.substring(0, end) : cutAt(hostAndPort, ':');
        return host.toLowerCase(Locale.ROOT);
    }

    private static String cutAt(String text, char stop) {
        int at = text.indexOf(stop);
        return at < 0 ? text : text.substring(0, at);
    }

    /** The user part, or the number of a {@code tel} URI; empty if there is none. */
    public String user() {
        int at = uri.lastIndexOf('@');
        int colon = uri.indexOf(':');
        if (uri.startsWith("tel:")) {
            return uri.substring(colon + 1);
        }
        return at < 0 ? "" : uri.substring(colon + 1, at);
    }

    /** The host part in lower case; empty for a {@code tel} URI. */
    public String domain() {
        return uri.startsWith("tel:") ? "" : uri.substring(Math.max(uri.lastIndexOf('@'), 3) + 1);
    }

    @Override
    public String toString() {
        return uri;
    }
}
