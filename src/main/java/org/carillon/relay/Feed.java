package org.carillon.relay;

import io.netty.buffer.ByteBuf;
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
 * How one connection of a device is fed.
 *
 * <pre>
 *  WRITING --last chunk--> FINISHING --200--> ENDED
 *   |   ^
 *   |   |read from disk       any --its Seat says so--> ENDED
 *   v   |
 *  FETCHING
 * </pre>
 *
 * It writes while the connection takes more, in ascending order, whole chunks of what is there: a
 * chunk never stays open, so responses and REPORTs never wait for the end of one. Each chunk has a
 * new random id; that one occurs in the body is so improbable that nobody looks ({@link
 * TransactionId}). Owner: the Room's loop.
 */
final class Feed {
    /** Smaller chunks are not made of a chunk that is still arriving (RFC 4975 §7.1.1). */
    private static final int SMALL = 2048;

    private enum State {
        WRITING,
        FETCHING,
        FINISHING,
        ENDED
    }

    /** The message, as far as it is known. */
    interface Source {
        Optional<MessageHead> message();

        /** Octets of the whole message as announced or known, or {@link ByteRange#UNKNOWN}. */
        long announcedTotal();

        /** Offset where the message ends, or {@link ByteRange#UNKNOWN} before the last chunk. */
        long knownEnd();

        boolean isChunkArriving();
    }

    /** Told how it goes. */
    interface Host {
        /** True while the device wants no chunk. */
        boolean isHeld();

        /** So many octets of the message were written. */
        void onWritten(int octets);

        /** The network or the device took something. */
        void onProgress();

        /** The device has acknowledged the last octet. Last call of all. */
        void onFed();

        /** The device cannot be fed. */
        void onTrouble(SeatLoss loss);
    }

    private final Surroundings around;
    private final Source source;
    private final Host host;
    private final Spool spool;
    private final Spool.Cursor cursor;
    private final Leg leg;
    private final Connection connection;
    private final Outstanding outstanding = new Outstanding();
    private final Watch watch;
    private State state = State.WRITING;
    private Optional<SendTemplate> template = Optional.empty();
    private FailureReport failureReport = FailureReport.YES;

    Feed(
            Surroundings around,
            Source source,
            Host host,
            Spool spool,
            Spool.Cursor cursor,
            Leg leg,
            Connection connection) {
        this.around = around;
        this.source = source;
        this.host = host;
        this.spool = spool;
        this.cursor = cursor;
        this.leg = leg;
        this.connection = connection;
        this.watch =
                new Watch(
                        around,
                        connection,
                        outstanding,
                        host::isHeld,
                        cause -> host.onTrouble(SeatLoss.of(cause)));
    }

