package org.carillon.msrp;

import java.util.List;

/**
 * The URIs of a To-Path, From-Path or {@code a=path} (RFC 4975 §5.2, §8.2): leftmost is the next
 * hop, rightmost the session's endpoint.
 *
 * @param uris one or more
 */
public record MsrpPath(List<MsrpUri> uris) {

    /** Copies the list. */
    public MsrpPath {
        uris = List.copyOf(uris);
        if (uris.isEmpty()) {
            throw new IllegalArgumentException("a path has at least one URI, got none");
        }
    }

    /** A path of these URIs. */
    public static MsrpPath of(MsrpUri... uris) {
        return new MsrpPath(List.of(uris));
    }

    /** Reads URIs separated by one space; of the limits, those on paths and URIs count. */
    public static Parsed<MsrpPath> parse(String text, MsrpLimits limits) {
        return Pending.later(text + limits);
    }

    /** The next hop. */
    public MsrpUri leftmost() {
        return uris.get(0);
    }

    /** The endpoint. */
    public MsrpUri rightmost() {
        return uris.get(uris.size() - 1);
    }

    /** This path behind another hop. */
    public MsrpPath prepend(MsrpUri hop) {
        var longer = new java.util.ArrayList<MsrpUri>(uris.size() + 1);
        longer.add(hop);
        longer.addAll(uris);
        return new MsrpPath(longer);
    }

    /** As on the wire. */
    @Override
    public String toString() {
        return uris.stream()
                .map(MsrpUri::toString)
                .collect(java.util.stream.Collectors.joining(" "));
    }
}
