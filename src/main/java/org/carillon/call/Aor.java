package org.carillon.call;

import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address of record in the one form that is compared and stored: scheme and host in lower case,
 * no parameters, no headers, no port, no password, nothing escaped that need not be (RFC 3261 §10.3
 * step 5, RFC 3966 §3 for {@code tel}).
 *
 * @param uri such as {@code sip:bob@example.com} or {@code tel:+15551230002}
 */
public record Aor(String uri) {
    private static final Pattern ESCAPED = Pattern.compile("%([0-9A-Fa-f]{2})");

    /** What a user part may hold as it is: unreserved and user-unreserved, RFC 3261 §25.1. */
    private static final String USER_CHARACTERS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.!~*'()&=+$,;?/";

    /** Reduces any {@code sip}, {@code sips} or {@code tel} URI to its address of record. */
    public static Aor of(String uri) {
        String text = uri.strip();
        int colon = text.indexOf(':');
        String scheme = colon < 0 ? "sip" : text.substring(0, colon).toLowerCase(Locale.ROOT);
        String rest = colon < 0 ? text : text.substring(colon + 1);
        if (scheme.equals("tel")) {
            return new Aor("tel:" + cutAt(rest, ';').replaceAll("[-.()]", ""));
        }
        // "sips" names the same user as "sip" (RFC 3261 §19.1): one binding table serves both.
        // A user part may hold ';' and '?' as they are, but no '@' (RFC 3261 §25.1).
        int at = rest.indexOf('@');
        String user = at < 0 ? "" : unescaped(cutAt(rest.substring(0, at), ':')) + "@";
        return new Aor("sip:" + user + hostOf(cutAt(cutAt(rest.substring(at + 1), ';'), '?')));
    }

    private static String unescaped(String user) {
        return ESCAPED.matcher(user).replaceAll(Aor::plainIfAllowed);
    }

    private static String plainIfAllowed(MatchResult escape) {
        char character = (char) Integer.parseInt(escape.group(1), 16);
        boolean allowed = USER_CHARACTERS.indexOf(character) >= 0;
        String plain =
                allowed ? String.valueOf(character) : escape.group().toUpperCase(Locale.ROOT);
        return Matcher.quoteReplacement(plain);
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
