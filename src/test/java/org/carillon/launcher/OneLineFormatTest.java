package org.carillon.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

/** One line an event, and nothing of a SIP message in it. */
class OneLineFormatTest {
    private final OneLineFormat format = new OneLineFormat();

    @Test
    void writesTimeLevelLoggerAndMessage() {
        assertThat(format.format(event("org.carillon.sip", "call=1 ended")))
                .isEqualTo("2026-11-22T16:20:01.123Z WARN org.carillon.sip: call=1 ended");
    }

    @Test
    void keepsOnlyTheFirstLineOfWhatTheContainerSays() {
        String dump = "cannot process INVITE sip:bob@localhost\r\nFrom: alice\r\n\r\nsecret";

        assertThat(format.format(event("org.mobicents.servlet.sip", dump)))
                .endsWith(": cannot process INVITE sip:bob@localhost");
    }

    @Test
    void keepsOnlyTheFirstLineOfAnExceptionsMessage() {
        LogRecord event = event("gov.nist", "send failed");
        event.setThrown(new IllegalStateException("for message\nINVITE sip:bob@localhost"));

        assertThat(format.format(event))
                .contains("(java.lang.IllegalStateException: for message at ")
                .doesNotContain("INVITE");
    }

    @Test
    void namesTheDeepestCause() {
        LogRecord event = event("org.carillon.app", "failed");
        event.setThrown(new RuntimeException("outer", new RuntimeException("inner")));

        assertThat(format.format(event)).contains("inner").doesNotContain("outer");
    }

    @Test
    void makesControlCharactersVisibleSoThatNobodyForgesALine() {
        assertThat(format.format(event("org.carillon.sip", "from=a\n2026 WARN forged\u001b[2J")))
                .doesNotContain("\n", "\u001b")
                .endsWith("from=a\\u000a2026 WARN forged\\u001b[2J");
    }

    private static LogRecord event(String logger, String message) {
        LogRecord event = new LogRecord(Level.WARNING, message);
        event.setInstant(Instant.parse("2026-11-22T16:20:01.123456Z"));
        event.setLoggerName(logger);
        return event;
    }
}
