package org.carillon.preference;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Document selectors (RFC 4825 §6.2). */
final class DocumentUri {
    /**
     * What a path segment holds as it is (RFC 3986 §3.3, pchar), without what servers disagree on.
     */
    private static final String PLAIN = "-._~!$'()*+,:@";

    private DocumentUri() {}

    /**
     * The user's document. The XUI is the user's SIP or tel URI, one path segment whatever it
     * holds.
     */
    static URI of(XcapOptions options, String xui) {
        String root = options.root().toString();
        return URI.create(
                (root.endsWith("/") ? root : root + "/")
                        + segment(options.auid())
                        + "/users/"
                        + segment(xui)
                        + "/"
                        + segment(options.document()));
    }

    static String segment(String text) {
        StringBuilder segment = new StringBuilder();
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xff);
            boolean plain = c < 0x80 && (isAlphanumeric(c) || PLAIN.indexOf(c) >= 0);
            segment.append(plain ? c : String.format(Locale.ROOT, "%%%02X", (int) c));
        }
        String whole = segment.toString();
        // Neither names a directory above (RFC 3986 §5.2.4).
        return whole.matches("\\.{1,2}") ? whole.replace(".", "%2E") : whole;
    }

    private static boolean isAlphanumeric(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
