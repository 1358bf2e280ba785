package org.carillon.history;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The header section of a mail object (RFC 5322 §2.2). Values come from peers: line breaks and
 * other controls become spaces, so that a value never starts a header of its own; what is not ASCII
 * is written in encoded-words (RFC 2047).
 */
final class HeaderBlock {
    /** Where lines are folded if they can be, RFC 5322 §2.1.1. */
    private static final int LINE = 78;

    /** Where a word without a space is cut: a line has 998 characters at most. */
    private static final int LONGEST_WORD = 900;

    /** With the 12 characters around it an encoded-word has 72; RFC 2047 §2 allows 75. */
    private static final int ENCODED_OCTETS = 45;

    /** RFC 3261 §7.3.1: any amount of it means the same as one space. */
    private static final Pattern SPACE = Pattern.compile("[\\s\\p{Cntrl}]+");

    private final StringBuilder text = new StringBuilder();

    HeaderBlock add(String name, String value) {
        text.append(name).append(':');
        int column = name.length() + 1;
        boolean first = true;
        for (String word : words(SPACE.matcher(value).replaceAll(" ").strip())) {
            if (!first && column + 1 + word.length() > LINE) {
                text.append("\r\n");
                column = 0;
            }
            text.append(' ').append(word);
            column += 1 + word.length();
            first = false;
        }
        text.append("\r\n");
        return this;
    }

    /** The headers and the empty line behind them. */
    byte[] toBytes() {
        return (text + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static List<String> words(String value) {
        boolean ascii = value.chars().allMatch(c -> c < 0x80);
        return ascii && !value.contains("=?") ? plainWords(value) : encodedWords(value);
    }

    private static List<String> plainWords(String value) {
        List<String> words = new ArrayList<>();
        for (String word : value.split(" ", -1)) {
            for (int i = 0; i == 0 || i < word.length(); i += LONGEST_WORD) {
                words.add(word.substring(i, Math.min(word.length(), i + LONGEST_WORD)));
            }
        }
        return words;
    }

    private static List<String> encodedWords(String value) {
        List<String> words = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        int octets = 0;
        for (int character : value.codePoints().toArray()) {
            String next = Character.toString(character);
            int length = next.getBytes(StandardCharsets.UTF_8).length;
            if (octets + length > ENCODED_OCTETS) {
                words.add(encodedWord(part));
                part.setLength(0);
                octets = 0;
            }
            part.append(next);
            octets += length;
        }
        words.add(encodedWord(part));
        return words;
    }

    private static String encodedWord(StringBuilder part) {
        byte[] octets = part.toString().getBytes(StandardCharsets.UTF_8);
        return "=?UTF-8?B?" + Base64.getEncoder().encodeToString(octets) + "?=";
    }
}
