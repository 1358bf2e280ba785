package org.carillon.relay;

import io.netty.buffer.ByteBuf;
import java.util.Optional;
import org.carillon.msrp.Continuation;
import org.carillon.msrp.Malformed;
import org.carillon.msrp.Method;
import org.carillon.msrp.RequestHead;
import org.carillon.msrp.ResponseHead;
import org.carillon.msrp.StatusCode;

/**
 * What a device says on its connection: responses to our chunks, REPORTs, and now and then a SEND
 * with a notification for the sender (RFC 4975 §8.9). Owner: the Room's loop.
 */
final class DeviceLeg implements LegListener {
    /** Requests with a wrong To-Path, or answers that the device does not read, before we close. */
    private static final int PATIENCE = 3;

    private static final long UNREAD_ANSWERS = 256 << 10;

    /** What is to be done with the request that is arriving. */
    private enum Request {
        SKIPPED,
        EMPTY,
        CONTENT
    }

    /** What a device's leg needs of its Room. */
    interface Host {
        /** A REPORT about the Room's message. */
        void onReport(Seat seat, RequestHead report);

        /** A whole message to the sender; what to answer to its last chunk. */
        StatusCode onDeviceMessage(Seat seat, DeviceMessage message);

        void onProgress();

        /** A fault of ours. */
        void onFault(Throwable fault);
    }

    private final Surroundings around;
    private final Host host;
    private final Seat seat;
    private Optional<Leg> leg = Optional.empty();
    private Optional<Connection> connection = Optional.empty();
    private Optional<DeviceMessage> message = Optional.empty();
    private ToPathCheck check;
    private Answers answers;
    private Request request = Request.SKIPPED;
    private int mistakes;

    DeviceLeg(Surroundings around, Host host, Seat seat) {
        this.around = around;
        this.host = host;
        this.seat = seat;
    }

    Seat seat() {
        return seat;
    }

    /** True if a connection is bound or being made: another one gets 506. */
    boolean isTaken() {
        return connection.isPresent() || leg.filter(l -> !l.targets().isEmpty()).isPresent();
    }

    /** Offer and answer are done. */
    void seat(Leg itsLeg) {
        if (leg.isPresent() || seat.state() != Seat.State.PENDING) {
            return;
        }
        leg = Optional.of(itsLeg);
        check = new ToPathCheck(itsLeg.local(), around.msrp());
        seat.expect(itsLeg);
        if (connection.isPresent()) {
            seat.feedInto(connection.get());
            connection.get().reading(true);
        } else if (!itsLeg.targets().isEmpty()) {
            around.dialer().connect(itsLeg.targets(), this, cause -> seat.lose(SeatLoss.of(cause)));
        }
    }

    /** Nothing more is wanted for this device. */
    void release() {
        seat.release();
        connection.ifPresent(Connection::close);
    }

    @Override
    public void onFault(Throwable fault) {
        host.onFault(fault);
    }

    @Override
    public void onBound(Connection bound) {
        if (seat.state().isOver()) {
            bound.cut();
            return;
        }
        connection = Optional.of(bound);
        answers = new Answers(around.allocator(), around.metrics(), bound);
        if (leg.isPresent()) {
            seat.feedInto(bound);
        } else {
            // It was faster than its own 200: what it says waits until we know who it is.
            bound.reading(false);
        }
    }

    @Override
    public void onRequest(RequestHead head) {
        host.onProgress();
        request = Request.SKIPPED;
        if (!check.accepts(head)) {
            refuse(head, StatusCode.NO_SESSION);
            mistaken();
        } else if (head.method() == Method.SEND) {
            onSend(head);
        } else if (head.method() != Method.REPORT) {
            refuse(head, StatusCode.UNKNOWN_METHOD);
        }
    }

    private void onSend(RequestHead head) {
        if (!head.hasBody()) {
            request = Request.EMPTY;
        } else if (message.isPresent() && message.get().continuesWith(head)) {
            request = Request.CONTENT;
        } else if (message.isEmpty() && head.rangeStart() == 1) {
            begin(head);
        } else {
            refuse(head, StatusCode.STOP_SENDING);
        }
    }

    private void begin(RequestHead head) {
        MessageHead itsHead = MessageHead.of(head, leg.orElseThrow().peer(), around.msrp());
        message = Optional.of(new DeviceMessage(itsHead, around.limits().deviceMessageBytes()));
        request = Request.CONTENT;
    }

    private void refuse(RequestHead head, StatusCode status) {
        answers.answer(head, status);
        request = Request.SKIPPED;
    }

    private void mistaken() {
        if (++mistakes >= PATIENCE) {
            around.metrics().limit("mistakes");
            seat.lose(SeatLoss.of(SeatLoss.Cause.MALFORMED));
        }
    }

    @Override
    public void onBody(ByteBuf piece) {
        if (request == Request.CONTENT && !message.orElseThrow().append(piece)) {
            around.metrics().limit("device-message-bytes");
            message = Optional.empty();
            request = Request.SKIPPED;
            mistaken();
        }
    }

    @Override
    public void onRequestEnd(RequestHead head, Continuation flag) {
        if (head.method() == Method.REPORT && check.accepts(head)) {
            around.metrics().count(RelayMetrics.Counter.REPORTS_IN);
            host.onReport(seat, head);
        } else if (request == Request.EMPTY) {
            answers.answer(head, StatusCode.OK);
        } else if (request == Request.CONTENT) {
            answers.answer(head, onContentEnd(flag));
        }
        request = Request.SKIPPED;
        closeIfUnread();
    }

    private StatusCode onContentEnd(Continuation flag) {
        DeviceMessage gathered = message.orElseThrow();
        if (flag.endsMessage()) {
            message = Optional.empty();
        }
        return flag == Continuation.COMPLETE ? host.onDeviceMessage(seat, gathered) : StatusCode.OK;
    }

    /** A device that asks and asks and never reads the answers must not make them pile up. */
    private void closeIfUnread() {
        answers.write();
        Connection bound = connection.orElseThrow();
        if (bound.unflushed() > UNREAD_ANSWERS + 2L * around.limits().chunkBytes()) {
            around.metrics().limit("unread-answers");
            seat.lose(SeatLoss.of(SeatLoss.Cause.STALLED));
            bound.cut();
        }
    }

    @Override
    public void onResponse(ResponseHead head) {
        host.onProgress();
        seat.onResponse(head);
    }

    @Override
    public void onMalformed(Malformed malformed) {
        around.metrics().count(RelayMetrics.Counter.MALFORMED);
        malformed.answerable().ifPresent(head -> answers.answer(head, StatusCode.BAD_REQUEST));
        answers.write();
        seat.lose(SeatLoss.of(SeatLoss.Cause.MALFORMED));
        connection.ifPresent(Connection::close);
    }

    @Override
    public void onBatchEnd() {
        if (answers != null) {
            answers.write();
        }
        connection.ifPresent(Connection::flush);
    }

    @Override
    public void onWritable() {
        seat.pump();
    }

    @Override
    public void onClosed() {
        if (answers != null) {
            answers.release();
        }
        connection = Optional.empty();
        message = Optional.empty();
        seat.lose(SeatLoss.of(SeatLoss.Cause.CONNECTION_LOST));
    }
}
