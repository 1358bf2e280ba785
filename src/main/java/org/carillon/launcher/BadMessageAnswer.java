package org.carillon.launcher;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The answer to a request that cannot be parsed (RFC 3261 section 8.2.6): what must come back is
 * copied as it came, octet by octet, for there is no parsed form of it.
 */
final class BadMessageAnswer {
    private static final Pattern FOLDING = Pattern.compile("\\r?\\n[ \\t]+");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    private static final Pattern TAG = Pattern.compile("(?i);\\s*tag\\s*=");
    private static final Pattern LINE_END = Pattern.compile("\\r?\\n");
    private static final Map<String, String> COPIED =
            Map.ofEntries(
                    Map.entry("via", "Via"),
                    Map.entry("v", "Via"),
                    Map.entry("from", "From"),
                    Map.entry("f", "From"),
                    Map.entry("to", "To"),
                    Map.entry("t", "To"),
                    Map.entry("call-id", "Call-ID"),
                    Map.entry("i", "Call-ID"),
                    Map.entry("cseq", "CSeq"));

    private BadMessageAnswer() {}

    /** The response; empty for what is never answered: a response, an ACK, a head without a Via. */
    static Optional<byte[]> to(byte[] head, int status) {
        List<String> lines = lines(head);
        String start = lines.isEmpty() ? "SIP/" : lines.get(0);
        boolean hasVia = lines.stream().skip(1).anyMatch(line -> "Via".equals(copiedName(line)));
        return start.startsWith("SIP/") || start.startsWith("ACK ") || !hasVia
                ? Optional.empty()
                : Optional.of(response(lines, status).getBytes(ISO_8859_1));
    }

    private static List<String> lines(byte[] head) {
        String unfolded = FOLDING.matcher(new String(head, ISO_8859_1)).replaceAll(" ");
        return LINE_END.splitAsStream(unfolded).filter(line -> !line.isBlank()).toList();
    }

    private static String response(List<String> lines, int status) {
        StringBuilder text = new StringBuilder("SIP/2.0 ").append(status).append(phrase(status));
        for (String line : lines.subList(1, lines.size())) {
            String name = copiedName(line);
            if (name != null) {
                text.append(name).append(": ").append(value(name, line)).append("\r\n");
            }
        }
        return text.append("Content-Length: 0\r\n\r\n").toString();
    }

    private static String phrase(int status) {
        return status == 413 ? " Request Entity Too Large\r\n" : " Bad Request\r\n";
    }

    private static String value(String name, String line) {
        String value =
                CONTROL.matcher(line.substring(line.indexOf(':') + 1)).replaceAll(" ").strip();
        boolean needsTag = name.equals("To") && !TAG.matcher(value).find();
        return needsTag ? value + ";tag=malformed" : value;
    }

    /** Null for a line that is not copied. */
    private static String copiedName(String line) {
        int colon = line.indexOf(':');
        return colon < 0
                ? null
                : COPIED.get(line.substring(0, colon).strip().toLowerCase(Locale.ROOT));
    }
}
