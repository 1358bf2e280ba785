package org.carillon.relay;

import io.netty.buffer.ByteBuf;
import java.util.Optional;
import org.carillon.msrp.Continuation;
import org.carillon.msrp.FrameListener;
import org.carillon.msrp.Malformed;
import org.carillon.msrp.MsrpLimits;
import org.carillon.msrp.MsrpParser;
import org.carillon.msrp.MsrpUri;
import org.carillon.msrp.MsrpWriter;
import org.carillon.msrp.RequestHead;
import org.carillon.msrp.ResponseHead;
import org.carillon.msrp.StatusCode;

/**
 * Looks at the first frame on a connection for the one thing that decides where it belongs: the
 * session-id of the leftmost URI of the To-Path (RFC 4975 §5.4). The frame itself is read again by
 * whoever it belongs to.
 */
final class FirstRequest implements FrameListener {

    /** What is known of the first frame. */
    enum Verdict {
        /** Its head is not complete. */
        UNKNOWN,
        /** A request. */
        REQUEST,
        /** Nothing that begins a connection: a response, or nonsense. */
        UNFIT
    }

    private final MsrpParser parser;
    private Verdict verdict = Verdict.UNKNOWN;
    private String sessionId = "";

    FirstRequest(MsrpLimits limits) {
        this.parser = new MsrpParser(limits, this);
    }

    /** Looks at more octets; leaves the buffer as it was. */
    Verdict look(ByteBuf octets) {
        parser.parse(octets.duplicate());
        return verdict;
    }

    /** The session-id that the request names; empty if it names none. */
    String sessionId() {
        return sessionId;
    }

    @Override
    public void onRequest(RequestHead head) {
        sessionId = sessionId(head);
        conclude(Verdict.REQUEST);
    }

    /** The session-id of the leftmost URI of a request's To-Path; empty if it names none. */
    static String sessionId(RequestHead head) {
        return MsrpUri.parse(head.toPath().leftmost().toString())
                .value()
                .map(MsrpUri::sessionId)
                .orElse("");
    }

    @Override
    public void onResponse(ResponseHead head) {
        conclude(Verdict.UNFIT);
    }

    @Override
    public void onMalformed(Malformed malformed) {
        conclude(Verdict.UNFIT);
    }

    private void conclude(Verdict first) {
        verdict = first;
        parser.discard();
    }

    @Override
    public void onBody(ByteBuf piece) {}

    @Override
    public void onRequestEnd(RequestHead head, Continuation flag) {}

    /**
     * Writes the answer to a first frame that is refused, if it may be answered.
     *
     * @param seen the connection's octets so far
     * @param status the answer to a request; nonsense is answered with 400
     */
    static void refuse(
            ByteBuf seen, StatusCode status, MsrpLimits limits, RelayMetrics metrics, ByteBuf out) {
        Refusal refusal = new Refusal(status, metrics, out);
        refusal.parser = Optional.of(new MsrpParser(limits, refusal));
        refusal.parser.get().parse(seen.duplicate());
    }

    private static final class Refusal implements FrameListener {
        private final StatusCode status;
        private final RelayMetrics metrics;
        private final ByteBuf out;
        private Optional<MsrpParser> parser = Optional.empty();

        private Refusal(StatusCode status, RelayMetrics metrics, ByteBuf out) {
            this.status = status;
            this.metrics = metrics;
            this.out = out;
        }

        @Override
        public void onRequest(RequestHead head) {
            answer(head, status);
        }

        @Override
        public void onMalformed(Malformed malformed) {
            metrics.malformed(malformed.fault());
            malformed.answerable().ifPresent(head -> answer(head, StatusCode.BAD_REQUEST));
        }

        private void answer(RequestHead head, StatusCode code) {
            if (Answers.mayAnswer(head, code)) {
                MsrpWriter.writeResponse(out, head, code);
                metrics.response(code);
            }
            parser.ifPresent(MsrpParser::discard);
        }

        @Override
        public void onResponse(ResponseHead head) {
            parser.ifPresent(MsrpParser::discard);
        }

        @Override
        public void onBody(ByteBuf piece) {}

        @Override
        public void onRequestEnd(RequestHead head, Continuation flag) {}
    }
}
