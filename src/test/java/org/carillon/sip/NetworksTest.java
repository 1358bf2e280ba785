package org.carillon.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworksTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.0/24, 192.0.2.255, true",
        "192.0.2.0/24, 192.0.3.0, false",
        "192.0.2.128/25, 192.0.2.127, false",
        "192.0.2.128/25, 192.0.2.128, true",
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1, 192.0.2.2, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, ::1, false",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "::1/128, [::1], true",
        "::1/128, 0:0:0:0:0:0:0:1, true",
        "127.0.0.0/8, ::ffff:127.0.0.1, true",
        "127.0.0.0/8, localhost, false",
        "127.0.0.0/8, '', false"
    })
    void anAddressIsInTheBlockOrNot(String block, String address, boolean inside) {
        assertThat(Networks.parse(List.of("198.51.100.0/24", block)).contain(address))
                .isEqualTo(inside);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "example.com/8",
                "192.0.2.0/33",
                "192.0.2.0/-1",
                "192.0.2.0/",
                "192.0.2.0/x",
                "192.0.2/24",
                "192.0.2.256",
                "2001:db8::/129",
                "2001:db8:::/32",
                "192.0.2.1/24",
                "fe80::1%lo"
            })
    void whatIsNoBlockIsRefused(String block) {
        assertThatThrownBy(() -> Networks.parse(List.of(block)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(block);
    }

    @Test
    void noBlockContainsNothing() {
        assertThat(Networks.parse(List.of()).contain("127.0.0.1")).isFalse();
    }
}
