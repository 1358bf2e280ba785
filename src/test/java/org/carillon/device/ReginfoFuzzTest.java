package org.carillon.device;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Whatever a core notifies is a value. */
class ReginfoFuzzTest {
    @FuzzTest(maxDuration = "5m")
    void anyNotification(byte[] xml) {
        assertThat(ReginfoReader.parse(xml)).isNotNull();
    }
}
