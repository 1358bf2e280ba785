package org.carillon.network;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A block of IP addresses in CIDR notation (RFC 4632 §3.1), such as {@code 192.0.2.0/24} or {@code
 * 2001:db8::/32}; a single address is a block of one. Names are never looked up.
 *
 * @param address the first of the block, every bit after the prefix zero
 * @param prefixBits leading bits that all addresses of the block share
 */
public record Network(InetAddress address, int prefixBits) {
    /** The JDK would ask the DNS about anything that is no literal; these can be nothing else. */
    private static final Pattern LITERAL =
            Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    /** Loopback, private and link-local addresses of both families. */
    public static final List<Network> PRIVATE =
            List.of(
                    parse("127.0.0.0/8"),
                    parse("10.0.0.0/8"),
                    parse("172.16.0.0/12"),
                    parse("192.168.0.0/16"),
                    parse("169.254.0.0/16"),
                    parse("::1/128"),
                    parse("fc00::/7"),
                    parse("fe80::/10"));

    /** Checks the prefix, and that nothing comes after it. */
    public Network {
        byte[] octets = address.getAddress();
        if (prefixBits < 0 || prefixBits > 8 * octets.length) {
            throw new IllegalArgumentException(
                    "prefix " + prefixBits + " of " + address.getHostAddress() + " is impossible");
        }
        for (int bit = prefixBits; bit < 8 * octets.length; bit++) {
            if (isSet(octets, bit)) {
                throw new IllegalArgumentException(
                        "expected a network whose bits after /%d are zero, got %s/%1$d"
                                .formatted(prefixBits, address.getHostAddress()));
            }
        }
    }

    /**
     * Reads one block.
     *
     * @throws IllegalArgumentException if it is none; the message says what was expected
     */
    public static Network parse(String text) {
        String[] parts = text.strip().split("/", 2);
        InetAddress address = literal(parts[0]).orElseThrow(() -> expected(text));
        int bits = address.getAddress().length * 8;
        int prefix = parts.length == 1 ? bits : prefix(parts[1], text);
        if (prefix > bits) {
            throw expected(text);
        }
        return new Network(address, prefix);
    }

    /** An IP address written out; empty for anything else, brackets and zone included. */
    public static Optional<InetAddress> literal(String text) {
        if (!LITERAL.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    private static int prefix(String digits, String text) {
        if (!digits.matches("\\d{1,3}")) {
            throw expected(text);
        }
        return Integer.parseInt(digits);
    }

    private static IllegalArgumentException expected(String text) {
        return new IllegalArgumentException(
                "expected a network such as 192.0.2.0/24 or 2001:db8::/32, got " + text);
    }

    /** Whether the address is of this block; an IPv4 address is never in an IPv6 block. */
    public boolean contains(InetAddress candidate) {
        byte[] ours = address.getAddress();
        byte[] theirs = candidate.getAddress();
        if (ours.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < prefixBits; bit++) {
            if (isSet(ours, bit) != isSet(theirs, bit)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSet(byte[] octets, int bit) {
        return (octets[bit / 8] >> (7 - bit % 8) & 1) == 1;
    }

    /** CIDR notation. */
    @Override
    public String toString() {
        return address.getHostAddress() + "/" + prefixBits;
    }
}
