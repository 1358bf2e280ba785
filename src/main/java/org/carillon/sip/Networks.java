package org.carillon.sip;

import java.util.List;
import org.carillon.network.Network;

/** The blocks of addresses that an operator names, such as {@code trusted-peers}. */
public final class Networks {
    private final List<Network> ranges;

    private Networks(List<Network> ranges) {
        this.ranges = ranges;
    }

    /**
     * Reads blocks in CIDR notation.
     *
     * @throws IllegalArgumentException for the first that is none; the message says what was
     *     expected
     */
    public static Networks parse(List<String> blocks) {
        return new Networks(blocks.stream().map(Network::parse).toList());
    }

    /** Whether this IP address is in one of the blocks; {@code false} for anything else. */
    public boolean contain(String address) {
        return Network.literal(withoutBrackets(address))
                .filter(literal -> ranges.stream().anyMatch(range -> range.contains(literal)))
                .isPresent();
    }

    private static String withoutBrackets(String address) {
        return address.startsWith("[") && address.endsWith("]")
                ? address.substring(1, address.length() - 1)
                : address;
    }
}
