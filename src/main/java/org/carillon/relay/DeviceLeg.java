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
 * with a notification for the sender (RFC 4975 §8.9). Lives as long as one connection. Owner: the
 * Room's loop.
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

        /** The seat may have moved on, or given something back. */
        void onMoved();

        /** A whole message to the sender; what to answer to its last chunk. */
        StatusCode onDeviceMessage(Seat seat, DeviceMessage message);

        /** A fault of ours. */
        void onFault(Throwable fault);
    }

    private final Surroundings around;
    private final Host host;
    private final Seat seat;
    private Binding binding = Binding.AWAITED;
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

    /**
     * Why another connection is refused, if it is: 506 if one is bound or being made, 481 if it is
     * gone, for no connection follows without another offer and answer (RFC 4975 §5.4).
     */
    Optional<StatusCode> refusal() {
        if (seat.state().isOver() || binding == Binding.LOST || binding == Binding.RETIRED) {
            return Optional.of(StatusCode.NO_SESSION);
        }
        boolean taken =
                binding == Binding.BOUND || leg.filter(l -> !l.targets().isEmpty()).isPresent();
        return taken ? Optional.of(StatusCode.WRONG_CONNECTION) : Optional.empty();
    }

    boolean isSeated() {
        return leg.isPresent();
    }

    /** True if an offer and answer changed nothing: the connection that is here goes on. */
    boolean goesOnAs(Leg again) {
        return binding != Binding.LOST && leg.filter(again::hasPathsOf).isPresent();
    }

    /** Another leg takes its place. */
    void retire() {
        binding = Binding.RETIRED;
        request = Request.SKIPPED;
        connection.ifPresent(Connection::close);
    }

    /** Offer and answer are done. */
    void seat(Leg itsLeg) {
        leg = Optional.of(itsLeg);
        check = new ToPathCheck(itsLeg.local(), around);
        seat.expect();
        if (seat.state().isOver()) {
            return;
        }
        if (connection.isPresent()) {
            feedInto(itsLeg, connection.get());
            connection.get().reading(true);
        } else if (!itsLeg.targets().isEmpty()) {
            around.dialer().connect(itsLeg, this, this::unreachable);
        }
    }

    /** Whoever shows another certificate than was named ends the session (RFC 4975 §14.4). */
    private void feedInto(Leg itsLeg, Connection bound) {
        if (itsLeg.isPeer(bound.certificate())) {
            seat.feedInto(itsLeg, bound);
        } else {
            around.metrics().count(RelayMetrics.Counter.IMPOSTORS);
            seat.lose(SeatLoss.of(SeatLoss.Cause.WRONG_CERTIFICATE));
            bound.cut();
        }
    }

    private void unreachable(SeatLoss.Cause cause) {
        if (binding == Binding.AWAITED) {
            seat.lose(SeatLoss.of(cause));
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
        if (binding != Binding.AWAITED || seat.state().isOver()) {
            bound.cut();
            return;
        }
        binding = Binding.BOUND;
        connection = Optional.of(bound);
        answers = new Answers(around.allocator(), around.metrics(), bound);
        if (leg.isPresent()) {
            feedInto(leg.get(), bound);
        } else {
            // It was faster than its own 200: what it says waits until we know who it is.
            bound.reading(false);
        }
    }

    @Override
    public void onRequest(RequestHead head) {
        request = Request.SKIPPED;
        if (!check.accepts(head)) {
            refuse(head, check.refusal(head));
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
        MessageHead itsHead = MessageHead.of(head);
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
            answers.write();
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
        seat.onResponse(head);
    }

    @Override
    public void onMalformed(Malformed malformed) {
        around.metrics().malformed(malformed.fault());
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
        onWritable();
    }

    @Override
    public void onWritable() {
        seat.pump();
        host.onMoved();
    }

    @Override
    public void onClosed() {
        if (answers != null) {
            answers.release();
        }
        connection = Optional.empty();
        message = Optional.empty();
        if (binding == Binding.BOUND) {
            binding = Binding.LOST;
            seat.onConnectionLost();
        }
    }
}
