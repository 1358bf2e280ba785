package org.carillon.tool;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.function.Consumer;
import org.carillon.msrp.ByteRange;
import org.carillon.msrp.Continuation;
import org.carillon.msrp.FrameListener;
import org.carillon.msrp.Malformed;
import org.carillon.msrp.Method;
import org.carillon.msrp.MsrpLimits;
import org.carillon.msrp.MsrpParser;
import org.carillon.msrp.MsrpPath;
import org.carillon.msrp.MsrpUri;
import org.carillon.msrp.MsrpWriter;
import org.carillon.msrp.RequestHead;
import org.carillon.msrp.ResponseHead;
import org.carillon.msrp.StatusCode;
import org.carillon.msrp.TransactionId;

/**
 * The receiving endpoint of one message over one connection (RFC 4975 §7.3).
 *
 * <pre>
 * WAITING ──first chunk──▶ RECEIVING ──$──▶ COMPLETE
 *    └──────────────────────────┴──#, gap, sink failed, connection lost──▶ ABORTED
 * </pre>
 *
 * <p>Chunks must arrive in order, as one connection through a CPM Participating Function brings
 * them; octets that came before are skipped, a gap ends the message with 413. Owner: the thread
 * that calls {@link #run}.
 */
public final class MsrpReceiver {
    private enum State {
        WAITING,
        RECEIVING,
        COMPLETE,
        ABORTED
    }

    private static final System.Logger LOG = System.getLogger(MsrpReceiver.class.getName());

    private final MsrpConnection connection;
    private final MsrpUri local;
    private final byte[] localOctets;
    private final MsrpPath peer;
    private final MessageSink sink;
    private final MsrpParser parser = MsrpConnection.parser(new Frames());
    private final SecureRandom random = new SecureRandom();
    private State state = State.WAITING;
    private String why = "";
    private byte[] messageId = {};
    private long received;

    MsrpReceiver(MsrpConnection connection, MsrpUri local, MsrpPath peer, MessageSink sink) {
        this.connection = connection;
        this.local = local;
        this.localOctets = local.toString().getBytes(StandardCharsets.UTF_8);
        this.peer = peer;
        this.sink = sink;
    }

    /** Binds the connection to its session, as whoever opened it must (RFC 4975 §5.4). */
    void bind() throws IOException {
        long id = TransactionId.choose(random);
        connection.write(
                out ->
                        MsrpWriter.writeBodilessSend(
                                out, id, peer, MsrpPath.of(local), Tokens.next()));
    }

    /** Receives until the message ends, one way or the other. */
    ReceiveOutcome run() {
        try {
            while (!over() && connection.read(parser)) {
                // Everything happens in the frames.
            }
            abort("the connection closed before the end of the message");
        } catch (ClosedChannelException e) {
            abort("the call ended before the message did");
        } catch (IOException e) {
            abort("the connection broke: " + e.getMessage());
        } catch (SinkFailure e) {
            abort(e.getMessage());
        }
        return state == State.COMPLETE
                ? new ReceiveOutcome.Complete()
                : new ReceiveOutcome.Aborted(why);
    }

    /** Answers whatever still comes after the message, until the far side closes. */
    void linger() {
        try {
            while (connection.read(parser)) {
                // Bodiless SENDs that keep the connection alive, and nothing else.
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "event=connection-ended", e);
        }
    }

    private boolean over() {
        return state == State.COMPLETE || state == State.ABORTED;
    }

    private void abort(String reason) {
        if (!over()) {
            state = State.ABORTED;
            why = reason;
        }
    }

    /** What the parser finds. A verdict on a chunk is reached at its head and sent at its end. */
    private final class Frames implements FrameListener {
        private StatusCode verdict = StatusCode.OK;
        private long skip;

        @Override
        public void onRequest(RequestHead head) {
            verdict = judge(head);
            if (head.hasBody() && head.method() == Method.SEND && verdict == StatusCode.OK) {
                start(head);
            }
        }

        @Override
        public void onBody(ByteBuf piece) {
            if (verdict != StatusCode.OK || state != State.RECEIVING) {
                return;
            }
            int repeated = (int) Math.min(skip, piece.readableBytes());
            skip -= repeated;
            ByteBuf fresh = piece.skipBytes(repeated);
            received += fresh.readableBytes();
            into(() -> sink.append(fresh.nioBuffer()));
        }

