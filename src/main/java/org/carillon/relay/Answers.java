package org.carillon.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.carillon.msrp.Method;
import org.carillon.msrp.MsrpWriter;
import org.carillon.msrp.RequestHead;
import org.carillon.msrp.StatusCode;

/**
 * The responses to one connection's requests, gathered in one buffer per read. Owner: the Room's
 * loop.
 */
final class Answers {
    private static final int BUFFER = 1024;

    private final ByteBufAllocator allocator;
    private final RelayMetrics metrics;
    private final Connection connection;
    private ByteBuf gathered;

    /** The same responses twice: what they say if the message is kept, and if it is not. */
    private ByteBuf ifKept;

    private ByteBuf ifLost;

    Answers(ByteBufAllocator allocator, RelayMetrics metrics, Connection connection) {
        this.allocator = allocator;
        this.metrics = metrics;
        this.connection = connection;
    }

    /** True if that request may be answered with that status (RFC 4975 §7.1.2, §7.1.4, §7.2). */
    static boolean mayAnswer(RequestHead request, StatusCode status) {
        return request.method() != Method.REPORT
                && request.failureReport().allowsResponse(status.code());
    }

    /** Answers, where the request allows it. */
    void answer(RequestHead request, StatusCode status) {
        if (mayAnswer(request, status)) {
            MsrpWriter.writeResponse(buffer(), request, status);
            metrics.response(status);
        }
    }

    /** Answers when it is known whether the message is kept. */
    void withhold(RequestHead request) {
        if (ifKept == null) {
            ifKept = allocator.buffer(BUFFER);
            ifLost = allocator.buffer(BUFFER);
        }
        if (mayAnswer(request, StatusCode.OK)) {
            MsrpWriter.writeResponse(ifKept, request, StatusCode.OK);
        }
        if (mayAnswer(request, StatusCode.STOP_SENDING)) {
            MsrpWriter.writeResponse(ifLost, request, StatusCode.STOP_SENDING);
        }
    }

    /** Gives the answers that were withheld. */
    void settle(StatusCode status) {
        if (ifKept != null) {
            buffer().writeBytes(status == StatusCode.OK ? ifKept : ifLost);
            metrics.response(status);
            forgetWithheld();
        }
    }

    private void forgetWithheld() {
        if (ifKept != null) {
            ifKept.release();
            ifLost.release();
            ifKept = null;
            ifLost = null;
        }
    }

    private ByteBuf buffer() {
        if (gathered == null) {
            gathered = allocator.buffer(BUFFER);
        }
        return gathered;
    }

    /** Hands what was gathered to the connection; does not flush it. */
    void write() {
        if (gathered != null) {
            ByteBuf octets = gathered;
            gathered = null;
            connection.write(octets);
        }
    }

    void release() {
        forgetWithheld();
        if (gathered != null) {
            gathered.release();
            gathered = null;
        }
    }
}
