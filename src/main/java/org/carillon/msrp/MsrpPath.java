package org.carillon.msrp;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

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
        List<MsrpUri> uris = new ArrayList<>();
        for (int start = 0, end; start <= text.length(); start = end + 1) {
            end = endOfUri(text, start);
            if (end - start > limits.uriBytes()) {
                return Parsed.invalid(Fault.URI_TOO_LONG);
            }
            if (uris.size() == limits.pathUris()) {
                return Parsed.invalid(Fault.PATH_TOO_LONG);
            }
            Parsed<MsrpUri> uri = MsrpUri.parse(text.substring(start, end));
            if (uri instanceof Parsed.Invalid<MsrpUri> invalid) {
                return Parsed.invalid(end == start ? Fault.PATH : invalid.fault());
            }
            uri.value().ifPresent(uris::add);
        }
        return Parsed.valid(new MsrpPath(uris));
    }

    private static int endOfUri(String text, int start) {
        int space = text.indexOf(' ', start);
        return space < 0 ? text.length() : space;
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
        List<MsrpUri> longer = new ArrayList<>(uris.size() + 1);
        longer.add(hop);
        longer.addAll(uris);
        return new MsrpPath(longer);
    }

    /** As on the wire. */
    @Override
    public String toString() {
        return uris.stream().map(MsrpUri::toString).collect(Collectors.joining(" "));
    }
}
