package org.carillon.relay;

import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.Optional;
import org.carillon.msrp.ByteRange;
import org.carillon.msrp.Continuation;
import org.carillon.msrp.FailureReport;
import org.carillon.msrp.MsrpWriter;
import org.carillon.msrp.ResponseHead;
import org.carillon.msrp.SendTemplate;
import org.carillon.msrp.StatusCode;
import org.carillon.msrp.TransactionId;

/**
 * One device: its place in the message, and how it is fed from there.
 *
 * <pre>
 *  PENDING --leg--> JOINING --connection--> FEEDING --last chunk--> FINISHING --200--> SERVED
 *                                            |   ^
 *                                     on disk|   |read
 *                                            v   |
 *                                           FETCHING
 *  before SERVED, from any:  LOST (its fault), RELEASED (our wish), ABORTED (the message broke)
 * </pre>
 *
 * It writes while the connection takes more, in ascending order, whole chunks of what is there: a
 * chunk never stays open, so responses and REPORTs never wait for the end of one. Each chunk has a
 * new random id; that one occurs in the body is so improbable that nobody looks ({@link
 * TransactionId}). Owner: the Room's loop.
 */
final class Seat {
    /** Smaller chunks are not made of a chunk that is still arriving (RFC 4975 §7.1.1). */
    private static final int SMALL = 2048;

    enum State {
        PENDING,
        JOINING,
        FEEDING,
        FETCHING,
        FINISHING,
        SERVED,
        LOST,
        RELEASED,
        ABORTED;

        boolean isOver() {
            return compareTo(SERVED) >= 0;
        }

        /** True if the message may reach this device, or has. */
        boolean isHope() {
            return compareTo(SERVED) <= 0;
        }
    }

    /** What a Seat needs of its Room. */
    interface Host {
        Optional<MessageHead> message();

        /** Octets of the whole message as announced or known, or {@link ByteRange#UNKNOWN}. */
        long announcedTotal();

        /** Offset where the message ends, or {@link ByteRange#UNKNOWN} before the last chunk. */
        long knownEnd();

        boolean isChunkArriving();

        void onProgress();

        void onServed(Seat seat);

        void onLost(Seat seat, SeatLoss loss);
    }

    private final Surroundings around;
    private final Host host;
    private final Spool spool;
    private final Spool.Cursor cursor;
    private final int number;
    private final Alarm watch;
    private final Alarm join;
    private final Outstanding outstanding = new Outstanding();
    private State state = State.PENDING;
    private Leg leg;
    private Connection connection;
    private SendTemplate template;
    private FailureReport failureReport = FailureReport.YES;
    private long written;
    private long seenWritten;
    private long seenUnflushed;
    private long progressAt;

    Seat(Surroundings around, Host host, Spool spool, int number) {
        this.around = around;
        this.host = host;
        this.spool = spool;
        this.number = number;
        this.cursor = spool.open();
        this.watch = new Alarm(around.loop(), this::onWatch);
        this.join =
                new Alarm(around.loop(), () -> lose(SeatLoss.of(SeatLoss.Cause.NEVER_CONNECTED)));
    }

    int number() {
        return number;
    }

    State state() {
        return state;
    }

    /** Octets of the message written to this device. */
    long written() {
        return written;
    }

    private void become(State next) {
        around.loop().check();
        if (state == State.FETCHING) {
            around.metrics().add(RelayMetrics.Counter.SEATS_LAGGING, -1);
        }
        if (next == State.FETCHING) {
            around.metrics().count(RelayMetrics.Counter.SEATS_LAGGING);
        }
        state = next;
    }

    /** The device's paths are known: its connection is awaited. */
    void expect(Leg itsLeg) {
        leg = itsLeg;
        become(State.JOINING);
        join.set(around.timers().join());
    }

    /** The connection is there and the device known. */
    void feedInto(Connection itsConnection) {
        connection = itsConnection;
        join.stop();
        progressAt = around.loop().nanoTime();
        become(State.FEEDING);
        pump();
        if (written == 0 && !leg.targets().isEmpty() && state == State.FEEDING) {
            bind();
        }
    }

