package org.carillon.load;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.IntStream;
import org.carillon.msrp.MsrpLimits;
import org.carillon.msrp.MsrpPath;
import org.carillon.msrp.MsrpUri;
import org.carillon.msrp.Parsed;

/** The paths of many sessions from what a person writes once for all of them, or for each. */
final class Paths {
    private static final String NUMBER = "{n}";

    private Paths() {}

    /**
     * One path for each session.
     *
     * @param texts one for each session, or one for all, in which {@code {n}} is the session's
     *     number from 1
     * @throws IllegalArgumentException if there is another number of them, or one is no path
     */
    static List<MsrpPath> of(List<String> texts, int sessions) {
        if (texts.size() != 1 && texts.size() != sessions) {
            throw new IllegalArgumentException(
                    texts.size() + " paths, expected 1 or " + sessions + ", one for each session");
        }
        return IntStream.range(0, sessions)
                .mapToObj(i -> path(texts.get(texts.size() == 1 ? 0 : i), i + 1))
                .toList();
    }

    private static MsrpPath path(String text, int number) {
        String numbered = text.replace(NUMBER, Integer.toString(number));
        Parsed<MsrpPath> path = MsrpPath.parse(numbered, MsrpLimits.defaults());
        return path.value()
                .orElseThrow(() -> new IllegalArgumentException("no MSRP path: " + numbered));
    }

    /** Where a path's first hop listens. */
    static InetSocketAddress firstHop(MsrpPath path) {
        MsrpUri uri = path.leftmost();
        if (uri.port() == MsrpUri.NO_PORT) {
            throw new IllegalArgumentException("no port in " + uri);
        }
        return address(uri.host().replaceAll("^\\[|]$", ""), uri.port());
    }

    /** Reads {@code host:port}. */
    static InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        String port = text.substring(colon + 1);
        if (colon < 1 || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65535) {
            throw new IllegalArgumentException("expected HOST:PORT, got " + text);
        }
        return address(text.substring(0, colon).replaceAll("^\\[|]$", ""), Integer.parseInt(port));
    }

    private static InetSocketAddress address(String host, int port) {
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("unknown host " + host);
        }
        return address;
    }
}
