package org.carillon.msrp;

import io.netty.buffer.ByteBuf;

/**
 * The head of every SEND that carries one message to one peer: what stays the same from chunk to
 * chunk is encoded once, so that a chunk's head costs two copies and four numbers. Immutable, may
 * be shared between threads.
 */
public final class SendTemplate {

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
        Pending.later();
    }

    /** Octets that {@link #writeHead} can write at most. */
    public int headBytes() {
        return Pending.later();
    }

    /**
     * Appends start line, headers and the empty line; the body follows, then {@link
     * MsrpWriter#writeEndOfBody}.
     *
     * @param id from {@link TransactionId#choose}
     * @param start first octet, from 1
     * @param end last octet or {@link ByteRange#UNKNOWN}, which a body of more than 2048 octets
     *     must have (RFC 4975 §7.1.1)
     * @param total octets of the message or {@link ByteRange#UNKNOWN}
     */
    public void writeHead(ByteBuf out, long id, long start, long end, long total) {
        Pending.later();
    }

    /** Appends a whole SEND without a body that gives the message up (flag {@code #}). */
    public void writeAbort(ByteBuf out, long id, long start, long total) {
        Pending.later();
    }
}
