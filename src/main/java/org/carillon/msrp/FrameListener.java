package org.carillon.msrp;

import io.netty.buffer.ByteBuf;

/**
 * Takes what one connection's {@link MsrpParser} finds, on the thread that calls the parser, in the
 * order of the wire:
 *
 * <pre>
 * onRequest onBody* onRequestEnd   a request; onBody only if head.hasBody()
 * onResponse                       a response
 * onMalformed                      last of all, possibly after onRequest onBody*; nothing follows
 * </pre>
 *
 * <p>Methods must not block, nor call {@link MsrpParser#parse}. They may call {@link
 * MsrpParser#discard}; nothing follows it.
 */
public interface FrameListener {

    /**
     * A request begins.
     *
     * @param head the parser's own; valid until {@link #onRequestEnd} returns
     */
    void onRequest(RequestHead head);

    /**
     * Octets of the body, as soon as they are known to be body; pieces are as the reads were.
     *
     * @param piece at least one octet; a slice of the buffer being parsed, not a copy: whoever
     *     keeps it beyond the call retains it (or a slice of it) and releases it later
     */
    void onBody(ByteBuf piece);

    /**
     * The request is complete.
     *
     * @param head the head that {@link #onRequest} had
     * @param flag how its end-line ends
     */
    void onRequestEnd(RequestHead head, Continuation flag);

    /**
     * A response.
     *
     * @param head the parser's own; valid during the call
     */
    void onResponse(ResponseHead head);

    /**
     * The peer's octets make no sense from here on; the parser discards the rest. Answer if
     * possible, then close the connection.
     */
    void onMalformed(Malformed malformed);
}
