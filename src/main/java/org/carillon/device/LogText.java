package org.carillon.device;

/** Text of a peer on its way into a log line: quoted, one line, bounded. */
final class LogText {
    private static final int MOST = 200;

    private LogText() {}

    static String of(String text) {
        String head = text.length() > MOST ? text.substring(0, MOST) + "..." : text;
        return '"' + head.replaceAll("[^\\x20-\\x7e]|[\"\\\\]", "?") + '"';
    }
}
