package org.carillon.msrp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;

/**
 * The head of every SEND that carries one message to one peer: what stays the same from chunk to
 * chunk is encoded once, so that a chunk's head costs two copies and four numbers. Immutable, may
 * be shared between threads.
 */
public final class SendTemplate {
    private static final byte[] START = "MSRP ".getBytes(UTF_8);

    /** The longest Byte-Range, three numbers of 19 digits and two signs between them. */
    private static final int RANGE_BYTES = 3 * 19 + 2;

    private final byte[] beforeRange;
    private final byte[] afterRange;

    /**
     * Encodes what the chunks have in common.
     *
     * @param toPath the peer's path
     * @param fromPath our URI towards the peer, then the path behind us
     * @param messageId an ident, see {@link Octets#toBytes}
     * @param successReport written if true
     * @param failureReport written unless {@code YES}
     * @param otherHeaders lines to pass on, each with its CRLF, see {@link OtherHeaders#toBytes}
     * @param contentType value of the Content-Type
     * @throws IllegalArgumentException if a value cannot stand in a header
     */
    public SendTemplate(
            MsrpPath toPath,
            MsrpPath fromPath,
            byte[] messageId,
            boolean successReport,
            FailureReport failureReport,
            byte[] otherHeaders,
            byte[] contentType) {
        String reports =
                (successReport ? "Success-Report: yes\r\n" : "")
                        + (failureReport == FailureReport.YES
                                ? ""
                                : "Failure-Report: " + failureReport.value() + "\r\n");
        beforeRange =
                join(
                        " SEND\r\nTo-Path: ".getBytes(UTF_8),
                        toPath.toString().getBytes(UTF_8),
                        "\r\nFrom-Path: ".getBytes(UTF_8),
                        fromPath.toString().getBytes(UTF_8),
                        "\r\nMessage-ID: ".getBytes(UTF_8),
                        oneLine("message-id", messageId),
                        ("\r\n" + reports + "Byte-Range: ").getBytes(UTF_8));
        afterRange =
                join(
                        "\r\n".getBytes(UTF_8),
                        wholeLines(otherHeaders),
                        "Content-Type: ".getBytes(UTF_8),
                        oneLine("content-type", contentType),
                        "\r\n\r\n".getBytes(UTF_8));
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }

    static byte[] oneLine(String what, byte[] value) {
        for (byte octet : value) {
            if (octet == '\r' || octet == '\n') {
                throw new IllegalArgumentException(what + " has a line break, expected one line");
            }
        }
        if (value.length == 0) {
            throw new IllegalArgumentException(what + " is empty, expected a value");
        }
        return value;
    }

    private static byte[] wholeLines(byte[] lines) {
        int length = lines.length;
        if (length > 0 && (length < 2 || lines[length - 2] != '\r' || lines[length - 1] != '\n')) {
            throw new IllegalArgumentException("other-headers end in the middle of a line");
        }
        return lines;
    }

    /** Octets that {@link #writeHead} writes at most. */
    public int headBytes() {
        return START.length
                + TransactionId.LENGTH
                + beforeRange.length
                + RANGE_BYTES
                + afterRange.length;
    }

    /**
     * Appends start line, headers and the empty line; the body follows, then {@link
     * MsrpWriter#writeEndOfBody}. An abort between two chunks is a chunk with an empty body, of the
     * range {@code 1-0} (RFC 4975 §7.1.1), and the flag {@code #}.
     *
     * @param id from {@link TransactionId#choose}
     * @param start first octet, from 1
     * @param end last octet or {@link ByteRange#UNKNOWN}, which a body of more than 2048 octets
     *     must have (RFC 4975 §7.1.1)
     * @param total octets of the message or {@link ByteRange#UNKNOWN}
     */
    public void writeHead(ByteBuf out, long id, long start, long end, long total) {
        out.writeBytes(START);
        TransactionId.write(id, out);
        out.writeBytes(beforeRange);
        MsrpWriter.writeRange(out, start, end, total);
        out.writeBytes(afterRange);
    }
}
