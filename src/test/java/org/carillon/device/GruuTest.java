package org.carillon.device;

import static org.assertj.core.api.Assertions.assertThat;

import org.carillon.call.Aor;
import org.junit.jupiter.api.Test;

class GruuTest {
    private static final Aor BOB = Aor.of("sip:bob@example.com");
    private static final String IMEI = "urn:gsma:imei:90420156-025763-0";

    @Test
    void aUuidStandsInItAsItIs() {
        assertThat(Gruu.of(BOB, "urn:uuid:F81D4FAE-7dec-11d0-a765-00a0c91e6bf6"))
                .isEqualTo("sip:bob@example.com;gr=urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6");
    }

    @Test
    void anyOtherInstanceIsHiddenButAlwaysTheSame() {
        // a value once given out holds for ever: this is SHA-256, not whatever the code does
        assertThat(Gruu.of(BOB, IMEI))
                .isEqualTo("sip:bob@example.com;gr=547e852b7b124026c44e78de6eba862c");
    }

    @Test
    void usersOfOneDeviceCannotBeLinkedByIt() {
        String bobs = Gruu.of(BOB, IMEI);
        String carols = Gruu.of(Aor.of("sip:carol@example.com"), IMEI);
        assertThat(parameter(carols)).isNotEqualTo(parameter(bobs));
    }

    @Test
    void whatLooksLikeAUuidButIsNoneCannotBreakOutOfTheParameter() {
        String gruu = Gruu.of(BOB, "urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6;lr>");
        assertThat(parameter(gruu)).matches("[0-9a-f]{32}");
    }

    @Test
    void withoutItsParameterItIsTheAddressOfRecord() {
        assertThat(Aor.of(Gruu.of(BOB, IMEI))).isEqualTo(BOB);
    }

    private static String parameter(String gruu) {
        return gruu.substring(gruu.indexOf(";gr=") + 4);
    }
}
