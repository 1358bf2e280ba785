package org.carillon.sip;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import javax.servlet.sip.SipServletMessage;
import org.carillon.call.Header;
import org.carillon.call.Headers;

/**
 * Reads the header fields of a message in the order of the wire, under their long names: a
 * container may keep a compact form as it came.
 */
final class HeaderNames {
    /** RFC 3261 §7.3.3 and the IANA registry of SIP header fields. */
    private static final Map<String, String> LONG =
            Map.ofEntries(
                    Map.entry("a", "Accept-Contact"),
                    Map.entry("b", "Referred-By"),
                    Map.entry("c", "Content-Type"),
                    Map.entry("d", "Request-Disposition"),
                    Map.entry("e", "Content-Encoding"),
                    Map.entry("f", "From"),
                    Map.entry("i", "Call-ID"),
                    Map.entry("j", "Reject-Contact"),
                    Map.entry("k", "Supported"),
                    Map.entry("l", "Content-Length"),
                    Map.entry("m", "Contact"),
                    Map.entry("n", "Identity-Info"),
                    Map.entry("o", "Event"),
                    Map.entry("r", "Refer-To"),
                    Map.entry("s", "Subject"),
                    Map.entry("t", "To"),
                    Map.entry("u", "Allow-Events"),
                    Map.entry("v", "Via"),
                    Map.entry("x", "Session-Expires"),
                    Map.entry("y", "Identity"));

    private static final Pattern FOLD = Pattern.compile("\\s*[\\r\\n]+\\s*");

    private HeaderNames() {}

    static String longName(String name) {
        return name.length() == 1 ? LONG.getOrDefault(name.toLowerCase(Locale.ROOT), name) : name;
    }

    static Headers headers(SipServletMessage message) {
        Map<String, List<String>> names = new LinkedHashMap<>();
        message.getHeaderNames()
                .forEachRemaining(
                        name ->
                                names.computeIfAbsent(
                                                longName(name).toLowerCase(Locale.ROOT),
                                                key -> new ArrayList<>())
                                        .add(name));
        List<Header> lines = new ArrayList<>();
        for (List<String> spellings : names.values()) {
            addAll(message, spellings, lines);
        }
        return new Headers(lines);
    }

    private static void addAll(SipServletMessage message, List<String> names, List<Header> lines) {
        String name = longName(names.get(0));
        List<String> values = new ArrayList<>();
        message.getHeaders(names.get(0)).forEachRemaining(values::add);
        for (String other : names.subList(1, names.size())) {
            // The same header under both its names: some containers give all values for either.
            message.getHeaders(other).forEachRemaining(v -> addUnlessThere(values, v));
        }
        values.forEach(value -> lines.add(new Header(name, unfolded(value))));
    }

    private static void addUnlessThere(List<String> values, String value) {
        if (!values.contains(value)) {
            values.add(value);
        }
    }

    private static String unfolded(String value) {
        boolean folded = value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0;
        return (folded ? FOLD.matcher(value).replaceAll(" ") : value).strip();
    }
}
