package org.carillon.msrp;

import io.netty.buffer.ByteBuf;

/**
 * Finds the frames in one connection's octets (RFC 4975 §7.1, §9) and gives them to a {@link
 * FrameListener} while they arrive.
 *
 * <pre>
 *          head with body
 *   HEAD ------------------> BODY
 *     ^ \                    / |
 *     |  \ malformed        /  | end-line
 *     |   +---> DISCARD <--+   |
 *     +------------------------+
 * </pre>
 *
 * <p>Owned by whoever reads the connection: one thread at a time. Between reads it holds the octets
 * of an unfinished head (at most {@link MsrpLimits#headBytes}) and of a body nothing but a count;
 * it keeps no buffer, so there is nothing to release.
 */
public final class MsrpParser {

    private enum State {
        HEAD,
        BODY,
        DISCARD
    }

    private final MsrpLimits limits;
    private final FrameListener listener;
    private final HeadReader head;
    private final BodyReader body;
    private State state = State.HEAD;
    private long bodyOctets;
    private boolean parsing;

    /** A parser at the beginning of a connection. */
    public MsrpParser(MsrpLimits limits, FrameListener listener) {
        this.limits = limits;
        this.listener = listener;
        head = new HeadReader(limits);
        body = new BodyReader(limits.identChars(), this::onBody);
        head.clear();
    }

    /**
     * Takes everything readable and reports what it completes. The caller keeps the buffer and
     * releases it.
     *
     * <p>An exception of the listener comes out here, and the parser discards from then on.
     *
     * @throws IllegalStateException if called from within a callback
     */
    public void parse(ByteBuf in) {
        if (parsing) {
            throw new IllegalStateException(
                    "parse called by the listener, expected only between reads");
        }
        parsing = true;
        try {
            parseFrames(in);
            parsing = false;
        } finally {
            if (parsing) {
                parsing = false;
                discard();
            }
        }
    }

    /** Takes no more notice of what arrives: the connection is being closed. */
    public void discard() {
        state = State.DISCARD;
    }

    /** True if the connection could end here without cutting a frame. */
    public boolean isBetweenFrames() {
        return state == State.DISCARD || (state == State.HEAD && head.isEmpty());
    }

    private void parseFrames(ByteBuf in) {
        while (in.isReadable()) {
            switch (state) {
                case HEAD -> parseHead(in);
                case BODY -> parseBody(in);
                case DISCARD -> in.skipBytes(in.readableBytes());
            }
        }
    }

    private void parseHead(ByteBuf in) {
        switch (head.read(in)) {
            case MORE -> {}
            case BODY -> beginBody();
            case REQUEST -> {
                listener.onRequest(head.request());
                endRequest(head.flag());
            }
            case RESPONSE -> {
                listener.onResponse(head.response());
                head.clear();
            }
            case MALFORMED -> malformed(head.fault());
        }
    }

    private void beginBody() {
        state = State.BODY;
        bodyOctets = 0;
        body.begin(head.request().transactionId());
        listener.onRequest(head.request());
    }

    private void parseBody(ByteBuf in) {
        if (body.read(in)) {
            endRequest(body.flag());
        }
    }

    private void onBody(ByteBuf piece) {
        if (state != State.BODY) {
            return;
        }
        bodyOctets += piece.readableBytes();
        if (bodyOctets > limits.nonSendBodyBytes() && head.request().method() != Method.SEND) {
            malformed(Fault.BODY_TOO_LONG);
        } else {
            listener.onBody(piece);
        }
    }

    private void endRequest(Continuation flag) {
        if (state == State.DISCARD) {
            return;
        }
        state = State.HEAD;
        listener.onRequestEnd(head.request(), flag);
        head.clear();
    }

    private void malformed(Fault fault) {
        state = State.DISCARD;
        listener.onMalformed(new Malformed(fault, head.answerable()));
    }
}
