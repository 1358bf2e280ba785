package org.carillon.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpLiteralTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 0, ffffc0000201",
        "255.255.255.255, 0, ffffffffffff",
        "0.0.0.0, 0, ffff00000000",
        "::, 0, 0",
        "::1, 0, 1",
        "1::, 1000000000000, 0",
        "2001:db8::b, 20010db800000000, b",
        "2001:0DB8:0:0:0:0:0:B, 20010db800000000, b",
        "1:2:3:4:5:6:7:8, 1000200030004, 5000600070008",
        "1:2:3:4:5:6:7::, 1000200030004, 5000600070000",
        "::2:3:4:5:6:7:8, 200030004, 5000600070008",
        "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, ffffffffffffffff, ffffffffffffffff",
        "::ffff:192.0.2.1, 0, ffffc0000201",
        "1:2:3:4:5:6:192.0.2.1, 1000200030004, 50006c0000201",
    })
    void readsEverySpelling(String text, String high, String low) {
        assertThat(IpLiteral.parse(text))
                .contains(
                        new IpLiteral(
                                Long.parseUnsignedLong(high, 16), Long.parseUnsignedLong(low, 16)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1.2.3",
                "1.2.3.4.5",
                "256.1.1.1",
                "01.2.3.4",
                "1.2.3.x",
                "a.b",
                ":",
                ":::",
                "1:2",
                "1::2::3",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4::5:6:7:8",
                "12345::",
                "g::",
                "1.2.3.4::",
                "::1.2.3",
                ":1:2:3:4:5:6:7",
                "fe80::1%eth0",
                "1:2:3:4:5:6:7:1.2.3.4"
            })
    void readsNothingElse(String text) {
        assertThat(IpLiteral.parse(text)).isEmpty();
    }
}
