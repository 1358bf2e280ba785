package org.carillon.cpim;

import java.nio.charset.StandardCharsets;

/** The file name parameters of a Content-Disposition (RFC 2183, RFC 6266 §4.3). */
final class FileName {

    /** The attr-char of RFC 5987 that is neither letter nor digit. */
    private static final String MARKS = "!#$&+-.^_`|~";

    private FileName() {}

    /** {@code filename} for everybody and, if it had to lose something, {@code filename*}. */
    static String parameters(String name) {
        String base = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        String plain = plain(base);
        String quoted = "filename=\"" + plain + "\"";
        return plain.equals(base) ? quoted : quoted + "; filename*=UTF-8''" + encoded(base);
    }

    private static String plain(String name) {
        return name.codePoints()
                .map(c -> c < ' ' || c > '~' || c == '"' || c == '%' ? '_' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static String encoded(String name) {
        StringBuilder out = new StringBuilder();
        for (byte octet : name.getBytes(StandardCharsets.UTF_8)) {
            boolean plain =
                    octet > 0 && (Character.isLetterOrDigit(octet) || MARKS.indexOf(octet) >= 0);
            out.append(plain ? String.valueOf((char) octet) : "%%%02X".formatted(octet));
        }
        return out.toString();
    }
}
