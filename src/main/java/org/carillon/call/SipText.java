package org.carillon.call;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The little of SIP's header grammar that decisions need: lists, name-addr, parameters (RFC 3261
 * §25.1). It never fails; what it cannot read comes out empty, and the decision above treats it as
 * absent.
 */
final class SipText {
    private SipText() {}

    /** Takes a comma-separated header value apart; commas in quotes and angle brackets stay. */
    static List<String> list(String value) {
        return split(value, ',');
    }

    /**
     * The parts of {@code value} between separators outside of quoted strings and angle brackets,
     * without empty ones.
     */
    static List<String> split(String value, char separator) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        boolean quoted = false;
        boolean bracketed = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (quoted) {
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    quoted = false;
                }
            } else if (c == '"') {
                quoted = true;
            } else if (c == '<') {
                bracketed = true;
            } else if (c == '>') {
                bracketed = false;
            } else if (c == separator && !bracketed) {
                addUnlessBlank(parts, value.substring(start, i));
                start = i + 1;
            }
        }
        addUnlessBlank(parts, value.substring(start));
        return parts;
    }

    private static void addUnlessBlank(List<String> parts, String part) {
        if (!part.isBlank()) {
            parts.add(part.strip());
        }
    }

    /** The URI of a name-addr or addr-spec; header parameters and display name are left away. */
    static String uriOf(String nameAddr) {
        int open = openingBracket(nameAddr);
        if (open < 0) {
            String addrSpec = split(nameAddr, ';').stream().findFirst().orElse("");
            return addrSpec.startsWith("\"") ? "" : addrSpec;
        }
        int close = nameAddr.indexOf('>', open);
        return close < 0 ? "" : nameAddr.substring(open + 1, close).strip();
    }

    private static int openingBracket(String nameAddr) {
        int from = 0;
        if (nameAddr.stripLeading().startsWith("\"")) {
            from = endOfQuoted(nameAddr, nameAddr.indexOf('"'));
        }
        return nameAddr.indexOf('<', from);
    }

    private static int endOfQuoted(String text, int quote) {
        for (int i = quote + 1; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                i++;
            } else if (text.charAt(i) == '"') {
                return i + 1;
            }
        }
        return text.length();
    }

    /**
     * The parameters behind a header value or in an Accept-Contact, names in lower case, quotes
     * removed; a flag has the empty string.
     */
    static Map<String, String> parameters(String value) {
        Map<String, String> parameters = new LinkedHashMap<>();
        List<String> parts = split(value, ';');
        for (String part : parts.subList(Math.min(1, parts.size()), parts.size())) {
            int equals = part.indexOf('=');
            String name = equals < 0 ? part : part.substring(0, equals);
            String text = equals < 0 ? "" : part.substring(equals + 1);
            parameters.putIfAbsent(name.strip().toLowerCase(Locale.ROOT), unquote(text.strip()));
        }
        return parameters;
    }

    /** The content of a quoted-string; what is none stays as it is. */
    static String unquote(String text) {
        if (text.length() < 2 || !text.startsWith("\"") || !text.endsWith("\"")) {
            return text;
        }
        String inside = text.substring(1, text.length() - 1);
        return inside.indexOf('\\') < 0 ? inside : inside.replaceAll("\\\\(.)", "$1");
    }

    /** Undoes percent-encoding; text that is not well encoded is returned as it is. */
    static String percentDecoded(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] out = new byte[text.length()];
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > 127) {
                return text;
            }
            if (c == '%') {
                int octet = i + 2 < text.length() ? octet(text, i + 1) : -1;
                if (octet < 0) {
                    return text;
                }
                out[length++] = (byte) octet;
                i += 2;
            } else {
                out[length++] = (byte) c;
            }
        }
        return new String(out, 0, length, StandardCharsets.UTF_8);
    }

    private static int octet(String text, int at) {
        int high = Character.digit(text.charAt(at), 16);
        int low = Character.digit(text.charAt(at + 1), 16);
        return high < 0 || low < 0 ? -1 : high * 16 + low;
    }

    /** A non-negative decimal number of at most ten digits. */
    static Optional<Long> number(String text) {
        String digits = text.strip();
        if (digits.isEmpty() || digits.length() > 10) {
            return Optional.empty();
        }
        for (int i = 0; i < digits.length(); i++) {
            if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
                return Optional.empty();
            }
        }
        return Optional.of(Long.parseLong(digits));
    }

    /** The number before the first parameter, as in {@code 1800;refresher=uac}. */
    static Optional<Long> leadingNumber(String value) {
        return split(value, ';').stream().findFirst().flatMap(SipText::number);
    }

    /** A quoted-string with what must be escaped escaped, and no control character left. */
    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else {
                quoted.append(c < ' ' || c == 127 ? ' ' : c);
            }
        }
        return quoted.append('"').toString();
    }
}
