package org.carillon.it.torture;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Keeps what container and application complain of: every exception, every warning or worse. */
final class LogWatch extends Handler {
    private static final Formatter WORDS = new SimpleFormatter();
    private static final Logger ROOT = Logger.getLogger("");

    private final Queue<String> complaints = new ConcurrentLinkedQueue<>();

    private LogWatch() {}

    static LogWatch begin() {
        LogWatch watch = new LogWatch();
        ROOT.addHandler(watch);
        return watch;
    }

    /** All since they were last taken. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** All since the last time. */
    List<String> takeComplaints() {
        List<String> taken = List.copyOf(complaints);
        complaints.removeAll(taken);
        return taken;
    }

    @Override
    public void publish(LogRecord event) {
        if (event.getThrown() != null || event.getLevel().intValue() >= Level.WARNING.intValue()) {
            String first = WORDS.formatMessage(event).lines().findFirst().orElse("");
            complaints.add(event.getLoggerName() + ": " + first + thrown(event));
        }
    }

    private static String thrown(LogRecord event) {
        return event.getThrown() == null ? "" : " (" + event.getThrown() + ")";
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        ROOT.removeHandler(this);
    }
}
