package org.carillon.sip;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {
    @Test
    void aLogLineStaysOneLineAndBounded() {
        assertThat(Printable.of("a b\r\nevent=forged\u0000\u00e4"))
                .isEqualTo("a b??event=forged??");
        assertThat(Printable.of("x".repeat(1_000))).hasSizeLessThan(300);
    }

    @Test
    void anOptionTagCannotBecomeAnotherHeader() {
        assertThat(Printable.token("100rel")).isEqualTo("100rel");
        assertThat(Printable.token("a\r\nX: y, \"z\"")).isEqualTo("a??X??y???z?");
    }
}
