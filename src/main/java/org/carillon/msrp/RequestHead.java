package org.carillon.msrp;

/**
 * Start line and headers of a request. A flyweight: one per parser, valid from {@link
 * FrameListener#onRequest} until {@link FrameListener#onRequestEnd} (or {@code onMalformed})
 * returns, so that a response can be written at the end of a chunk without keeping anything.
 */
public final class RequestHead extends FrameHead {
    private static final int NO_STATUS = -1;

    final Octets methodName = new Octets();
    final Octets messageId = new Octets();
    final Octets contentType = new Octets();
    final Octets statusComment = new Octets();
    Method method = Method.OTHER;
    FailureReport failureReport = FailureReport.YES;
    boolean successReport;
    boolean hasByteRange;
    long rangeStart;
    long rangeEnd;
    long rangeTotal;
    int statusNamespace;
    int statusCode;
    boolean hasBody;

    RequestHead() {}

    @Override
    void clear() {
        super.clear();
        methodName.clear();
        messageId.clear();
        contentType.clear();
        statusComment.clear();
        method = Method.OTHER;
        failureReport = FailureReport.YES;
        successReport = false;
        hasByteRange = false;
        rangeStart = 1;
        rangeEnd = ByteRange.UNKNOWN;
        rangeTotal = ByteRange.UNKNOWN;
        statusNamespace = 0;
        statusCode = NO_STATUS;
        hasBody = false;
    }

    /** The method. */
    public Method method() {
        return method;
    }

    /** The method as received, for {@link Method#OTHER}. */
    public Octets methodName() {
        return methodName;
    }

    /** The Message-ID; empty if absent, which only a request without a body or a REPORT can be. */
    public Octets messageId() {
        return messageId;
    }

    /** The Content-Type; empty if absent. */
    public Octets contentType() {
        return contentType;
    }

    /** True if there is a body, be it empty: body pieces may follow (RFC 4975 §7.1). */
    public boolean hasBody() {
        return hasBody;
    }

    /** True if there is a Byte-Range header. */
    public boolean hasByteRange() {
        return hasByteRange;
    }

    /** First octet, from 1; 1 without a Byte-Range (RFC 4975 §7.3.1). */
    public long rangeStart() {
        return rangeStart;
    }

    /** Last octet as announced, or {@link ByteRange#UNKNOWN}. */
    public long rangeEnd() {
        return rangeEnd;
    }

    /** Octets of the whole message as announced, or {@link ByteRange#UNKNOWN}. */
    public long rangeTotal() {
        return rangeTotal;
    }

    /** The Byte-Range as a value; {@code 1-*}{@code /*} without one. */
    public ByteRange byteRange() {
        return new ByteRange(rangeStart, rangeEnd, rangeTotal);
    }

    /** The Failure-Report; {@code YES} if absent. */
    public FailureReport failureReport() {
        return failureReport;
    }

    /** The Success-Report; false if absent. */
    public boolean successReport() {
        return successReport;
    }

    /** True if there is a Status header, as every REPORT should have. */
    public boolean hasStatus() {
        return statusCode != NO_STATUS;
    }

    /** Namespace of the Status; {@code 0} is the one whose codes RFC 4975 defines. */
    public int statusNamespace() {
        return statusNamespace;
    }

    /** Code of the Status, 0 to 999; negative without one. */
    public int statusCode() {
        return statusCode;
    }

    /** Comment of the Status; empty if absent. */
    public Octets statusComment() {
        return statusComment;
    }
}
