package org.carillon.cpim;

/** The escape mechanism of header values (RFC 3862 §2.3), which keeps line ends out of them. */
final class CpimEscape {

    private static final String SHORT = "\b\t\n\r\\";
    private static final String LETTERS = "btnr\\";

    private CpimEscape() {}

    static String escape(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int known = SHORT.indexOf(c);
            if (known >= 0) {
                out.append('\\').append(LETTERS.charAt(known));
            } else if (c < ' ' || c == 0x7f) {
                out.append("\\u%04x".formatted((int) c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    static String quote(String text) {
        return '"' + escape(text).replace("\"", "\\\"") + '"';
    }

    /** An unknown escape stands for the character behind the backslash; a last one for nothing. */
    static String resolve(String value) {
        if (value.indexOf('\\') < 0) {
            return value;
        }
        StringBuilder out = new StringBuilder(value.length());
        int i = 0;
        while (i < value.length()) {
            char c = value.charAt(i++);
            if (c != '\\') {
                out.append(c);
            } else if (i < value.length()) {
                i = resolveOne(value, i, out);
            }
        }
        return out.toString();
    }

    /** Resolves the escape whose letter is at {@code at}; returns where the text goes on. */
    private static int resolveOne(String value, int at, StringBuilder out) {
        char letter = value.charAt(at);
        int known = LETTERS.indexOf(letter);
        if (letter == 'u' && isHex(value, at + 1)) {
            out.append((char) Integer.parseInt(value.substring(at + 1, at + 5), 16));
            return at + 5;
        }
        out.append(known >= 0 ? SHORT.charAt(known) : letter);
        return at + 1;
    }

    private static boolean isHex(String value, int start) {
        return value.length() >= start + 4
                && value.substring(start, start + 4)
                        .chars()
                        .allMatch(c -> c < 0x80 && Character.digit(c, 16) >= 0);
    }
}
