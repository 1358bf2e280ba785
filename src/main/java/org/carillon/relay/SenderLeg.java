package org.carillon.relay;

import io.netty.buffer.ByteBuf;
import java.util.Optional;
import org.carillon.msrp.ByteRange;
import org.carillon.msrp.Continuation;
import org.carillon.msrp.Malformed;
import org.carillon.msrp.Method;
import org.carillon.msrp.MsrpPath;
import org.carillon.msrp.MsrpWriter;
import org.carillon.msrp.RequestHead;
import org.carillon.msrp.ResponseHead;
import org.carillon.msrp.SendTemplate;
import org.carillon.msrp.StatusCode;
import org.carillon.msrp.TransactionId;

/**
 * The sender's connection: takes the chunks to the Room and answers each of them when the Room has
 * all of it, as Failure-Report says (RFC 4975 §7.2); the way back for REPORTs and notifications.
 * Lives as long as one connection. Owner: the Room's loop.
 */
final class SenderLeg implements LegListener {
    /** Requests with a wrong To-Path before we close. */
    private static final int PATIENCE = 3;

    /** What is to be done with the request that is arriving. */
    private enum Request {
        /** Answered already, or not to be answered. */
        SKIPPED,
        EMPTY,
        CONTENT
    }

    /** Told about the connection. */
    interface Host {
        void onBound();

        /** It ended, not by our wish. */
        void onLost();
    }

    private final Surroundings around;
    private final Reception reception;
    private final Host host;
    private Binding binding = Binding.AWAITED;
    private Optional<Leg> leg = Optional.empty();
    private Optional<Connection> connection = Optional.empty();
    private ToPathCheck check;
    private Answers answers;
    private Request request = Request.SKIPPED;

    /** Where REPORTs go: the From-Path of the first chunk that came this way. */
    private Optional<MsrpPath> reportPath = Optional.empty();

    private boolean reading = true;
    private int mistakes;

    SenderLeg(Surroundings around, Reception reception, Host host) {
        this.around = around;
        this.reception = reception;
        this.host = host;
    }

    /**
     * Why another connection is refused, if it is: 506 if one is bound or being made, 481 if it is
     * gone, for no connection follows without another offer and answer (RFC 4975 §5.4).
     */
    Optional<StatusCode> refusal() {
        if (binding == Binding.LOST || binding == Binding.RETIRED) {
            return Optional.of(StatusCode.NO_SESSION);
        }
        boolean taken =
                binding == Binding.BOUND || leg.filter(l -> !l.targets().isEmpty()).isPresent();
        return taken ? Optional.of(StatusCode.WRONG_CONNECTION) : Optional.empty();
    }

    boolean isSeated() {
        return leg.isPresent();
    }

    boolean isLost() {
        return binding == Binding.LOST;
    }

    /** True if an offer and answer changed nothing: the connection that is here goes on. */
    boolean goesOnAs(Leg again) {
        return !isLost() && leg.filter(again::hasPathsOf).isPresent();
    }

    /** Another leg takes its place. */
    void retire() {
        request = Request.SKIPPED;
        close();
    }

    /** True while a chunk of the message is arriving. */
    boolean isChunkArriving() {
        return request == Request.CONTENT;
    }

    /** Offer and answer are done. */
    void seat(Leg itsLeg) {
        leg = Optional.of(itsLeg);
        check = new ToPathCheck(itsLeg.local(), around);
        if (connection.isPresent()) {
            if (isPeer()) {
                pace();
            }
        } else if (!itsLeg.targets().isEmpty()) {
            around.dialer().connect(itsLeg, this, this::unreachable);
        }
    }

    /** Whoever shows another certificate than was named ends the session (RFC 4975 §14.4). */
    private boolean isPeer() {
        Connection bound = connection.orElseThrow();
        boolean right = leg.isEmpty() || leg.get().isPeer(bound.certificate());
        if (!right) {
            around.metrics().count(RelayMetrics.Counter.IMPOSTORS);
            reception.onBroken(MessageBreak.WRONG_CERTIFICATE);
            bound.cut();
        }
        return right;
    }

    private void unreachable(SeatLoss.Cause cause) {
        if (binding == Binding.AWAITED) {
            reception.onBroken(
                    cause == SeatLoss.Cause.WRONG_CERTIFICATE
                            ? MessageBreak.WRONG_CERTIFICATE
                            : MessageBreak.UNREACHABLE);
        }
    }

    @Override
    public void onBound(Connection bound) {
        if (binding != Binding.AWAITED) {
            bound.cut();
            return;
        }
        binding = Binding.BOUND;
        connection = Optional.of(bound);
        answers = new Answers(around.allocator(), around.metrics(), bound);
        if (!isPeer()) {
            return;
        }
        leg.filter(l -> !l.targets().isEmpty()).ifPresent(this::bind);
        pace();
        host.onBound();
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
        request = Request.SKIPPED;
        if (!check.accepts(head)) {
            answers.answer(head, check.refusal(head));
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
        Optional<StatusCode> objection = reception.begin(head);
        if (objection.isPresent()) {
            answers.answer(head, objection.get());
        } else {
            request = Request.CONTENT;
            if (reportPath.isEmpty()) {
                reportPath = head.fromPath().parse(around.msrp()).value();
            }
        }
    }

    private void mistaken() {
        if (++mistakes >= PATIENCE) {
            around.metrics().limit("mistakes");
            answers.write();
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
            end(head, flag);
        } else if (request == Request.EMPTY) {
            reception.endWithoutBody(head, flag);
            answers.answer(head, StatusCode.OK);
        }
        request = Request.SKIPPED;
    }

    private void end(RequestHead head, Continuation flag) {
        StatusCode status = reception.end(flag);
        if (status == StatusCode.OK && reception.isBeingKept()) {
            answers.withhold(head);
        } else {
            answers.answer(head, status);
        }
    }

    /** What the end of the message is answered. */
    void onKept(StatusCode answer) {
        connection.ifPresent(
                bound -> {
                    answers.settle(answer);
                    answers.write();
                    bound.flush();
                });
    }

    /** Responses to what was passed back: nobody waits for them. */
    @Override
    public void onResponse(ResponseHead head) {}

    @Override
    public void onMalformed(Malformed malformed) {
        around.metrics().malformed(malformed.fault());
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
        request = Request.SKIPPED;
        if (answers != null) {
            answers.release();
        }
        if (binding == Binding.BOUND) {
            binding = Binding.LOST;
            host.onLost();
        }
    }

    @Override
    public void onFault(Throwable fault) {
        reception.onFault(fault);
    }

    /** Reports to the sender, if it is there. */
    void report(ByteRange range, int statusCode) {
        if (!isReachable()) {
            return;
        }
        MessageHead message = reception.message().orElseThrow();
        ByteBuf report = around.allocator().buffer();
        MsrpWriter.writeReport(
                report,
                TransactionId.choose(around.random()),
                reportPath.orElse(leg.get().peer()),
                leg.get().local(),
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

    /** Passes a device's message to the sender, if it is there. */
    void pass(DeviceMessage message) {
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
        binding = Binding.RETIRED;
        if (answers != null) {
            answers.release(); // what was withheld is never said
        }
        connection.ifPresent(Connection::close);
    }
}
