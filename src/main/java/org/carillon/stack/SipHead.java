package org.carillon.stack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Start line and header fields of a message as they came: unfolded, one char an octet, nothing
 * interpreted.
 */
record SipHead(String startLine, List<Field> fields) {
    private static final Pattern FOLDING = Pattern.compile("\\r?\\n[ \\t]+");
    private static final Pattern LINE_END = Pattern.compile("\\r?\\n");
    private static final Map<String, String> LONG =
            Map.of(
                    "v",
                    "via",
                    "f",
                    "from",
                    "t",
                    "to",
                    "i",
                    "call-id",
                    "m",
                    "contact",
                    "l",
                    "content-length",
                    "c",
                    "content-type",
                    "o",
                    "event");

    /**
     * One header field.
     *
     * @param name the long one, in lower case; empty for a line without a colon
     */
    record Field(String name, String value) {
        private static Field of(String line) {
            int colon = line.indexOf(':');
            if (colon < 0) {
                return new Field("", line);
            }
            String name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
            return new Field(LONG.getOrDefault(name, name), line.substring(colon + 1).strip());
        }
    }

    /**
     * @param octets of the message; from the first empty line on they are left alone
     */
    static SipHead of(byte[] octets) {
        String text = new String(octets, 0, end(octets), ISO_8859_1).stripLeading();
        List<String> lines =
                LINE_END.splitAsStream(FOLDING.matcher(text).replaceAll(" "))
                        .filter(line -> !line.isBlank())
                        .toList();
        return lines.isEmpty()
                ? new SipHead("", List.of())
                : new SipHead(lines.get(0), lines.stream().skip(1).map(Field::of).toList());
    }

    /** Where the body begins; behind the last octet if there is no empty line. */
    static int end(byte[] octets) {
        int at = 0;
        while (at < octets.length && Character.isWhitespace(octets[at])) {
            at++;
        }
        boolean empty = false;
        for (; at < octets.length; at++) {
            if (octets[at] == '\n') {
                if (empty) {
                    return at + 1;
                }
                empty = true;
            } else if (octets[at] != '\r') {
                empty = false;
            }
        }
        return octets.length;
    }

    boolean isResponse() {
        return startLine.startsWith("SIP/");
    }

    /** The first word of a request's start line. */
    String method() {
        int space = startLine.indexOf(' ');
        return space < 0 ? startLine : startLine.substring(0, space);
    }

    /** All values under a long name in lower case, in the order of the wire. */
    List<String> values(String name) {
        return fields.stream()
                .filter(field -> field.name().equals(name))
                .map(Field::value)
                .toList();
    }

    Optional<String> first(String name) {
        return fields.stream()
                .filter(field -> field.name().equals(name))
                .map(Field::value)
                .findFirst();
    }
}
