package org.carillon.msrp;

/** A response. A flyweight: one per parser, valid during {@link FrameListener#onResponse} only. */
public final class ResponseHead {
    final Octets transactionId = new Octets();
    final Octets comment = new Octets();
    final PathView toPath = new PathView();
    final PathView fromPath = new PathView();
    final OtherHeaders otherHeaders = new OtherHeaders();
    int statusCode;

    ResponseHead() {}

    /** The id of the request that it answers; {@link TransactionId#read} knows our own. */
    public Octets transactionId() {
        return transactionId;
    }

    /** The status code, 0 to 999. */
    public int statusCode() {
        return statusCode;
    }

    /** Text behind the code; empty if absent. Means nothing to a program. */
    public Octets comment() {
        return comment;
    }

    /** Where the response is going. */
    public PathView toPath() {
        return toPath;
    }

    /** Who answers. */
    public PathView fromPath() {
        return fromPath;
    }

    /** Header lines beyond the paths. */
    public OtherHeaders otherHeaders() {
        return otherHeaders;
    }
}