    /** Who connects sends something at once (RFC 4975 §5.4). */
    private void bind() {
        long id = TransactionId.choose(around.random());
        ByteBuf send = around.allocator().buffer();
        String messageId = TransactionId.toString(TransactionId.choose(around.random()));
        MsrpWriter.writeBodilessSend(send, id, leg.peer(), leg.local(), messageId);
        connection.write(send, flushedLater(outstanding.add(id, false)));
        connection.flush();
        watch();
    }

    /** Writes what there is and the connection takes. */
    void pump() {
        around.loop().check();
        if (state != State.FEEDING || host.message().isEmpty()) {
            return;
        }
        while (state == State.FEEDING && mayWrite()) {
            if (!writeNext()) {
                break;
            }
        }
        connection.flush();
        watch();
    }

    private boolean mayWrite() {
        return connection.writable() > 0 && outstanding.size() < around.limits().pendingResponses();
    }

    private boolean writeNext() {
        long position = cursor.position();
        long there = ready(position);
        boolean all = position + there == host.knownEnd();
        if (!all && (there == 0 || (there < SMALL && host.isChunkArriving()))) {
            return false;
        }
        int length = (int) Math.min(there, chunkRoom());
        if (spool.isOnDisk(position)) {
            become(State.FETCHING);
            spool.fetch(cursor, length, this::fetched);
            return false;
        }
        length = (int) Math.min(length, spool.inMemory(position));
        long id = begin();
        spool.read(cursor, length, connection::write);
        end(id, length);
        return true;
    }

    /**
     * Octets that may be written now. The very last one waits until it is known whether it ends the
     * message: an empty last chunk would be hard to say in a Byte-Range (RFC 4975 §7.1.1).
     */
    private long ready(long position) {
        long there = spool.length() - position;
        boolean maybeLast = host.isChunkArriving() || host.announcedTotal() == spool.length();
        boolean open = spool.length() != host.knownEnd();
        return there > 0 && maybeLast && open ? there - 1 : there;
    }

    /** As much as the connection takes without becoming too full, within the limit. */
    private int chunkRoom() {
        return (int) Math.max(SMALL, Math.min(around.limits().chunkBytes(), connection.writable()));
    }

    private void fetched(ByteBuf octets) {
        if (state != State.FETCHING) {
            octets.release();
            return;
        }
        become(State.FEEDING);
        int length = octets.readableBytes();
        long id = begin();
        cursor.advance(length);
        connection.write(octets);
        end(id, length);
        pump();
        spool.settle();
    }

    private long begin() {
        if (template == null) {
            MessageHead message = host.message().orElseThrow();
            template = message.to(leg);
            failureReport = message.failureReport();
        }
        long id = TransactionId.choose(around.random());
        ByteBuf head = around.allocator().buffer(template.headBytes());
        template.writeHead(
                head, id, cursor.position() + 1, ByteRange.UNKNOWN, host.announcedTotal());
        connection.write(head);
        return id;
    }

    private void end(long id, int length) {
        boolean last = cursor.position() == host.knownEnd();
        ByteBuf tail = around.allocator().buffer(MsrpWriter.END_OF_BODY_BYTES);
        MsrpWriter.writeEndOfBody(tail, id, last ? Continuation.COMPLETE : Continuation.MORE);
        written += length;
        around.metrics().add(RelayMetrics.Counter.BYTES_OUT, length);
        around.metrics().count(RelayMetrics.Counter.CHUNKS_OUT);
        if (last) {
            become(State.FINISHING);
        }
        connection.write(tail, afterFlush(id, last));
    }

    private Runnable afterFlush(long id, boolean last) {
        if (failureReport == FailureReport.YES) {
            return flushedLater(outstanding.add(id, last));
        }
        return last ? this::serve : host::onProgress;
    }

