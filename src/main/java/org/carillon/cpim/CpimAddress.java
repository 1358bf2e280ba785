package org.carillon.cpim;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Who a message is from or for (RFC 3862 §4.1).
 *
 * @param name the formal name without its quotes, escapes resolved; often empty
 * @param uri what stands between the angle brackets
 */
public record CpimAddress(String name, String uri) {

    static Optional<CpimAddress> parse(String value) {
        int open = value.lastIndexOf('<');
        int close = value.indexOf('>', open + 1);
        if (open < 0 || close <= open + 1) {
            return Optional.empty();
        }
        String name = unquoted(value.substring(0, open).strip());
        return Optional.of(
                new CpimAddress(CpimEscape.resolve(name), value.substring(open + 1, close)));
    }

    private static String unquoted(String name) {
        boolean quoted = name.length() > 1 && name.startsWith("\"") && name.endsWith("\"");
        return quoted ? name.substring(1, name.length() - 1) : name;
    }

    /** As a header value; nothing in it can end the header or the brackets. */
    String value() {
        String brackets = "<" + safeUri() + ">";
        return name.isEmpty() ? brackets : CpimEscape.quote(name) + " " + brackets;
    }

    private String safeUri() {
        StringBuilder out = new StringBuilder(uri.length());
        for (byte octet : uri.getBytes(StandardCharsets.UTF_8)) {
            boolean safe = octet > ' ' && octet < 0x7f && "<>\"\\".indexOf(octet) < 0;
            out.append(safe ? String.valueOf((char) octet) : "%%%02X".formatted(octet));
        }
        return out.toString();
    }
}
