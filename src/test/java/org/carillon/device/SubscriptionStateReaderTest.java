package org.carillon.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.carillon.device.SubscriptionState.Active;
import org.carillon.device.SubscriptionState.Pending;
import org.carillon.device.SubscriptionState.Reason;
import org.carillon.device.SubscriptionState.Terminated;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubscriptionStateReaderTest {
    private static SubscriptionState parsed(String text) {
        return SubscriptionStateReader.parse(text).orElseThrow();
    }

    @Test
    void statesAndTheirTimes() {
        assertThat(parsed("active")).isEqualTo(new Active(Optional.empty()));
        assertThat(parsed(" Active ; other=1;EXPIRES = 60"))
                .isEqualTo(new Active(Optional.of(Duration.ofSeconds(60))));
        assertThat(parsed("pending;expires=7"))
                .isEqualTo(new Pending(Optional.of(Duration.ofSeconds(7))));
        assertThat(parsed("terminated;reason=probation;retry-after=9"))
                .isEqualTo(new Terminated(Reason.PROBATION, Optional.of(Duration.ofSeconds(9))));
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void reasons(Reason reason) {
        assertThat(parsed("terminated;reason=" + reason.name()))
                .isEqualTo(new Terminated(reason, Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"terminated", "terminated;reason", "terminated;reason=whatever"})
    void aReasonThatTellsNothing(String text) {
        assertThat(parsed(text)).isEqualTo(new Terminated(Reason.OTHER, Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"active;expires=x", "active;expires=-1", "active;expires=12345678901"})
    void aTimeThatIsNone(String text) {
        assertThat(parsed(text)).isEqualTo(new Active(Optional.empty()));
    }

    @Test
    void aStateThatWeDoNotKnowTellsAsLittleAsPending() {
        assertThat(parsed("waiting")).isEqualTo(new Pending(Optional.empty()));
        assertThat(SubscriptionStateReader.parse("  ")).isEmpty();
    }
}
