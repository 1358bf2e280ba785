package org.carillon.tool;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the file name in a Content-Disposition (RFC 2183 §2.3, {@code filename*} by RFC 6266). */
final class Disposition {
    private static final Pattern EXTENDED =
            Pattern.compile("(?i);\\s*filename\\*\\s*=\\s*utf-8'[^']*'([^;\\s]+)");
    private static final Pattern PLAIN =
            Pattern.compile(
                    "(?i);\\s*filename\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|([^;\\s\"]+))");

    private Disposition() {}

    /** The name that a header value claims, the extended form first. */
    static Optional<String> fileName(String value) {
        Matcher extended = EXTENDED.matcher(value);
        if (extended.find()) {
            return Optional.of(percentDecoded(extended.group(1)));
        }
        Matcher plain = PLAIN.matcher(value);
        return plain.find() ? Optional.of(unquoted(plain)) : Optional.empty();
    }

    private static String unquoted(Matcher match) {
        String quoted = match.group(1);
        return quoted == null ? match.group(2) : quoted.replaceAll("\\\\(.)", "$1");
    }

    /** A percent sign that begins no escape stands for itself. */
    private static String percentDecoded(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        int at = 0;
        while (at < encoded.length) {
            int escaped = escapeAt(encoded, at);
            octets.write(escaped < 0 ? encoded[at] : escaped);
            at += escaped < 0 ? 1 : 3;
        }
        return octets.toString(StandardCharsets.UTF_8);
    }

    private static int escapeAt(byte[] encoded, int at) {
        if (encoded[at] != '%' || at + 2 >= encoded.length) {
            return -1;
        }
        int high = Character.digit(encoded[at + 1], 16);
        int low = Character.digit(encoded[at + 2], 16);
        return high < 0 || low < 0 ? -1 : 16 * high + low;
    }
}
