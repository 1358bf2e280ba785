package org.carillon.msrp;

/** What requests and responses have in common. A flyweight owned by the parser. */
public abstract sealed class FrameHead permits RequestHead, ResponseHead {
    final Octets transactionId = new Octets();
    final PathView toPath = new PathView();
    final PathView fromPath = new PathView();
    final OtherHeaders otherHeaders = new OtherHeaders();

    FrameHead() {}

    void clear() {
        transactionId.clear();
        toPath.clear();
        fromPath.clear();
        otherHeaders.clear();
    }

    /** The transaction id; {@link TransactionId#read} knows our own. */
    public Octets transactionId() {
        return transactionId;
    }

    /** Where the frame is going; leftmost is this hop. */
    public PathView toPath() {
        return toPath;
    }

    /** Where it comes from; leftmost is the previous hop. */
    public PathView fromPath() {
        return fromPath;
    }

    /** Header lines beyond RFC 4975's own. */
    public OtherHeaders otherHeaders() {
        return otherHeaders;
    }
}
