package org.carillon.msrp;

import io.netty.buffer.ByteBuf;

/** Passes everything on; a test overrides what it minds. */
class ForwardingListener implements FrameListener {
    private final FrameListener next;

    ForwardingListener(FrameListener next) {
        this.next = next;
    }

    @Override
    public void onRequest(RequestHead head) {
        next.onRequest(head);
    }

    @Override
    public void onBody(ByteBuf piece) {
        next.onBody(piece);
    }

    @Override
    public void onRequestEnd(RequestHead head, Continuation flag) {
        next.onRequestEnd(head, flag);
    }

    @Override
    public void onResponse(ResponseHead head) {
        next.onResponse(head);
    }

    @Override
    public void onMalformed(Malformed malformed) {
        next.onMalformed(malformed);
    }
}
