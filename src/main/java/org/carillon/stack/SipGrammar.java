package org.carillon.stack;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Pieces of RFC 3261 section 25.1, as strict as a wrong message has to be told from a right one.
 *
 * <p>No pattern repeats a group: Java would recurse once a repetition, and a peer could make it
 * many.
 */
final class SipGrammar {
    static final String TOKEN = "[A-Za-z0-9.!%*_+`'~-]+";

    /** With RFC 5118 section 4.10: one colon too many in an IPv6 address is tolerated. */
    static final String HOST = "(?:\\[[0-9A-Fa-f:.]++\\]|[A-Za-z0-9_.-]++)";

    private static final Pattern SIP_URI =
            Pattern.compile(
                    "(?i:sips?):(?:[\\w.!~*'()&=+$,;?/:%-]++@)?"
                            + HOST
                            + "(?::\\d{1,5})?(?:;[^\\s<>\"?]*)?(?:\\?[^\\s<>\"]*)?");
    private static final Pattern OTHER_URI =
            Pattern.compile("(?!(?i:sips?):)[A-Za-z][A-Za-z0-9+.-]*:[^\\s<>\"\\p{Cntrl}]+");
    private static final Pattern BAD_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    /** Octets of UTF-8 should stand in quotes too, but leave no doubt without them. */
    private static final Pattern TOKENS = Pattern.compile("[A-Za-z0-9.!%*_+`'~ \\t\\x80-\\xff-]*");

    private static final Pattern NAME = Pattern.compile(TOKEN);

    private SipGrammar() {}

    static boolean isUri(String text) {
        return OTHER_URI.matcher(text).matches()
                || (SIP_URI.matcher(text).matches() && !BAD_ESCAPE.matcher(text).find());
    }

    /** Of a SIP URI; a {@code ?} in its user part is none. */
    static boolean hasHeaders(String uri) {
        boolean sip = uri.regionMatches(true, 0, "sip", 0, 3);
        return sip && uri.indexOf('?', uri.indexOf('@') + 1) >= 0;
    }

    static boolean isToken(String text) {
        return NAME.matcher(text).matches();
    }

    /** A display name may be missing, one quoted string, or tokens. */
    static boolean isDisplayName(String text) {
        return TOKENS.matcher(text).matches() || isQuoted(text);
    }

    private static boolean isQuoted(String text) {
        return text.length() >= 2
                && text.charAt(0) == '"'
                && endOfQuoted(text, 0) == text.length() - 1;
    }

    /** Parameters behind a value, from their first semicolon on: each has a name. */
    static boolean areParameters(String text) {
        if (text.isBlank()) {
            return true;
        }
        Optional<List<String>> parts = split(text.strip(), ';');
        return parts.isPresent()
                && parts.get().get(0).isEmpty()
                && parts.get().stream().skip(1).allMatch(SipGrammar::isParameter);
    }

    private static boolean isParameter(String text) {
        int equals = text.indexOf('=');
        return equals < 0
                ? isToken(text)
                : isToken(text.substring(0, equals).strip())
                        && !text.substring(equals + 1).isBlank();
    }

    /**
     * Splits where the separator stands outside quotes and angle brackets.
     *
     * @return the stripped parts; empty if a quote or bracket is left open
     */
    static Optional<List<String>> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        boolean inBrackets = false;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"' && !inBrackets) {
                at = endOfQuoted(text, at);
            } else if (c == '<' || c == '>') {
                inBrackets = c == '<';
            } else if (c == separator && !inBrackets) {
                parts.add(text.substring(start, at).strip());
                start = at + 1;
            }
        }
        parts.add(start <= text.length() ? text.substring(start).strip() : "");
        return inBrackets || endsInQuotes(text) ? Optional.empty() : Optional.of(parts);
    }

    private static boolean endsInQuotes(String text) {
        int at = text.indexOf('"');
        while (at >= 0 && at < text.length()) {
            int end = endOfQuoted(text, at);
            if (end == text.length()) {
                return true;
            }
            at = text.indexOf('"', end + 1);
        }
        return false;
    }

    /** Where the quotes close that open here; the length of the text if they do not. */
    static int endOfQuoted(String text, int open) {
        int at = open + 1;
        while (at < text.length() && text.charAt(at) != '"') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        return Math.min(at, text.length());
    }
}
