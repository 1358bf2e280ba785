package org.carillon.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.carillon.msrp.RequestHead;

/**
 * A message from a device to the sender, gathered whole because who judges it has to read it;
 * bounded, on the heap. Owner: the Room's loop.
 */
final class DeviceMessage {
    private final MessageHead head;
    private final int most;
    private final ByteBuf body = Unpooled.buffer();

    DeviceMessage(MessageHead head, int most) {
        this.head = head;
        this.most = most;
    }

    MessageHead head() {
        return head;
    }

    ByteBuf body() {
        return body;
    }

    /** True if a chunk is the next one of this message; others are not waited for. */
    boolean continuesWith(RequestHead chunk) {
        return head.isOf(chunk) && chunk.rangeStart() - 1 == body.readableBytes();
    }

    /** False if it became too long. */
    boolean append(ByteBuf piece) {
        if (body.readableBytes() + piece.readableBytes() > most) {
            return false;
        }
        body.writeBytes(piece, piece.readerIndex(), piece.readableBytes());
        return true;
    }
}
