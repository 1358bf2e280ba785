package org.carillon.msrp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The many spellings of an IPv6 address (RFC 4291 §2.2). Read here and not by the platform's class
 * for addresses, which may ask the DNS.
 */
final class Ipv6 {
    private static final int GROUPS = 8;

    private Ipv6() {}

    /** The eight groups that the text stands for, if it is an address. */
    static Optional<List<Integer>> groups(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            return list(text, true).filter(groups -> groups.size() == GROUPS);
        }
        Optional<List<Integer>> before = list(text.substring(0, gap), false);
        Optional<List<Integer>> after = list(text.substring(gap + 2), true);
        return before.flatMap(head -> after.flatMap(tail -> fill(head, tail)));
    }

    /** One spelling for all: every group in hexadecimal, none left out. */
    static String spell(List<Integer> groups) {
        return groups.stream().map(Integer::toHexString).collect(Collectors.joining(":", "[", "]"));
    }

    private static Optional<List<Integer>> fill(List<Integer> head, List<Integer> tail) {
        int missing = GROUPS - head.size() - tail.size();
        if (missing < 1) {
            return Optional.empty();
        }
        List<Integer> groups = new ArrayList<>(head);
        for (int i = 0; i < missing; i++) {
            groups.add(0);
        }
        groups.addAll(tail);
        return Optional.of(groups);
    }

    private static Optional<List<Integer>> list(String text, boolean mayEndInIpv4) {
        List<Integer> groups = new ArrayList<>();
        String[] parts = text.isEmpty() ? new String[0] : text.split(":", -1);
        for (int i = 0; i < parts.length; i++) {
            boolean last = i == parts.length - 1;
            if (last && mayEndInIpv4 && Host.isIpv4(parts[i])) {
                addIpv4(groups, parts[i]);
            } else if (isGroup(parts[i])) {
                groups.add(Integer.parseInt(parts[i], 16));
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(groups);
    }

    private static boolean isGroup(String part) {
        return !part.isEmpty() && part.length() <= 4 && part.chars().allMatch(Ascii::isHexDigit);
    }

    private static void addIpv4(List<Integer> groups, String address) {
        int bits = 0;
        for (String part : address.split("\\.", -1)) {
            bits = bits << 8 | Integer.parseInt(part);
        }
        groups.add(bits >>> 16);
        groups.add(bits & 0xFFFF);
    }
}
