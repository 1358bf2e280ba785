package org.carillon.app;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.carillon.call.DeferredMessage;
import org.carillon.call.DeferredMessages;
import org.carillon.call.SourceException;
import org.carillon.relay.KeptHead;
import org.carillon.relay.KeptMessage;

/** A deferred message as the relay reads it: one piece in memory. One disk thread at a time. */
final class DeferredContent implements KeptMessage {
    private final DeferredMessages messages;
    private final DeferredMessage message;
    private ByteBuffer piece = ByteBuffer.allocate(0);
    private int next;

    DeferredContent(DeferredMessages messages, DeferredMessage message) {
        this.messages = messages;
        this.message = message;
    }

    @Override
    public KeptHead head() {
        DeferredMessage.Content content = message.content();
        return new KeptHead(content.messageId(), content.contentType(), content.otherHeaders());
    }

    @Override
    public long size() {
        return message.octets();
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        try {
            while (!piece.hasRemaining()) {
                piece = ByteBuffer.wrap(messages.piece(message, next++));
            }
        } catch (SourceException e) {
            throw new IOException(e.getMessage(), e);
        }
        int length = Math.min(piece.remaining(), into.remaining());
        into.put(piece.slice(piece.position(), length));
        piece.position(piece.position() + length);
        return length;
    }

    @Override
    public void close() {}
}
