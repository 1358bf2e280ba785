package org.carillon.it.delivery;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.carillon.it.agent.Eventually;

/** What the server logs while this is open. */
final class LogLines extends Handler {
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    /** After the server has started: its start takes all handlers away. */
    LogLines() {
        Logger.getLogger("").addHandler(this);
    }

    /** Waits for a line with all of these words in it. */
    void expect(String... words) {
        Eventually.holds(
                String.join(" ", words) + " in the log",
                () ->
                        lines.stream()
                                .anyMatch(
                                        line -> List.of(words).stream().allMatch(line::contains)));
    }

    @Override
    public void publish(LogRecord event) {
        lines.add(String.valueOf(event.getMessage()));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        Logger.getLogger("").removeHandler(this);
    }
}
