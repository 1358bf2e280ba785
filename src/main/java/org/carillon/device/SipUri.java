package org.carillon.device;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A SIP or SIPS URI taken apart as far as comparing it needs. Two are {@link #equivalent} by RFC
 * 3261 §19.1.4, which is no equivalence relation (a parameter that only one of them has is ignored)
 * and therefore is not {@code equals}.
 */
record SipUri(
        String scheme,
        String userInfo,
        String host,
        String port,
        Map<String, String> parameters,
        Map<String, String> headers) {
    private static final Pattern FORM =
            Pattern.compile(
                    """
                    (?<scheme>sips?):(?:(?<user>[^@\\s<>"]*)@)?\
                    (?<host>\\[[0-9A-Fa-f:.]+\\]|[A-Za-z0-9._-]+)(?::(?<port>[0-9]{1,5}))?\
                    (?<parameters>;[^?\\s<>"@]*)?(?:\\?(?<headers>[^\\s<>"@]*))?\
                    """,
                    Pattern.CASE_INSENSITIVE);
    private static final Pattern ESCAPED = Pattern.compile("%([0-9A-Fa-f]{2})");
    private static final String UNRESERVED = "-_.!~*'()";

    /** Parameters that two equivalent URIs either both have or both lack. */
    private static final Set<String> NEVER_IGNORED = Set.of("user", "ttl", "method", "maddr");

    /** Empty for what is no SIP or SIPS URI. */
    static Optional<SipUri> parse(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches() ? Optional.of(of(form)) : Optional.empty();
    }

    private static SipUri of(Matcher form) {
        return new SipUri(
                lower(form.group("scheme")),
                plain(orEmpty(form.group("user"))),
                lower(form.group("host")),
                orEmpty(form.group("port")),
                pairs(orEmpty(form.group("parameters")), ";"),
                pairs(orEmpty(form.group("headers")), "&"));
    }

    private static Map<String, String> pairs(String text, String separator) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String pair : text.split(separator, -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            if (!name.isEmpty()) {
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                pairs.put(lower(plain(name)), lower(plain(value)));
            }
        }
        return pairs;
    }

    boolean equivalent(SipUri other) {
        return scheme.equals(other.scheme)
                && userInfo.equals(other.userInfo)
                && host.equals(other.host)
                && port.equals(other.port)
                && agrees(other)
                && other.agrees(this)
                && new TreeMap<>(headers).equals(new TreeMap<>(other.headers));
    }

    private boolean agrees(SipUri other) {
        return parameters.entrySet().stream()
                .allMatch(
                        mine -> {
                            String theirs = other.parameters.get(mine.getKey());
                            return theirs == null
                                    ? !NEVER_IGNORED.contains(mine.getKey())
                                    : theirs.equals(mine.getValue());
                        });
    }

    boolean has(String parameter) {
        return parameters.containsKey(parameter);
    }

    // An escaped character equals the plain one, unless it is reserved (RFC 3261 §19.1.4).
    private static String plain(String text) {
        return ESCAPED.matcher(text).replaceAll(SipUri::plainUnlessReserved);
    }

    private static String plainUnlessReserved(MatchResult escape) {
        char character = (char) Integer.parseInt(escape.group(1), 16);
        boolean letterOrDigit = character < 128 && Character.isLetterOrDigit(character);
        boolean unreserved = letterOrDigit || UNRESERVED.indexOf(character) >= 0;
        String plain =
                unreserved ? String.valueOf(character) : escape.group().toUpperCase(Locale.ROOT);
        return Matcher.quoteReplacement(plain);
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }
}
