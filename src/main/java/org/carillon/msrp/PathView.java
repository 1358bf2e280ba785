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
