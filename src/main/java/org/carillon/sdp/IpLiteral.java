package org.carillon.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An IP address as 128 bits, so that its many spellings compare equal (RFC 5952). Written here
 * because the JDK's own reader resolves names, and this package touches no network.
 */
record IpLiteral(long high, long low) {

    private static final long MAPPED_V4 = 0xffff_0000_0000L;
    private static final Pattern OCTET = Pattern.compile("0|[1-9][0-9]{0,2}");
    private static final Pattern GROUP = Pattern.compile("[0-9a-fA-F]{1,4}");

    /** Reads a dotted quad or an IPv6 address without brackets or zone. */
    static Optional<IpLiteral> parse(String text) {
        return text.indexOf(':') < 0
                ? v4(text).map(bits -> new IpLiteral(0, MAPPED_V4 | bits))
                : v6(text);
    }

    private static Optional<Long> v4(String text) {
        String[] octets = text.split("\\.", -1);
        long bits = 0;
        for (String octet : octets) {
            if (octets.length != 4
                    || !OCTET.matcher(octet).matches()
                    || Integer.parseInt(octet) > 255) {
                return Optional.empty();
            }
            bits = bits << 8 | Integer.parseInt(octet);
        }
        return Optional.of(bits);
    }

    private static Optional<IpLiteral> v6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            return groups(text, true).filter(all -> all.size() == 8).map(IpLiteral::of);
        }
        Optional<List<Integer>> before = groups(text.substring(0, gap), false);
        Optional<List<Integer>> after = groups(text.substring(gap + 2), true);
        if (before.isEmpty() || after.isEmpty()) {
            return Optional.empty();
        }
        List<Integer> all = new ArrayList<>(before.get());
        while (all.size() + after.get().size() < 8) {
            all.add(0);
        }
        // The two colons stand for at least one group (RFC 4291 §2.2).
        boolean full = before.get().size() + after.get().size() > 7;
        all.addAll(after.get());
        return full ? Optional.empty() : Optional.of(of(all));
    }

    /**
     * @param last whether these groups end the address, and so may end in a dotted quad
     */
    private static Optional<List<Integer>> groups(String text, boolean last) {
        List<Integer> groups = new ArrayList<>();
        if (text.isEmpty()) {
            return Optional.of(groups);
        }
        String[] parts = text.split(":", -1);
        for (int i = 0; i < parts.length; i++) {
            boolean mayBeQuad = last && i == parts.length - 1;
            Optional<Long> quad = mayBeQuad ? v4(parts[i]) : Optional.empty();
            if (quad.isPresent()) {
                groups.add((int) (quad.get() >>> 16));
                groups.add((int) (quad.get() & 0xffff));
            } else if (GROUP.matcher(parts[i]).matches()) {
                groups.add(Integer.parseInt(parts[i], 16));
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(groups);
    }

    private static IpLiteral of(List<Integer> groups) {
        long high = 0;
        long low = 0;
        for (int i = 0; i < 4; i++) {
            high = high << 16 | groups.get(i);
            low = low << 16 | groups.get(i + 4);
        }
        return new IpLiteral(high, low);
    }
}