        @Override
        public void onRequestEnd(RequestHead head, Continuation flag) {
            if (head.method() == Method.REPORT) {
                return;
            }
            if (head.hasBody() && verdict == StatusCode.OK) {
                finish(head, flag);
            }
            if (head.failureReport().allowsResponse(verdict.code())) {
                answer(head);
            }
            if (state == State.COMPLETE && head.hasBody() && head.successReport()) {
                report(head);
            }
        }

        @Override
        public void onResponse(ResponseHead head) {
            if (head.statusCode() >= 400) {
                abort("the server refused our connection: " + head.statusCode());
            }
        }

        @Override
        public void onMalformed(Malformed malformed) {
            verdict = StatusCode.BAD_REQUEST;
            malformed.answerable().ifPresent(this::answer);
            abort("the server sent what is no MSRP: " + malformed.fault().phrase());
        }

        private StatusCode judge(RequestHead head) {
            if (head.method() != Method.SEND && head.method() != Method.REPORT) {
                return StatusCode.UNKNOWN_METHOD;
            }
            if (!head.toPath().leftmost().contentEquals(localOctets)) {
                return StatusCode.NO_SESSION;
            }
            return head.hasBody() && head.method() == Method.SEND
                    ? judgeChunk(head)
                    : StatusCode.OK;
        }

        private StatusCode judgeChunk(RequestHead head) {
            if (!head.contentType().contentEqualsIgnoreCase("message/cpim")) {
                return StatusCode.UNSUPPORTED_MEDIA_TYPE;
            }
            boolean another = state != State.WAITING && !head.messageId().contentEquals(messageId);
            return another || over() ? StatusCode.STOP_SENDING : StatusCode.OK;
        }

        private void start(RequestHead head) {
            if (state == State.WAITING) {
                state = State.RECEIVING;
                messageId = head.messageId().toBytes();
                into(() -> sink.begin(head.rangeTotal()));
            }
            skip = received - (head.rangeStart() - 1);
            if (skip < 0) {
                verdict = StatusCode.STOP_SENDING;
                abort(
                        "octets "
                                + (received + 1)
                                + " to "
                                + (head.rangeStart() - 1)
                                + " are missing");
            }
        }

        private void finish(RequestHead head, Continuation flag) {
            if (flag == Continuation.ABORTED) {
                abort("the sender gave up");
            } else if (flag == Continuation.COMPLETE) {
                completeIfWhole(head);
            }
        }

        private void completeIfWhole(RequestHead head) {
            if (head.rangeTotal() != ByteRange.UNKNOWN && head.rangeTotal() != received) {
                verdict = StatusCode.BAD_REQUEST;
                abort(received + " octets arrived of " + head.rangeTotal() + " announced");
                return;
            }
            into(sink::complete);
            state = State.COMPLETE;
        }

        private void answer(RequestHead head) {
            StatusCode status = verdict;
            send(out -> MsrpWriter.writeResponse(out, head, status));
        }

        /** Success of the whole message, once, to whoever asked for it (RFC 4975 §7.1.2). */
        private void report(RequestHead head) {
            MsrpPath back = head.fromPath().parse(MsrpLimits.defaults()).orThrow();
            send(
                    out ->
                            MsrpWriter.writeReport(
                                    out,
                                    TransactionId.choose(random),
                                    back,
                                    MsrpPath.of(local),
                                    messageId,
                                    ByteRange.whole(received),
                                    StatusCode.OK.code()));
        }

        private void send(Consumer<ByteBuf> author) {
            try {
                connection.write(author);
            } catch (IOException e) {
                abort("the connection broke: " + e.getMessage());
            }
        }
    }

    private interface SinkCall {
        void run() throws IOException;
    }

    private static void into(SinkCall call) {
        try {
            call.run();
        } catch (IOException e) {
            throw new SinkFailure("cannot save the message: " + e.getMessage(), e);
        }
    }

    /** Carries a failure of our own disk through the parser, which knows no such thing. */
    private static final class SinkFailure extends RuntimeException {
        SinkFailure(String message, IOException cause) {
            super(message, cause);
        }
    }
}