    private Runnable flushedLater(Outstanding.Chunk chunk) {
        return () -> {
            chunk.flushed(around.loop().nanoTime());
            host.onProgress();
        };
    }

    /** A response to one of our chunks; those that match nothing are dropped. */
    void onResponse(ResponseHead response) {
        if (state.isOver() || !TransactionId.isOurs(response.transactionId())) {
            return;
        }
        Optional<Outstanding.Chunk> chunk =
                outstanding.answered(TransactionId.read(response.transactionId()));
        if (response.statusCode() < 300) {
            chunk.ifPresent(this::onAcknowledged);
        } else if (chunk.isPresent() || failureReport == FailureReport.PARTIAL) {
            onRefused(response.statusCode());
        }
    }

    private void onAcknowledged(Outstanding.Chunk chunk) {
        if (chunk.isLast()) {
            serve();
        } else {
            pump();
        }
    }

    /** An error response or a failure REPORT: the device takes no more (RFC 4975 §7.3.2). */
    void onRefused(int statusCode) {
        lose(
                statusCode == StatusCode.TIMEOUT.code()
                        ? SeatLoss.of(SeatLoss.Cause.NO_RESPONSE)
                        : SeatLoss.refused(statusCode));
    }

    private void serve() {
        if (state == State.FINISHING) {
            leave(State.SERVED);
            host.onServed(this);
        }
    }

    private void watch() {
        if (!state.isOver() && connection != null && isAwaited()) {
            watch.setIfIdle(tick());
        }
    }

    private boolean isAwaited() {
        return outstanding.size() > 0 || connection.unflushed() > 0;
    }

    private Duration tick() {
        Duration shortest =
                around.timers().stall().compareTo(around.timers().response()) < 0
                        ? around.timers().stall()
                        : around.timers().response();
        return shortest.dividedBy(8);
    }

    private void onWatch() {
        long now = around.loop().nanoTime();
        long unflushed = connection.unflushed();
        if (unflushed == 0 || unflushed != seenUnflushed || written != seenWritten) {
            progressAt = now;
        }
        seenUnflushed = unflushed;
        seenWritten = written;
        if (outstanding.isOverdue(now, around.timers().response().toNanos())) {
            lose(SeatLoss.of(SeatLoss.Cause.NO_RESPONSE));
        } else if (now - progressAt >= around.timers().stall().toNanos()) {
            around.metrics().limit("stall");
            lose(SeatLoss.of(SeatLoss.Cause.STALLED));
        } else {
            watch();
        }
    }

    /** This device cannot be served; the others do not notice. */
    void lose(SeatLoss loss) {
        if (state.isOver()) {
            return;
        }
        giveUp(State.LOST);
        if (connection != null) {
            end(loss);
        }
        host.onLost(this, loss);
    }

    private void end(SeatLoss loss) {
        if (loss.cause() == SeatLoss.Cause.STALLED) {
            connection.cut();
        } else {
            connection.close();
        }
    }

    /** Nothing more is wanted for this device. */
    void release() {
        if (!state.isOver()) {
            giveUp(State.RELEASED);
        }
    }

    /** The message will never be whole. */
    void abort() {
        if (!state.isOver()) {
            giveUp(State.ABORTED);
        }
    }

    /** Leaves; a device in the middle of the message is told so by {@code #}. */
    private void giveUp(State next) {
        boolean midMessage =
                template != null && (state == State.FEEDING || state == State.FETCHING);
        leave(next);
        if (midMessage) {
            long id = TransactionId.choose(around.random());
            ByteBuf abort = around.allocator().buffer();
            ByteRange none = ByteRange.EMPTY;
            template.writeHead(abort, id, none.start(), none.end(), host.announcedTotal());
            MsrpWriter.writeEndOfBody(abort, id, Continuation.ABORTED);
            connection.write(abort);
            connection.flush();
        }
    }

    private void leave(State next) {
        become(next);
        join.stop();
        watch.stop();
        cursor.close();
    }
}
