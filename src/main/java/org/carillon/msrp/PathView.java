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
        int end = Ascii.indexOf((byte) ' ', array, from, to);
        Fault fault = readUris(array, from, to, limits);
        if (fault != null) {
            clear();
            return fault;
        }
        whole.set(array, from, to);
        leftmost.set(array, from, end);
        rest.set(array, Math.min(end + 1, to), to);
        return null;
    }

    private Fault readUris(byte[] array, int from, int to, MsrpLimits limits) {
        size = 0;
        for (int start = from, end; start <= to; start = end + 1) {
            end = Ascii.indexOf((byte) ' ', array, start, to);
            if (end == start) {
                return Fault.PATH;
            }
            if (end - start > limits.uriBytes()) {
                return Fault.URI_TOO_LONG;
            }
            if (++size > limits.pathUris()) {
                return Fault.PATH_TOO_LONG;
            }
        }
        return null;
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
