package org.carillon.log;

/** Text from peers on its way into a log line: quoted, one line, bounded. */
public final class LogText {
    private static final int MOST = 200;

    private LogText() {}

    public static String of(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < Math.min(text.length(), MOST); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append(text.length() > MOST ? "…\"" : "\"").toString();
    }
}
