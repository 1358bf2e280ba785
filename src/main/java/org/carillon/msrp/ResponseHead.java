package org.carillon.msrp;

/** A response. A flyweight: one per parser, valid during {@link FrameListener#onResponse} only. */
public final class ResponseHead extends FrameHead {
    final Octets comment = new Octets();
    int statusCode;

    ResponseHead() {}

    @Override
    void clear() {
        super.clear();
        comment.clear();
        statusCode = 0;
    }

    /** The status code, 0 to 999. */
    public int statusCode() {
        return statusCode;
    }

    /** Text behind the code; empty if absent. Means nothing to a program. */
    public Octets comment() {
        return comment;
    }
}
