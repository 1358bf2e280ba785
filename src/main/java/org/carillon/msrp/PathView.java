package org.carillon.msrp;

/**
 * A To-Path or From-Path inside a head, split where its URIs are but not read further: a hop that
 * sees the same path in every chunk compares octets. A flyweight, valid as long as its head.
 */
public final class PathView {
    private final Octets whole = new Octets();
    private final Octets leftmost = new Octets();
    private final Octets rest = new Octets();
    private int size;

    PathView() {}

    void clear() {
        whole.clear();
        leftmost.clear();
        rest.clear();
        size = 0;
    }

    /**
     * Takes the value of a header.
     *
     * @return null if it is a path within the limits
     */
    Fault read(byte[] array, int from, int to, MsrpLimits limits) {
        clear();
        int firstEnd = to;
        int uris = 0;
        for (int start = from, end; start <= to; start = end + 1) {
            end = Ascii.indexOf((byte) ' ', array, start, to);
            Fault fault = fault(end - start, ++uris, limits);
            if (fault != null) {
                return fault;
            }
            firstEnd = uris == 1 ? end : firstEnd;
        }
        size = uris;
        whole.set(array, from, to);
        leftmost.set(array, from, firstEnd);
        rest.set(array, Math.min(firstEnd + 1, to), to);
        return null;
    }

    private static Fault fault(int length, int uris, MsrpLimits limits) {
        if (length == 0) {
            return Fault.PATH;
        }
        if (length > limits.uriBytes()) {
            return Fault.URI_TOO_LONG;
        }
        return uris > limits.pathUris() ? Fault.PATH_TOO_LONG : null;
    }

    /** All URIs with one space between two of them. */
    public Octets whole() {
        return whole;
    }

    /** The first URI: the hop that the request is for, or that it comes from. */
    public Octets leftmost() {
        return leftmost;
    }

    /** The URIs behind the first; empty if there is only one. */
    public Octets rest() {
        return rest;
    }

    /** Number of URIs; 0 if the header is absent. */
    public int size() {
        return size;
    }

    /** Reads the URIs; allocates, so not for every chunk. */
    public Parsed<MsrpPath> parse(MsrpLimits limits) {
        return MsrpPath.parse(whole.toString(), limits);
    }

    /** The header's value. */
    @Override
    public String toString() {
        return whole.toString();
    }
}
