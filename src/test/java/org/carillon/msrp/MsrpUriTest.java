package org.carillon.msrp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.carillon.rules.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MsrpUriTest {

    @Test
    void hasAllItsParts() {
        MsrpUri uri = uri("MSRPS://alice@Host.example.com:2855/a+b=c/D-e_f~;TCP;x;y=z");
        assertThat(uri.secure()).isTrue();
        assertThat(uri.user()).isEqualTo("alice");
        assertThat(uri.host()).isEqualTo("Host.example.com");
        assertThat(uri.port()).isEqualTo(2855);
        assertThat(uri.sessionId()).isEqualTo("a+b=c/D-e_f~");
        assertThat(uri.transport()).isEqualTo("TCP");
        assertThat(uri.parameters()).containsExactly("x", "y=z");
        assertThat(uri).hasToString("msrps://alice@Host.example.com:2855/a+b=c/D-e_f~;TCP;x;y=z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "msrp://host.example.com:8493/asfd34;tcp",
                "msrps://relay.example.com;tcp",
                "msrp://[2001:db8::b]:9/devB;tcp",
                "msrp://[::ffff:192.0.2.1]:9/x;tcp",
                "msrp://u;v=w:x@h:1/s;ws",
                "msrp://h%41:1/s;tcp",
                "msrp://10.108.25.89:19494/n02s00i2t0+519;tcp",
                "msrp://300.0.0.1/s;tcp"
            })
    void isWrittenAsItWasRead(String text) {
        assertThat(uri(text)).hasToString(text);
    }

    @Test
    void ofOurOwnIsWhatAPeerReads() {
        MsrpUri own = MsrpUri.tcp(true, "[2001:db8::1]", 2855, "abc");
        assertThat(own).hasToString("msrps://[2001:db8::1]:2855/abc;tcp");
        assertThat(uri(own.toString())).isEqualTo(own);
    }

    @ParameterizedTest
    @CsvSource({
        "msrp://h.example:1/s;tcp,          MSRP://h.example:1/s;tcp",
        "msrp://h.example:1/s;tcp,          msrp://H.EXAMPLE:1/s;tcp",
        "msrp://h.example:1/s;tcp,          msrp://h.example:1/s;TCP",
        "msrp://h.example:1/s;tcp,          msrp://h.example:01/s;tcp",
        "msrp://h.example:1/s;tcp,          msrp://alice@h.example:1/s;tcp",
        "msrp://bob@h.example:1/s;tcp,      msrp://alice@h.example:1/s;tcp",
        "msrp://h.example:1/s;tcp,          msrp://h.example:1/s;tcp;x=y",
        "msrp://h.example:1/s;tcp,          msrp://%68.ex%61mple:1/s;tcp",
        "msrp://a%2cb:1/s;tcp,              msrp://a%2Cb:1/s;tcp",
        "msrp://h.example/s;tcp,            msrp://h.example/s;tcp",
        "msrp://h.example;tcp,              msrp://H.example;tcp",
        "msrp://[2001:db8::b]:9/s;tcp,      msrp://[2001:DB8::B]:9/s;tcp",
        "msrp://[2001:db8::b]:9/s;tcp,      msrp://[2001:0db8:0:0:0:0:0:000b]:9/s;tcp",
        "msrp://[2001:db8:0:0:1::1]:9/s;tcp, msrp://[2001:db8::1:0:0:1]:9/s;tcp",
        "msrp://[::]:9/s;tcp,               msrp://[0:0:0:0:0:0:0:0]:9/s;tcp",
        "msrp://[1::]:9/s;tcp,              msrp://[1:0:0:0:0:0:0:0]:9/s;tcp",
        "msrp://[::ffff:192.0.2.1]:9/s;tcp, msrp://[::ffff:c000:201]:9/s;tcp",
    })
    @Rule("C-19")
    void areTheSame(String one, String other) {
        assertThat(uri(one)).isEqualTo(uri(other)).hasSameHashCodeAs(uri(other));
    }

    @ParameterizedTest
    @CsvSource({
        "msrp://h.example:1/s;tcp,          msrps://h.example:1/s;tcp",
        "msrp://h.example:1/s;tcp,          msrp://h.example.:1/s;tcp",
        "msrp://h.example:1/s;tcp,          msrp://h.example:2/s;tcp",
        "msrp://h.example:1/s;tcp,          msrp://h.example/s;tcp",
        "msrp://h.example:1/s;tcp,          msrp://h.example:1/S;tcp",
        "msrp://h.example:1/s;tcp,          msrp://h.example:1/s/;tcp",
        "msrp://h.example:1/s/../t;tcp,     msrp://h.example:1/t;tcp",
        "msrp://h.example:1/s;tcp,          msrp://h.example:1;tcp",
        "msrp://h.example:1/s;tcp,          msrp://h.example:1/s;ws",
        "msrp://a%2Cb:1/s;tcp,              'msrp://a,b:1/s;tcp'",
        "msrp://[2001:db8::b]:9/s;tcp,      msrp://[2001:db8::c]:9/s;tcp",
        "msrp://[::ffff:192.0.2.1]:9/s;tcp, msrp://192.0.2.1:9/s;tcp",
    })
    @Rule("C-19")
    void areNotTheSame(String one, String other) {
        assertThat(uri(one)).isNotEqualTo(uri(other));
        assertThat(uri(other)).isNotEqualTo(uri(one));
    }

    @ParameterizedTest
    @CsvSource({
        "'',                              URI_SCHEME",
        "msrp,                            URI_SCHEME",
        "msrp:/h:1/s;tcp,                 URI_SCHEME",
        "sip://h:1/s;tcp,                 URI_SCHEME",
        "msrp s://h:1/s;tcp,              URI_SCHEME",
        "msrp://,                         URI_AUTHORITY",
        "msrp://;tcp,                     URI_AUTHORITY",
        "msrp://:1/s;tcp,                 URI_AUTHORITY",
        "msrp://h_ä:1/s;tcp,              URI_AUTHORITY",
        "msrp://h h:1/s;tcp,              URI_AUTHORITY",
        "msrp://h%4:1/s;tcp,              URI_AUTHORITY",
        "msrp://h%4g:1/s;tcp,             URI_AUTHORITY",
        "msrp://u%@h:1/s;tcp,             URI_AUTHORITY",
        "msrp://a@b@h:1/s;tcp,            URI_AUTHORITY",
        "msrp://h:1/s@t;tcp,              URI_AUTHORITY",
        "msrp://[]:1/s;tcp,               URI_AUTHORITY",
        "msrp://[::1:1/s;tcp,             URI_AUTHORITY",
        "msrp://[1:2:3:4:5:6:7]:1/s;tcp,  URI_AUTHORITY",
        "msrp://[1:2:3:4:5:6:7:8:9]:1/s;tcp, URI_AUTHORITY",
        "msrp://[1:2:3:4::5:6:7:8]:1/s;tcp,  URI_AUTHORITY",
        "msrp://[1::2::3]:1/s;tcp,        URI_AUTHORITY",
        "msrp://[:::]:1/s;tcp,            URI_AUTHORITY",
        "msrp://[12345::]:1/s;tcp,        URI_AUTHORITY",
        "msrp://[g::]:1/s;tcp,            URI_AUTHORITY",
        "msrp://[1.2.3.4::]:1/s;tcp,      URI_AUTHORITY",
        "msrp://[::1.2.3]:1/s;tcp,        URI_AUTHORITY",
        "msrp://[::1.2.3.256]:1/s;tcp,    URI_AUTHORITY",
        "msrp://[fe80::1%25eth0]:1/s;tcp, URI_AUTHORITY",
        "msrp://h:/s;tcp,                 URI_PORT",
        "msrp://h:0/s;tcp,                URI_PORT",
        "msrp://h:65536/s;tcp,            URI_PORT",
        "msrp://h:99999999999999/s;tcp,   URI_PORT",
        "msrp://h:-1/s;tcp,               URI_PORT",
        "msrp://h:1x/s;tcp,               URI_PORT",
        "msrp://192.0.2.1/s;tcp,          URI_PORT",
        "msrp://[::1]/s;tcp,              URI_PORT",
        "msrp://h:1/;tcp,                 URI_RESOURCE",
        "msrp://h:1/s%41;tcp,             URI_RESOURCE",
        "msrp://h:1/s t;tcp,              URI_RESOURCE",
        "msrp://h:1/s,                    URI_TRANSPORT",
        "msrp://h:1/s;,                   URI_TRANSPORT",
        "msrp://h:1/s;t-p,                URI_TRANSPORT",
        "msrp://[::1]x:1/s;tcp,           URI_PORT",
        "msrp://h:1/s;tcp;,               URI_PARAMETER",
        "msrp://h:1/s;tcp;=b,             URI_PARAMETER",
        "msrp://h:1/s;tcp;a=,             URI_PARAMETER",
        "msrp://h:1/s;tcp;a=b=c,          URI_PARAMETER",
        "msrp://h:1/s;tcp;a b,            URI_PARAMETER",
    })
    void areWrong(String text, Fault fault) {
        assertThat(MsrpUri.parse(text).problem()).contains(fault);
    }

    @ParameterizedTest
    @CsvSource({
        "msrp://192.0.2.1:1/s;tcp, true",
        "msrp://%3192.0.2.1:1/s;tcp, true",
        "msrp://[::1]:1/s;tcp,     true",
        "msrp://192.0.2.1.:1/s;tcp, false",
        "msrp://192.0.2.01:1/s;tcp, false",
        "msrp://192.0.2:1/s;tcp,   false",
        "msrp://192.0.2.x:1/s;tcp, false",
        "msrp://h.example:1/s;tcp, false",
    })
    void knowWhetherTheirHostIsAnAddress(String text, boolean numeric) {
        assertThat(uri(text).isNumeric()).isEqualTo(numeric);
    }

    @Test
    void formAPath() {
        String text = "msrp://pf.example:2855/up;tcp msrp://[2001:db8::b]:9/devB;tcp";
        MsrpPath path = MsrpPath.parse(text, MsrpLimits.defaults()).orThrow();
        assertThat(path).hasToString(text);
        assertThat(path.leftmost()).isEqualTo(uri("msrp://pf.example:2855/up;tcp"));
        assertThat(path.rightmost()).isEqualTo(uri("msrp://[2001:db8::b]:9/devB;tcp"));
        MsrpUri hop = uri("msrp://hop:1/h;tcp");
        assertThat(path.prepend(hop).uris()).hasSize(3).first().isEqualTo(hop);
        assertThat(MsrpPath.of(path.leftmost(), path.rightmost())).isEqualTo(path);
    }

    @ParameterizedTest
    @CsvSource({
        "'',                                    PATH",
        "'msrp://h:1/s;tcp ',                   PATH",
        "' msrp://h:1/s;tcp',                   PATH",
        "'msrp://h:1/s;tcp  msrp://h:1/s;tcp',  PATH",
        "'msrp://h:1/s;tcp sip://h',            URI_SCHEME",
    })
    void formNoPath(String text, Fault fault) {
        assertThat(MsrpPath.parse(text, MsrpLimits.defaults()).problem()).contains(fault);
    }

    @Test
    void aPathOfNothingIsOurMistake() {
        assertThatThrownBy(() -> new MsrpPath(List.of())).hasMessageContaining("at least one");
    }

    private static MsrpUri uri(String text) {
        return MsrpUri.parse(text).orThrow();
    }
}
