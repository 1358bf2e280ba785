package org.carillon.sip;

/** Text of a peer or the container, fit for one log line or a header. */
final class Printable {
    private static final int LONGEST = 200;

    private Printable() {}

    /** An option tag as a header may repeat it (RFC 3261 §25.1, token). */
    static String token(String text) {
        return of(text).replaceAll("[^A-Za-z0-9.!%*_+`'~-]", "?");
    }

    static String of(String text) {
        String head = text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
        return head.replaceAll("[^\\x20-\\x7e]", "?");
    }
}
