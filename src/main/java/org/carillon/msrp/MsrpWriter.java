package org.carillon.msrp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;

/**
 * Writes frames straight into a buffer, leaving no garbage except where a {@link MsrpPath} has to
 * be spelled out. SENDs with a body begin with {@link SendTemplate#writeHead}.
 */
public final class MsrpWriter {

    /** Octets that {@link #writeEndOfBody} writes. */
    public static final int END_OF_BODY_BYTES = 2 + 7 + TransactionId.LENGTH + 1 + 2;

    private static final byte[] START = ascii("MSRP ");
    private static final byte[] TO_PATH = ascii("\r\nTo-Path: ");
    private static final byte[] FROM_PATH = ascii("\r\nFrom-Path: ");
    private static final byte[] MESSAGE_ID = ascii("\r\nMessage-ID: ");
    private static final byte[] BYTE_RANGE = ascii("\r\nByte-Range: ");
    private static final byte[] STATUS = ascii("\r\nStatus: 000 ");
    private static final byte[] END_LINE = ascii("\r\n-------");

    private MsrpWriter() {}

    private static byte[] ascii(String text) {
        return text.getBytes(UTF_8);
    }

    /** Appends the CRLF behind a body, and the end-line. */
    public static void writeEndOfBody(ByteBuf out, long id, Continuation flag) {
        out.writeBytes(END_LINE);
        TransactionId.write(id, out);
        writeFlag(out, flag);
    }

    /**
     * Appends a whole SEND without a body: binds a new connection to its session (RFC 4975 §5.4) or
     * keeps it alive.
     *
     * @param messageId an ident
     */
    public static void writeBodilessSend(
            ByteBuf out, long id, MsrpPath toPath, MsrpPath fromPath, String messageId) {
        writeStart(out, id, "SEND", toPath, fromPath, ascii(messageId));
        out.writeBytes(BYTE_RANGE);
        writeRange(out, ByteRange.EMPTY.start(), ByteRange.EMPTY.end(), ByteRange.EMPTY.total());
        writeEndOfBody(out, id, Continuation.COMPLETE);
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
        if (request.method() == Method.REPORT) {
            throw new IllegalArgumentException("method=REPORT, expected one that is answered");
        }
        boolean toPreviousHop = request.method() == Method.SEND;
        PathView back = request.fromPath();
        out.writeBytes(START);
        request.transactionId().writeTo(out);
        out.writeByte(' ');
        writeStatus(out, status.code(), status.comment());
        out.writeBytes(TO_PATH);
        (toPreviousHop ? back.leftmost() : back.whole()).writeTo(out);
        out.writeBytes(FROM_PATH);
        request.toPath().leftmost().writeTo(out);
        out.writeBytes(END_LINE);
        request.transactionId().writeTo(out);
        writeFlag(out, Continuation.COMPLETE);
    }

    /**
     * Appends a whole REPORT (RFC 4975 §7.1.2 to §7.1.4).
     *
     * @param toPath the full From-Path of the SEND reported on
     * @param fromPath our own URI in that session, or the path that we advertised there
     * @param messageId of the SEND
     * @param range octets reported on
     * @param statusCode 200 for success; {@code int}, because a peer's code may be passed on
     * @throws IllegalArgumentException if the status code has not three digits
     */
    public static void writeReport(
            ByteBuf out,
            long id,
            MsrpPath toPath,
            MsrpPath fromPath,
            byte[] messageId,
            ByteRange range,
            int statusCode) {
        if (statusCode < 100 || statusCode > 999) {
            throw new IllegalArgumentException("status=" + statusCode + ", expected 100 to 999");
        }
        writeStart(out, id, "REPORT", toPath, fromPath, messageId);
        out.writeBytes(BYTE_RANGE);
        writeRange(out, range.start(), range.end(), range.total());
        out.writeBytes(STATUS);
        writeStatus(out, statusCode, StatusCode.of(statusCode).map(StatusCode::comment).orElse(""));
        writeEndOfBody(out, id, Continuation.COMPLETE);
    }

    private static void writeStatus(ByteBuf out, int code, String comment) {
        Decimal.write(code, out);
        if (!comment.isEmpty()) {
            out.writeByte(' ');
            ByteBufUtil.writeAscii(out, comment);
        }
    }

    private static void writeStart(
            ByteBuf out, long id, String method, MsrpPath to, MsrpPath from, byte[] messageId) {
        out.writeBytes(START);
        TransactionId.write(id, out);
        ByteBufUtil.writeAscii(out, " " + method);
        out.writeBytes(TO_PATH);
        ByteBufUtil.writeAscii(out, to.toString());
        out.writeBytes(FROM_PATH);
        ByteBufUtil.writeAscii(out, from.toString());
        out.writeBytes(MESSAGE_ID);
        out.writeBytes(SendTemplate.oneLine("message-id", messageId));
    }

    static void writeRange(ByteBuf out, long start, long end, long total) {
        Decimal.write(start, out);
        out.writeByte('-');
        writeNumberOrStar(out, end);
        out.writeByte('/');
        writeNumberOrStar(out, total);
    }

    private static void writeNumberOrStar(ByteBuf out, long number) {
        if (number == ByteRange.UNKNOWN) {
            out.writeByte('*');
        } else {
            Decimal.write(number, out);
        }
    }

    private static void writeFlag(ByteBuf out, Continuation flag) {
        out.writeByte(flag.octet());
        out.writeByte('\r');
        out.writeByte('\n');
    }
}
