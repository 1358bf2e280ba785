package org.carillon.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.Level;
import org.apache.log4j.Logger;
import org.apache.log4j.spi.LoggingEvent;
import org.junit.jupiter.api.Test;
import org.mobicents.servlet.sip.core.SipApplicationDispatcherImpl;

class ContainerLogTest {
    private static Level levelOf(Exception thrown) {
        Logger dispatcher = Logger.getLogger(SipApplicationDispatcherImpl.class);
        return ContainerLog.level(
                new LoggingEvent(
                        "", dispatcher, org.apache.log4j.Level.ERROR, "Problem handling", thrown));
    }

    @Test
    void aSessionThatWasEndedMeanwhileIsNoError() {
        assertThat(
                        levelOf(
                                new IllegalStateException(
                                        "SipApplicationSession already invalidated !")))
                .isEqualTo(Level.FINE);
    }

    @Test
    void whateverElseGoesWrongThereIs() {
        assertThat(levelOf(new IllegalStateException("something else"))).isEqualTo(Level.SEVERE);
        assertThat(levelOf(new NullPointerException())).isEqualTo(Level.SEVERE);
    }
}
