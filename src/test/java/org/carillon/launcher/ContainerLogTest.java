package org.carillon.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.logging.Level;
import org.apache.log4j.Logger;
import org.apache.log4j.spi.LoggingEvent;
import org.junit.jupiter.api.Test;
import org.mobicents.servlet.sip.core.SipApplicationDispatcherImpl;

class ContainerLogTest {
    private static Level levelOf(Class<?> logger, String message, Exception thrown) {
        return ContainerLog.level(
                new LoggingEvent(
                        "",
                        Logger.getLogger(logger),
                        org.apache.log4j.Level.ERROR,
                        message,
                        thrown));
    }

    @Test
    void aSessionThatWasEndedMeanwhileIsNoError() {
        for (Exception gone : List.of(new IllegalStateException(), new NullPointerException())) {
            assertThat(
                            levelOf(
                                    SipApplicationDispatcherImpl.class,
                                    "Problem handling transaction termination",
                                    gone))
                    .isEqualTo(Level.FINE);
        }
    }

    @Test
    void whateverElseGoesWrongIs() {
        Exception gone = new IllegalStateException();
        assertThat(levelOf(SipApplicationDispatcherImpl.class, "Problem", gone))
                .isEqualTo(Level.SEVERE);
        assertThat(
                        levelOf(
                                SipApplicationDispatcherImpl.class,
                                "Problem handling transaction termination",
                                new UnsupportedOperationException()))
                .isEqualTo(Level.SEVERE);
        assertThat(levelOf(String.class, "Problem handling transaction termination", gone))
                .isEqualTo(Level.SEVERE);
    }
}
