package org.carillon.msrp;

import java.util.Locale;
import java.util.Optional;

/**
 * The host of a URI (RFC 3986 §3.2.2): is it an address, and when are two the same (RFC 4975 §6.1)?
 */
final class Host {

    private Host() {}

    /** True for what RFC 3986 allows as a host, an IPv6 address in brackets included. */
    static boolean isValid(String host) {
        return host.startsWith("[") ? ipv6(host).isPresent() : isRegisteredName(host);
    }

    static boolean isNumeric(String host) {
        return ipv6(host).isPresent() || isIpv4(decoded(host));
    }

    /** Equal for hosts that are the same. */
    static String comparable(String host) {
        return ipv6(host).orElseGet(() -> decoded(host).toLowerCase(Locale.ROOT));
    }

    private static Optional<String> ipv6(String host) {
        boolean bracketed = host.startsWith("[") && host.endsWith("]") && host.length() > 2;
        return bracketed
                ? Ipv6.groups(host.substring(1, host.length() - 1)).map(Ipv6::spell)
                : Optional.empty();
    }

    private static boolean isRegisteredName(String host) {
        return !host.isEmpty() && isMadeOf(host, "!$&'()*+,;=");
    }

    /** True if each character is unreserved, percent-encoded or one of these. */
    static boolean isMadeOf(String text, String others) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%' && isEscape(text, i)) {
                i += 2;
            } else if (!Ascii.isUnreserved(c) && others.indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isEscape(String text, int at) {
        return at + 2 < text.length()
                && Ascii.isHexDigit(text.charAt(at + 1))
                && Ascii.isHexDigit(text.charAt(at + 2));
    }

    /** Undoes the escapes that were not needed; others are the same in either case of letters. */
    private static String decoded(String host) {
        if (host.indexOf('%') < 0) {
            return host;
        }
        StringBuilder decoded = new StringBuilder();
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (c == '%' && isEscape(host, i) && Ascii.isUnreserved(escaped(host, i))) {
                decoded.append((char) escaped(host, i));
                i += 2;
            } else {
                decoded.append(c);
            }
        }
        return decoded.toString();
    }

    private static int escaped(String text, int at) {
        return Integer.parseInt(text, at + 1, at + 3, 16);
    }

    static boolean isIpv4(String text) {
        String[] parts = text.split("\\.", -1);
        boolean four = parts.length == 4;
        for (int i = 0; four && i < parts.length; i++) {
            four = isIpv4Part(parts[i]);
        }
        return four;
    }

    private static boolean isIpv4Part(String part) {
        boolean digits = !part.isEmpty() && part.length() <= 3;
        for (int i = 0; digits && i < part.length(); i++) {
            digits = Ascii.isDigit(part.charAt(i));
        }
        boolean canonical = part.length() == 1 || !part.startsWith("0");
        return digits && canonical && Integer.parseInt(part) <= 255;
    }
}
