package org.carillon.tool;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/**
 * A name for a file on this machine, derived from the name that a peer claims.
 *
 * <p>What remains has no path, no character that a terminal or file system acts on, does not hide
 * itself behind a leading dot, means no device on any common system and is short enough to number.
 */
final class SafeFileName {
    /** In bytes; file systems allow 255, the rest is room for a number. */
    static final int LONGEST = 200;

    private static final String REFUSED = ":*?\"<>|";
    private static final Set<String> DEVICES =
            Set.of("con", "prn", "aux", "nul", "conin$", "conout$");

    private SafeFileName() {}

    /**
     * The safe form of {@code claimed}.
     *
     * @param fallback used when nothing of it is left
     */
    static String of(String claimed, String fallback) {
        String name = trimmed(shown(lastPart(claimed)));
        if (name.isEmpty()) {
            return fallback;
        }
        return shortened(isDevice(name) ? "_" + name : name);
    }

    /** {@code report.pdf}, 2 becomes {@code report-2.pdf}; 1 leaves it as it is. */
    static String numbered(String name, int number) {
        int dot = extensionAt(name);
        return number == 1 ? name : name.substring(0, dot) + "-" + number + name.substring(dot);
    }

    private static String lastPart(String path) {
        int cut = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
        return path.substring(cut + 1);
    }

    private static String shown(String text) {
        StringBuilder kept = new StringBuilder();
        text.codePoints()
                .filter(c -> !Printable.acts(c))
                .map(c -> REFUSED.indexOf(c) >= 0 ? '_' : c)
                .forEach(kept::appendCodePoint);
        return kept.toString();
    }

    private static String trimmed(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isEdge(text.charAt(start))) {
            start++;
        }
        while (end > start && isEdge(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isEdge(char c) {
        return c == '.' || Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    private static boolean isDevice(String name) {
        int dot = name.indexOf('.');
        String stem = (dot < 0 ? name : name.substring(0, dot)).strip().toLowerCase(Locale.ROOT);
        return DEVICES.contains(stem) || stem.matches("(com|lpt)[0-9]");
    }

    private static String shortened(String name) {
        int dot = extensionAt(name);
        String extension = bytes(name.substring(dot)) <= LONGEST / 2 ? name.substring(dot) : "";
        String stem = name.substring(0, name.length() - extension.length());
        while (bytes(stem) + bytes(extension) > LONGEST) {
            stem = stem.substring(0, stem.offsetByCodePoints(stem.length(), -1));
        }
        return stem + extension;
    }

    private static int extensionAt(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? name.length() : dot;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
