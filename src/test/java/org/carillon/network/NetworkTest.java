package org.carillon.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.255.255, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "172.16.0.0/12, 172.31.255.255, true",
        "172.16.0.0/12, 172.32.0.0, false",
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1, 192.0.2.0, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, ::1, false",
        "::/0, 10.0.0.1, false",
        "fc00::/7, fdff::1, true",
        "fc00::/7, fe00::1, false",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
    })
    void holdsTheAddressesOfItsPrefix(String network, String address, boolean inside)
            throws UnknownHostException {
        Network parsed = Network.parse(network);
        assertThat(parsed.contains(InetAddress.getByName(address))).isEqualTo(inside);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "host.example",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/8/8",
                "10.0.0.0/x",
                "::1/129",
                "1.2.3.4.5",
                "10.0.0.1/8",
                "fe80::1%lo"
            })
    void refusesWhatIsNoNetwork(String text) {
        assertThatThrownBy(() -> Network.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(text);
    }

    @Test
    void anImpossiblePrefixIsOurMistake() throws UnknownHostException {
        InetAddress address = InetAddress.getByName("10.0.0.0");
        assertThatThrownBy(() -> new Network(address, 33))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anIpv4AddressInIpv6ClothesIsThatIpv4Address() throws UnknownHostException {
        Network ten = Network.parse("10.0.0.0/8");
        assertThat(ten.contains(InetAddress.getByName("::ffff:10.1.2.3"))).isTrue();
    }
}
