package org.carillon.stack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
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
        List<String> lines = lines(new String(octets, 0, end(octets), ISO_8859_1).stripLeading());
        if (lines.isEmpty()) {
            return new SipHead("", List.of());
        }
        List<Field> fields = new ArrayList<>(lines.size() - 1);
        for (String line : lines.subList(1, lines.size())) {
            fields.add(Field.of(line));
        }
        return new SipHead(lines.get(0), fields);
    }

    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        for (int at = 0; at < text.length(); ) {
            int feed = feedBehind(text, at);
            String line =
                    text.substring(
                            at, feed > at && text.charAt(feed - 1) == '\r' ? feed - 1 : feed);
            if (!line.isBlank()) {
                lines.add(line.indexOf('\n') < 0 ? line : FOLDING.matcher(line).replaceAll(" "));
            }
            at = feed + 1;
        }
        return lines;
    }

    /** A line that begins with a blank goes on with the one before it (RFC 3261 section 7.3.1). */
    private static int feedBehind(String text, int start) {
        int feed = text.indexOf('\n', start);
        while (feed >= 0 && feed + 1 < text.length() && isBlank(text.charAt(feed + 1))) {
            feed = text.indexOf('\n', feed + 1);
        }
        return feed < 0 ? text.length() : feed;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
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
        List<String> values = new ArrayList<>(2);
        for (Field field : fields) {
            if (field.name().equals(name)) {
                values.add(field.value());
            }
        }
        return values;
    }

    Optional<String> first(String name) {
        for (Field field : fields) {
            if (field.name().equals(name)) {
                return Optional.of(field.value());
            }
        }
        return Optional.empty();
    }
}
