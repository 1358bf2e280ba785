package org.carillon.relay;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/**
 * A range of addresses in CIDR notation, such as {@code 10.0.0.0/8}.
 *
 * @param address any address in it
 * @param prefixBits leading bits that all of them share
 */
public record Network(InetAddress address, int prefixBits) {

    /** Loopback, private and link-local addresses of both families. */
    public static final List<Network> PRIVATE =
            List.of(
                    known("127.0.0.0/8"),
                    known("10.0.0.0/8"),
                    known("172.16.0.0/12"),
                    known("192.168.0.0/16"),
                    known("169.254.0.0/16"),
                    known("::1/128"),
                    known("fc00::/7"),
                    known("fe80::/10"));

    /** Checks the prefix. */
    public Network {
        if (prefixBits < 0 || prefixBits > 8 * address.getAddress().length) {
            throw new IllegalArgumentException(
                    "prefix " + prefixBits + " of " + address.getHostAddress() + " is impossible");
        }
    }

    /** Reads CIDR notation; a bare address is the network of that address alone. No DNS. */
    public static Optional<Network> parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length > 2 || !parts[0].matches("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")) {
            return Optional.empty();
        }
        try {
            InetAddress address = InetAddress.getByName(parts[0]);
            int bits =
                    parts.length == 2
                            ? Integer.parseInt(parts[1])
                            : 8 * address.getAddress().length;
            return Optional.of(new Network(address, bits));
        } catch (UnknownHostException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** True if the address is in this network. */
    public boolean contains(InetAddress candidate) {
        byte[] ours = address.getAddress();
        byte[] theirs = candidate.getAddress();
        if (ours.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < prefixBits; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((ours[bit / 8] & mask) != (theirs[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    /** CIDR notation. */
    @Override
    public String toString() {
        return address.getHostAddress() + "/" + prefixBits;
    }

    private static Network known(String text) {
        return parse(text).orElseThrow();
    }
}
