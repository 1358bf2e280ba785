package org.carillon.sip;

/** Text of a peer or the container, fit for one log line. */
final class Printable {
    private static final int LONGEST = 200;

    private Printable() {}

    static String of(String text) {
        String head = text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
        return head.replaceAll("[^\\x20-\\x7e]", "?");
    }
}
