package org.carillon.msrp;

import io.netty.buffer.ByteBuf;

/** Finds the frames in one connection's octets (RFC 4975 §7.1, §9); see {@link FrameListener}. */
public final class MsrpParser {

    /** A parser at the beginning of a connection. */
    public MsrpParser(MsrpLimits limits, FrameListener listener) {
        Pending.later(limits + "" + listener);
    }

    /**
     * Takes everything readable and reports what it completes. The caller keeps the buffer and
     * releases it.
     */
    public void parse(ByteBuf in) {
        Pending.later(in.toString());
    }

    /** Takes no more notice of what arrives: the connection is being closed. */
    public void discard() {
        Pending.later();
    }

    /** True if the connection could end here without cutting a frame. */
    public boolean isBetweenFrames() {
        return Pending.later();
    }
}
