package org.carillon.msrp;

import io.netty.buffer.ByteBuf;

/**
 * Writes frames straight into a buffer, leaving no garbage except where a {@link MsrpPath} has to
 * be spelled out. SENDs with a body begin with {@link SendTemplate#writeHead}.
 */
public final class MsrpWriter {

    private MsrpWriter() {}

    /** Octets that {@link #writeEndOfBody} writes for one of our ids. */
    public static final int END_OF_BODY_BYTES = 2 + 7 + TransactionId.LENGTH + 1 + 2;

    /** Appends the CRLF behind a body, and the end-line. */
    public static void writeEndOfBody(ByteBuf out, long id, Continuation flag) {
        Pending.later();
    }

    /**
     * Appends a whole SEND without a body: binds a new connection to its session (RFC 4975 §5.4) or
     * keeps it alive.
     *
     * @param messageId an ident
     */
    public static void writeBodilessSend(
            ByteBuf out, long id, MsrpPath toPath, MsrpPath fromPath, String messageId) {
        Pending.later();
    }

    /**
     * Appends the response to a request (RFC 4975 §7.2): To-Path is the previous hop for a SEND and
     * the full From-Path otherwise; From-Path is the URI that the request was sent to. Whether
     * there may be one is for the caller to ask: {@link FailureReport#allowsResponse}, never for a
     * REPORT.
     *
     * @throws IllegalArgumentException if the request is a REPORT
     */
    public static void writeResponse(ByteBuf out, RequestHead request, StatusCode status) {
        Pending.later();
    }

    /**
     * Appends a whole REPORT (RFC 4975 §7.1.2 to §7.1.4).
     *
     * @param toPath the full From-Path of the SEND reported on
     * @param fromPath our own URI in that session, or the path that we advertised there
     * @param messageId of the SEND
     * @param range octets reported on
     * @param statusCode 200 for success; {@code int}, because a peer's code may be passed on
     */
    public static void writeReport(
            ByteBuf out,
            long id,
            MsrpPath toPath,
            MsrpPath fromPath,
            byte[] messageId,
            ByteRange range,
            int statusCode) {
        Pending.later();
    }
}
