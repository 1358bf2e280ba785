package org.carillon.history;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Names of files and mailboxes from text that a peer chose. Different texts always give different
 * names, no name leaves its directory, and what is harmless stays readable.
 *
 * <pre>
 *   =XX       a character up to U+00FF, in hexadecimal
 *   =uX…;     any other
 *   =h…       a text whose name would be too long: its SHA-256
 *   =         no text at all
 * </pre>
 */
final class SafeName {
    private static final String PLAIN_IN_FOLDER = "-_+@:,()!$'& ";
    private static final String PLAIN_IN_DIRECTORY = "-_+@.";
    private static final int LONGEST_DIRECTORY = 200;

    private SafeName() {}

    /**
     * One level of a mailbox name: without the delimiters {@code .} and {@code /} and without the
     * wildcards of IMAP's LIST.
     *
     * @param longest how long it may be in modified UTF-7
     */
    static String folder(String text, int longest) {
        String name = escape(text, PLAIN_IN_FOLDER);
        return ModifiedUtf7.encode(name).length() <= longest ? name : digest(text);
    }

    /** A directory on its own, never hidden. */
    static String directory(String text) {
        String name = ModifiedUtf7.encode(escape(text, PLAIN_IN_DIRECTORY));
        return name.length() <= LONGEST_DIRECTORY ? name : digest(text);
    }

    private static String escape(String text, String plain) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int character = text.codePointAt(i);
            boolean atEnd = i == 0 || i == text.length() - 1;
            if (Character.isLetterOrDigit(character) || isPlain(character, plain, atEnd)) {
                name.appendCodePoint(character);
            } else {
                name.append(escaped(character));
            }
        }
        return name.isEmpty() ? "=" : name.toString();
    }

    // A space at either end is easily lost, and a leading dot hides a file or climbs out of it.
    private static boolean isPlain(int character, String plain, boolean atEnd) {
        boolean onlyInside = character == ' ' || character == '.';
        return plain.indexOf(character) >= 0 && !(atEnd && onlyInside);
    }

    /** Spells the first character out, for a name that would otherwise mean something else. */
    static String withFirstEscaped(String name) {
        return escaped(name.charAt(0)) + name.substring(1);
    }

    /** A character spelled out. */
    static String escaped(int character) {
        return character <= 0xFF ? "=%02X".formatted(character) : "=u%X;".formatted(character);
    }

    private static String digest(String text) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            byte[] digest = sha256.digest(text.getBytes(StandardCharsets.UTF_16BE));
            return "=h" + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
