package org.carillon.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.carillon.rules.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IcsiTest {
    private static final String URN = "urn:urn-7:3gpp-service.ims.icsi.";

    @ParameterizedTest
    @CsvSource({
        "oma.cpm.largemsg, true",
        "OMA.CPM.LargeMsg, true",
        "oma.cpm.largemsg.x, true",
        "oma.cpm.largemsg.x.y, true",
        "oma.cpm.largemsgx, false",
        "oma.cpm.largemsg., true",
        "oma.cpm, false",
        "oma.cpm.msg, false",
    })
    void isA(String icsi, boolean large) {
        assertThat(Icsi.isA(URN + icsi, Icsi.LARGE_MESSAGE)).isEqualTo(large);
    }

    @Test
    void feature() {
        assertThat(Icsi.ofFeature("urn%3Aurn-7%3Aa, urn%3aurn-7%3ab,,"))
                .containsExactly("urn:urn-7:a", "urn:urn-7:b");
        assertThat(Icsi.featureParameter(Icsi.LARGE_MESSAGE))
                .isEqualTo(
                        "+g.3gpp.icsi-ref="
                                + "\"urn%3Aurn-7%3A3gpp-service.ims.icsi.oma.cpm.largemsg\"");
    }

    /** S-1: in either header, among others, encoded or not, with what senders append. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "P-Asserted-Service: urn:urn-7:3gpp-service.ims.icsi.oma.cpm.largemsg",
                "p-asserted-service: urn:urn-7:3gpp-service.ims.icsi.oma.cpm.deferred",
                "Accept-Contact:"
                    + " *;+g.3gpp.icsi-ref=\"urn%3Aurn-7%3A3gpp-service.ims.icsi.oma.cpm.largemsg\"",
                "Accept-Contact:"
                    + " *;+g.3gpp.icsi-ref=\"urn%3Aurn-7%3A3gpp-service.ims.icsi.oma.cpm.largemsg\";require;explicit",
                "Accept-Contact:"
                    + " *;+G.3GPP.icsi-ref=\"urn%3Aa,urn%3Aurn-7%3A3gpp-service.ims.icsi.oma.cpm.largemsg\"",
                "Accept-Contact: *;audio,"
                    + " *;+g.3gpp.icsi-ref=\"urn%3aurn-7%3a3gpp-service.ims.icsi.oma.cpm.deferred\"",
            })
    @Rule("S-1")
    void asksForLargeMessage(String header) {
        assertThat(Icsi.asksFor(headers(header), Icsi.LARGE_MESSAGE)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "P-Preferred-Service: urn:urn-7:3gpp-service.ims.icsi.oma.cpm.largemsg",
                "P-Asserted-Service: urn:urn-7:3gpp-service.ims.icsi.oma.cpm.session",
                "Accept-Contact:"
                    + " *;+g.3gpp.icsi-ref=\"urn%3Aurn-7%3A3gpp-service.ims.icsi.oma.cpm.largemsgx\"",
                "Accept-Contact: *;other=\"urn%3Aurn-7%3A3gpp-service.ims.icsi.oma.cpm.largemsg\"",
                "Subject: urn:urn-7:3gpp-service.ims.icsi.oma.cpm.largemsg",
            })
    @Rule("S-1")
    void asksForSomethingElse(String header) {
        assertThat(Icsi.asksFor(headers(header), Icsi.LARGE_MESSAGE)).isFalse();
    }

    private static Headers headers(String line) {
        String[] parts = line.split(": ", 2);
        return new Headers(List.of(new Header(parts[0], parts[1])));
    }
}
