package org.carillon.device;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 3261 §19.1.4, its examples first. */
class SipUriTest {
    @ParameterizedTest
    @CsvSource({
        "sip:%61lice@atlanta.com;transport=TCP, sip:alice@AtLanTa.CoM;Transport=tcp",
        "sip:carol@chicago.com, sip:carol@chicago.com;newparam=5",
        "sip:carol@chicago.com, sip:carol@chicago.com;security=on",
        "sip:carol@chicago.com;newparam=5, sip:carol@chicago.com;security=on",
        "sip:biloxi.com;transport=tcp;method=REGISTER?to=sip:bob%40biloxi.com,"
                + "sip:biloxi.com;method=REGISTER;transport=tcp?to=sip:bob%40biloxi.com",
        "sip:alice@atlanta.com?subject=project%20x&priority=urgent,"
                + "sip:alice@atlanta.com?priority=urgent&subject=project%20x",
        "sip:[2001:DB8::1]:5062, sip:[2001:db8::1]:5062",
        "sip:bob@h;lr, sip:bob@h;lr",
    })
    void theseAreEquivalent(String one, String other) {
        assertThat(equivalent(one, other)).isTrue();
        assertThat(equivalent(other, one)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "SIP:ALICE@AtLanTa.CoM;Transport=udp, sip:alice@AtLanTa.CoM;Transport=UDP",
        "sip:bob@biloxi.com, sip:bob@biloxi.com:5060",
        "sip:bob@biloxi.com;transport=udp, sip:bob@biloxi.com;transport=tcp",
        "sip:bob@biloxi.com, sip:bob@biloxi.com:6000;transport=tcp",
        "sip:carol@chicago.com, sip:carol@chicago.com?Subject=next%20meeting",
        "sip:bob@phone21.boxesbybob.com, sip:bob@192.0.2.4",
        "sip:carol@chicago.com;security=on, sip:carol@chicago.com;security=off",
        "sip:bob@h, sips:bob@h",
        "sip:bob@h, sip:bob:secret@h",
        "sip:bob@h, sip:bob@h;user=phone",
        "sip:bob@h;maddr=192.0.2.1, sip:bob@h",
        "sip:bob@h, sip:bob@h;ttl=1",
        "sip:bob@h, sip:bob@h;method=INVITE",
        "sip:bo%3bb@h, sip:bo;b@h",
    })
    void theseAreNot(String one, String other) {
        assertThat(equivalent(one, other)).isFalse();
        assertThat(equivalent(other, one)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tel:+15551230002",
                "mailto:bob@example.com",
                "sip:",
                "sip:bob@",
                "bob@example.com",
                "sip:bob@example.com:port",
                "sip:bob@exa mple.com",
                "sip:bob@example.com;x=@home.example",
                "<sip:bob@example.com>",
                "sip:bob@example.com\r\nX: y",
            })
    void theseAreNoSipUris(String text) {
        assertThat(SipUri.parse(text)).isEmpty();
    }

    private static boolean equivalent(String one, String other) {
        return SipUri.parse(one).orElseThrow().equivalent(SipUri.parse(other).orElseThrow());
    }
}
