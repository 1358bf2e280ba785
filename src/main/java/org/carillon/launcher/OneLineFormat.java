package org.carillon.launcher;

import java.time.temporal.ChronoUnit;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/**
 * {@code 2026-11-22T16:20:01.123Z WARN logger: message (cause)}, always one line.
 *
 * <p>Of a message that is not the application's own only the first line is kept: what the SIP
 * container puts behind it is the SIP message it stumbled over, and message content never enters a
 * log. Control characters are made visible, so a peer cannot forge a line.
 */
final class OneLineFormat extends Formatter {
    @Override
    public String format(LogRecord event) {
        return event.getInstant().truncatedTo(ChronoUnit.MILLIS)
                + " "
                + level(event.getLevel())
                + " "
                + event.getLoggerName()
                + ": "
                + visible(firstLineUnlessOurs(event))
                + (event.getThrown() == null ? "" : visible(cause(event.getThrown())));
    }

    private static String level(Level level) {
        if (level.intValue() >= Level.SEVERE.intValue()) {
            return "ERROR";
        }
        return level.intValue() >= Level.WARNING.intValue() ? "WARN" : level.getName();
    }

    private String firstLineUnlessOurs(LogRecord event) {
        String message = String.valueOf(formatMessage(event));
        String name = String.valueOf(event.getLoggerName());
        return name.startsWith("org.carillon") ? message : firstLine(message);
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    /** The deepest cause and where it came from: the part of a stack trace that is read first. */
    private static String cause(Throwable thrown) {
        Throwable deepest = deepest(thrown);
        StackTraceElement[] trace = deepest.getStackTrace();
        return " (%s%s)"
                .formatted(
                        firstLine(deepest.toString()), trace.length == 0 ? "" : " at " + trace[0]);
    }

    static Throwable deepest(Throwable thrown) {
        Throwable deepest = thrown;
        while (deepest.getCause() != null && deepest.getCause() != deepest) {
            deepest = deepest.getCause();
        }
        return deepest;
    }

    private static String visible(String text) {
        StringBuilder visible = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            append(visible, text.charAt(i));
        }
        return visible.toString();
    }

    private static void append(StringBuilder visible, char c) {
        if (Character.isISOControl(c)) {
            visible.append("\\u%04x".formatted((int) c));
        } else {
            visible.append(c);
        }
    }
}
