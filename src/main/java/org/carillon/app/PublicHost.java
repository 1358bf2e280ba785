package org.carillon.app;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;
import org.carillon.network.Network;

/**
 * What peers reach us by, as it stands in a URI: an IPv4 address, an IPv6 address in brackets, or a
 * name. It says nothing of the port: who stands behind a NAT binds the port that the NAT shows.
 */
final class PublicHost {
    /** RFC 3261 §25.1, hostname. */
    private static final Pattern NAME =
            Pattern.compile(
                    "(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\\.)*"
                            + "[A-Za-z](?:[A-Za-z0-9-]*[A-Za-z0-9])?\\.?");

    private PublicHost() {}

    /** Empty text: the address that we listen on. Brackets around IPv6 may be left out. */
    static Optional<String> parse(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<InetAddress> address = Network.literal(bare(text));
        if (address.isPresent() ? address.get().isAnyLocalAddress() : !isName(text)) {
            throw SettingReader.expected("an address or a name that peers reach, no port", text);
        }
        return Optional.of(address.map(PublicHost::of).orElse(text));
    }

    static String of(InetAddress address) {
        String text = address.getHostAddress();
        return address instanceof Inet6Address ? "[" + text + "]" : text;
    }

    private static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    private static String bare(String text) {
        return text.startsWith("[") && text.endsWith("]")
                ? text.substring(1, text.length() - 1)
                : text;
    }
}
