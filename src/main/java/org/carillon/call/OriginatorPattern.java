package org.carillon.call;

import java.util.Locale;

/**
 * A set of originators as an operator or a user writes it: {@code alice@example.com}, {@code
 * *@example.com}, {@code *.example.com} (any user of any sub-domain), {@code +1900*}. A {@code *}
 * stands for any run of characters; a pattern without an at sign and without a leading {@code +} or
 * digit is matched against the domain.
 */
public record OriginatorPattern(String text) {
    /** Longer patterns are refused: nobody needs them, and matching costs by length. */
    private static final int MAX_LENGTH = 256;

    public OriginatorPattern {
        text = text.strip().toLowerCase(Locale.ROOT).replaceFirst("^(sips?|tel):", "");
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "originator pattern: expected 1 to %d characters, got %d"
                            .formatted(MAX_LENGTH, text.length()));
        }
    }

    boolean matches(Aor originator) {
        return matches(text, candidate(originator));
    }

    private String candidate(Aor originator) {
        if (text.indexOf('@') >= 0) {
            return (originator.user() + "@" + originator.domain()).toLowerCase(Locale.ROOT);
        }
        boolean number = text.startsWith("+") || Character.isDigit(text.charAt(0));
        return number ? originator.user() : originator.domain();
    }

    /** Glob matching in linear space and at most quadratic time: it remembers one star only. */
    private static boolean matches(String pattern, String candidate) {
        int p = 0;
        int c = 0;
        int star = -1;
        int resume = 0;
        while (c < candidate.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                resume = c;
            } else if (p < pattern.length() && pattern.charAt(p) == candidate.charAt(c)) {
                p++;
                c++;
            } else if (star >= 0) {
                p = star + 1;
                c = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
