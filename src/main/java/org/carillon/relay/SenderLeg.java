package org.carillon.relay;

import io.netty.buffer.ByteBuf;
import java.util.Optional;
import org.carillon.msrp.ByteRange;
import org.carillon.msrp.Continuation;
import org.carillon.msrp.Malformed;
import org.carillon.msrp.Method;
import org.carillon.msrp.MsrpWriter;
import org.carillon.msrp.RequestHead;
import org.carillon.msrp.ResponseHead;
import org.carillon.msrp.SendTemplate;
import org.carillon.msrp.StatusCode;
import org.carillon.msrp.TransactionId;

/**
 * The sender's connection: takes the chunks to the Room and answers each of them when the Room has
 * all of it, as Failure-Report says (RFC 4975 §7.2); the way back for REPORTs and notifications.
 * Owner: the Room's loop.
 */
final class SenderLeg implements LegListener, ReportTracker.Upstream {
    /** Requests with a wrong To-Path before we close. */
    private static final int PATIENCE = 3;

    /** What is to be done with the request that is arriving. */
    private enum Request {
        /** Answered already, or not to be answered. */
        SKIPPED,
        EMPTY,
        CONTENT
    }

    private final Surroundings around;
    private final Reception reception;
    private Optional<Leg> leg = Optional.empty();
    private Optional<Connection> connection = Optional.empty();
    private ToPathCheck check;
    private Answers answers;
    private Request request = Request.SKIPPED;
    private boolean reading = true;
    private int mistakes;

    SenderLeg(Surroundings around, Reception reception) {
        this.around = around;
        this.reception = reception;
    }

    /** True if a connection is bound or being made: another one gets 506. */
    boolean isTaken() {
        return connection.isPresent() || leg.filter(l -> !l.targets().isEmpty()).isPresent();
    }

    /** True while a chunk of the message is arriving. */
    boolean isChunkArriving() {
        return request == Request.CONTENT;
    }

    /** Offer and answer are done. */
    void seat(Leg itsLeg) {
        if (leg.isPresent()) {
            return;
        }
        leg = Optional.of(itsLeg);
        check = new ToPathCheck(itsLeg.local(), around.msrp());
        if (connection.isPresent()) {
            pace();
        } else if (!itsLeg.targets().isEmpty()) {
            around.dialer().connect(itsLeg.targets(), this, cause -> unreachable());
        }
    }

    private void unreachable() {
        reception.onBroken(MessageBreak.UNREACHABLE);
    }

    @Override
    public void onBound(Connection bound) {
        connection = Optional.of(bound);
        answers = new Answers(around.allocator(), around.metrics(), bound);
        leg.filter(l -> !l.targets().isEmpty()).ifPresent(this::bind);
        pace();
    }

    /** Who connects sends something at once (RFC 4975 §5.4). */
    private void bind(Leg itsLeg) {
        ByteBuf send = around.allocator().buffer();
        MsrpWriter.writeBodilessSend(
                send,
                TransactionId.choose(around.random()),
                itsLeg.peer(),
                itsLeg.local(),
                TransactionId.toString(TransactionId.choose(around.random())));
        write(send);
        connection.orElseThrow().flush();
    }

    /** Reads on while the Room can take more and the sender takes our answers. */
    void pace() {
        connection.ifPresent(
                bound -> {
                    boolean wanted = leg.isPresent() && reception.hasRoom() && bound.writable() > 0;
                    if (wanted != reading) {
                        reading = wanted;
                        bound.reading(wanted);
                    }
                });
    }

    @Override
    public void onRequest(RequestHead head) {
        reception.onActivity();
        request = Request.SKIPPED;
        if (!check.accepts(head)) {
            answers.answer(head, StatusCode.NO_SESSION);
            mistaken();
        } else if (head.method() == Method.SEND) {
            onSend(head);
        } else if (head.method() != Method.REPORT) {
            answers.answer(head, StatusCode.UNKNOWN_METHOD);
        }
    }

    private void onSend(RequestHead head) {
        if (!head.hasBody()) {
            request = Request.EMPTY;
            return;
        }
        around.metrics().count(RelayMetrics.Counter.CHUNKS_IN);
        Optional<StatusCode> objection = reception.begin(head, leg.orElseThrow());
        if (objection.isPresent()) {
            answers.answer(head, objection.get());
        } else {
            request = Request.CONTENT;
        }
    }

    private void mistaken() {
        if (++mistakes >= PATIENCE) {
            around.metrics().limit("mistakes");
            connection.ifPresent(Connection::close);
        }
    }

    @Override
    public void onBody(ByteBuf piece) {
        if (request == Request.CONTENT) {
            reception.take(piece);
        }
    }

    @Override
    public void onRequestEnd(RequestHead head, Continuation flag) {
        if (request == Request.CONTENT) {
            request = Request.SKIPPED;
            answers.answer(head, reception.end(flag));
        } else if (request == Request.EMPTY) {
            reception.endWithoutBody(head, flag);
            answers.answer(head, StatusCode.OK);
        }
        request = Request.SKIPPED;
    }

    /** Responses to what was passed back: nobody waits for them. */
    @Override
    public void onResponse(ResponseHead head) {
        reception.onActivity();
    }

    @Override
    public void onMalformed(Malformed malformed) {
        around.metrics().count(RelayMetrics.Counter.MALFORMED);
        malformed.answerable().ifPresent(head -> answers.answer(head, StatusCode.BAD_REQUEST));
        answers.write();
        connection.ifPresent(Connection::close);
        reception.onBroken(MessageBreak.MALFORMED);
    }

    @Override
    public void onBatchEnd() {
        reception.onBatchEnd();
        if (answers != null) {
            answers.write();
        }
        connection.ifPresent(Connection::flush);
        pace();
    }

    @Override
    public void onWritable() {
        pace();
    }

    @Override
    public void onClosed() {
        connection = Optional.empty();
        if (answers != null) {
            answers.release();
        }
        reception.onBroken(MessageBreak.CONNECTION_LOST);
    }

    @Override
    public void onFault(Throwable fault) {
        reception.onFault(fault);
    }

    @Override
    public void report(ByteRange range, int statusCode) {
        if (connection.isEmpty()) {
            return;
        }
        MessageHead message = reception.message().orElseThrow();
        ByteBuf report = around.allocator().buffer();
        MsrpWriter.writeReport(
                report,
                TransactionId.choose(around.random()),
                message.senderPath(),
                leg.orElseThrow().local(),
                message.messageId(),
                range,
                statusCode);
        around.metrics().count(RelayMetrics.Counter.REPORTS_OUT);
        write(report);
        connection.get().flush();
    }

    /** True if what is passed to the sender can reach it. */
    boolean isReachable() {
        return connection.isPresent() && leg.isPresent();
    }

    @Override
    public void pass(DeviceMessage message) {
        if (!isReachable()) {
            return;
        }
        SendTemplate template =
                message.head()
                        .to(new Leg(leg.get().local(), leg.get().peer(), java.util.List.of()));
        long id = TransactionId.choose(around.random());
        int length = message.body().readableBytes();
        ByteBuf send = around.allocator().buffer(template.headBytes() + length + 64);
        template.writeHead(send, id, 1, ByteRange.UNKNOWN, length);
        send.writeBytes(message.body(), message.body().readerIndex(), length);
        MsrpWriter.writeEndOfBody(send, id, Continuation.COMPLETE);
        write(send);
        connection.get().flush();
    }

    private void write(ByteBuf octets) {
        answers.write();
        connection.orElseThrow().write(octets);
    }

    void close() {
        connection.ifPresent(Connection::close);
    }
}
