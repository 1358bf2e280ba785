package org.carillon.sip;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A block of IP addresses in CIDR notation (RFC 4632 §3.1), such as {@code 192.0.2.0/24} or {@code
 * 2001:db8::/32}; a single address is a block of one. Names are never looked up.
 *
 * @param network the first address of the block, every bit after the prefix zero
 * @param prefix the number of leading bits that count
 */
record AddressRange(InetAddress network, int prefix) {
    /** The JDK would ask the DNS about anything that is no literal; these can be nothing else. */
    private static final Pattern LITERAL =
            Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    /**
     * Reads one block.
     *
     * @throws IllegalArgumentException if it is none; the message says what was expected
     */
    static AddressRange parse(String text) {
        String[] parts = text.strip().split("/", 2);
        InetAddress address = literal(parts[0]).orElseThrow(() -> expected(text));
        int bits = address.getAddress().length * 8;
        int prefix = parts.length == 1 ? bits : prefix(parts[1], text);
        if (prefix > bits) {
            throw expected(text);
        }
        AddressRange range = new AddressRange(address, prefix);
        if (!range.hasNoHostBits()) {
            throw new IllegalArgumentException(
                    "expected a network whose bits after /" + prefix + " are zero, got " + text);
        }
        return range;
    }

    /** An IP address written out; empty for anything else, brackets and zone included. */
    static Optional<InetAddress> literal(String text) {
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

    private boolean hasNoHostBits() {
        byte[] octets = network.getAddress();
        for (int bit = prefix; bit < octets.length * 8; bit++) {
            if (isSet(octets, bit)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the address is of this block; an IPv4 address is never in an IPv6 block. */
    boolean contains(InetAddress address) {
        byte[] own = network.getAddress();
        byte[] other = address.getAddress();
        if (own.length != other.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit++) {
            if (isSet(own, bit) != isSet(other, bit)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSet(byte[] octets, int bit) {
        return (octets[bit / 8] >> (7 - bit % 8) & 1) == 1;
    }
}
