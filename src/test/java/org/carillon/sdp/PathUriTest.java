package org.carillon.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathUriTest {

    @ParameterizedTest
    @CsvSource({
        "msrp://a.example.com:7394/2s93;tcp, TCP, a.example.com, 7394",
        "MSRPS://A:1/x;TCP, TLS, A, 1",
        "msrp://[2001:db8::b]:65535/x;tcp, TCP, 2001:db8::b, 65535",
        "msrp://me@a:2855/n02s00i2t0+519;tcp, TCP, a, 2855",
        "msrp://me:x;y@a:2855/x;tcp, TCP, a, 2855",
        "msrp://a:2855;tcp, TCP, a, 2855",
        "msrp://a:2855/x;tcp;y=z;w, TCP, a, 2855",
        "msrp://a:2855/x@y/z;tcp, TCP, a, 2855",
    })
    void readsWhereTheHopIs(String text, Transport transport, String host, int port) {
        assertThat(PathUri.parse(text)).contains(new PathUri(transport, host, port));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "msrp:",
                "msrp://a/x;tcp",
                "msrp://a:/x;tcp",
                "msrp://a:0/x;tcp",
                "msrp://a:70000/x;tcp",
                "msrp://:1/x;tcp",
                "msrp://a:1/x",
                "msrp://a:1/;tcp",
                "msrp://a:1/x;",
                "msrp://a:1/x;;",
                "msrp://a:1/x;tcp;",
                "msrp://a:1/x;tcp;y z",
                "msrp://a:123456/x;tcp",
                "msrp://a:1",
                "msrp://a",
                "msrp://",
                "msrp://@a:1/x;tcp",
                "msrp://[]:1/x;tcp",
                "msrp://a:\u0661/x;tcp",
                "sip://a:1/x;tcp",
                "msrp://[1::2::3]:1/x;tcp",
                "msrp://[::1:1/x;tcp",
                "msrp://a b:1/x;tcp",
                "msrp://a:1/x;tcp ",
                "msrp://a:1/x\u00e9;tcp"
            })
    void refusesEverythingElse(String text) {
        assertThat(PathUri.parse(text)).isEmpty();
    }

    @Test
    void ourOwnEndIsCheckedToo() {
        assertThatThrownBy(() -> new LocalEnd("msrp://a/x;tcp", "a", 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("msrp://a/x;tcp");
        assertThatThrownBy(() -> new LocalEnd("msrp://a:1/x;tcp", "a\r\na=x", 1, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LocalEnd("msrp://a:1/x;tcp", "a", -1, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