    /** Everything is written, and only the last responses are awaited. */
    boolean isFinishing() {
        return state == State.FINISHING;
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

    /** Who connects sends something at once, content or not (RFC 4975 §5.4). */
    void begin() {
        pump();
        if (template.isEmpty() && !leg.targets().isEmpty() && state == State.WRITING) {
            bind();
        }
    }

    private void bind() {
        long id = TransactionId.choose(around.random());
        ByteBuf send = around.allocator().buffer();
        String messageId = TransactionId.toString(TransactionId.choose(around.random()));
        MsrpWriter.writeBodilessSend(send, id, leg.peer(), leg.local(), messageId);
        connection.write(send, flushedLater(outstanding.add(id, false)));
        connection.flush();
        watch.look();
    }

    /** Writes what there is and the connection takes. */
    void pump() {
        around.loop().check();
        if (state != State.WRITING || source.message().isEmpty()) {
            return;
        }
        while (state == State.WRITING && mayWrite()) {
            if (!writeNext()) {
                break;
            }
        }
        connection.flush();
        if (state != State.ENDED) {
            watch.look();
        }
    }

    private boolean mayWrite() {
        return !host.isHeld()
                && connection.writable() > 0
                && outstanding.size() < around.limits().pendingResponses();
    }

    private boolean writeNext() {
        long position = cursor.position();
        long there = ready(position);
        boolean all = position + there == source.knownEnd();
        if (!all && (there == 0 || (there < SMALL && source.isChunkArriving()))) {
            return false;
        }
        int length = (int) Math.min(there, chunkRoom());
        if (spool.isOnDisk(position)) {
            become(State.FETCHING);
            spool.fetch(cursor, length, this::fetched);
            return false;
        }
        length = (int) Math.min(length, spool.inMemory(position));
        long id = beginChunk();
        spool.read(cursor, length, connection::write);
        endChunk(id, length);
        return true;
    }

    /**
     * Octets that may be written now. The very last one waits until it is known whether it ends the
     * message: an empty last chunk would be hard to say in a Byte-Range (RFC 4975 §7.1.1).
     */
    private long ready(long position) {
        long there = spool.length() - position;
        boolean maybeLast = source.isChunkArriving() || source.announcedTotal() == spool.length();
        boolean open = spool.length() != source.knownEnd();
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
        become(State.WRITING);
        if (host.isHeld()) {
            octets.release();
            return;
        }
        int length = octets.readableBytes();
        long id = beginChunk();
        cursor.advance(length);
        connection.write(octets);
        endChunk(id, length);
        pump();
        spool.settle();
    }

    private long beginChunk() {
        long id = TransactionId.choose(around.random());
        SendTemplate itsTemplate = template();
        ByteBuf head = around.allocator().buffer(itsTemplate.headBytes());
        itsTemplate.writeHead(
                head, id, cursor.position() + 1, ByteRange.UNKNOWN, source.announcedTotal());
        connection.write(head);
        return id;
    }

    private SendTemplate template() {
        if (template.isEmpty()) {
            MessageHead message = source.message().orElseThrow();
            template = Optional.of(message.to(leg));
            failureReport = message.failureReport();
        }
        return template.get();
    }

    private void endChunk(long id, int length) {
        boolean last = cursor.position() == source.knownEnd();
        ByteBuf tail = around.allocator().buffer(MsrpWriter.END_OF_BODY_BYTES);
        MsrpWriter.writeEndOfBody(tail, id, last ? Continuation.COMPLETE : Continuation.MORE);
        watch.wrote(length);
        host.onWritten(length);
        if (last) {
            become(State.FINISHING);
        }
        connection.write(tail, afterFlush(id, last));
    }

    private Runnable afterFlush(long id, boolean last) {
        if (failureReport == FailureReport.YES) {
            return flushedLater(outstanding.add(id, last));
        }
        return last ? this::finish : host::onProgress;
    }

    private Runnable flushedLater(Outstanding.Chunk chunk) {
        return () -> {
            chunk.flushed(around.loop().nanoTime());
            host.onProgress();
        };
    }

    /**
     * A response to one of our chunks; those that match nothing are dropped. Whoever read it pumps
     * when it has read them all.
     */
    void onResponse(ResponseHead response) {
        if (state == State.ENDED || !TransactionId.isOurs(response.transactionId())) {
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
        host.onProgress();
        if (chunk.isLast()) {
            finish();
        }
    }

    /** An error response or a failure REPORT: the device takes no more (RFC 4975 §7.3.2). */
    void onRefused(int statusCode) {
        host.onTrouble(
                statusCode == StatusCode.TIMEOUT.code()
                        ? SeatLoss.of(SeatLoss.Cause.NO_RESPONSE)
                        : SeatLoss.refused(statusCode));
    }

    private void finish() {
        if (state == State.FINISHING) {
            end();
            host.onFed();
        }
    }

    /** Ends; a device in the middle of the message is told so by {@code #}. */
    void giveUp() {
        boolean midMessage = state == State.WRITING || state == State.FETCHING;
        end();
        if (midMessage) {
            template.ifPresent(this::writeAbort);
        }
    }

    private void writeAbort(SendTemplate itsTemplate) {
        long id = TransactionId.choose(around.random());
        ByteBuf abort = around.allocator().buffer();
        ByteRange none = ByteRange.EMPTY;
        itsTemplate.writeHead(abort, id, none.start(), none.end(), source.announcedTotal());
        MsrpWriter.writeEndOfBody(abort, id, Continuation.ABORTED);
        connection.write(abort);
        connection.flush();
    }

    /** Nothing more goes this way. */
    void end() {
        become(State.ENDED);
        watch.stop();
    }

    /** Closes the connection; at once if it takes nothing anyway. */
    void close(SeatLoss.Cause why) {
        if (why == SeatLoss.Cause.STALLED) {
            connection.cut();
        } else {
            connection.close();
        }
    }
}
