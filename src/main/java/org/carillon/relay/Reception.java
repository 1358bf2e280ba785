package org.carillon.relay;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.carillon.msrp.ByteRange;
import org.carillon.msrp.Continuation;
import org.carillon.msrp.Octets;
import org.carillon.msrp.RequestHead;
import org.carillon.msrp.StatusCode;

/**
 * The arrival of the one message of a Room: which chunks belong to it, whether they may come, and
 * where it ends.
 *
 * <pre>
 *  AWAITED --first chunk--> RECEIVING --all octets to the last--> WHOLE --kept--> COMPLETE
 *     |                         |                                    |
 *     +---------- #, loss, too large, nonsense, silence, not kept ---+--> BROKEN
 * </pre>
 *
 * The end of a message that is WHOLE is not acknowledged yet. Owner: the Room's loop.
 */
final class Reception {
    private enum State {
        AWAITED,
        RECEIVING,
        WHOLE,
        COMPLETE,
        BROKEN
    }

    /** What the arrival of the message means to the Room. */
    interface Host {
        /** All octets that were read at once are in the spool. */
        void onBatchEnd();

        /** All octets are there; {@link Reception#kept} is to be called when they are safe. */
        void onWhole(long octets);

        /** The message may be acknowledged. */
        void onComplete(long octets);

        void onBroken(MessageBreak reason);

        /** True if there is a device left that the message may reach. */
        boolean isHopeful();

        /** False: the sender should wait for a moment. */
        boolean isInPace();

        /** A fault of ours. */
        void onFault(Throwable fault);
    }

    /** Equal to no Content-Type that a chunk with content has. */
    private static final byte[] NONE = {};

    private final Surroundings around;
    private final Host host;
    private final Spool spool;
    private final long maxSize;
    private final List<String> acceptTypes;
    private State state = State.AWAITED;
    private Optional<MessageHead> message = Optional.empty();
    private long announcedTotal = ByteRange.UNKNOWN;
    private long end = ByteRange.UNKNOWN;

    /** The Content-Type that was accepted last. */
    private byte[] accepted = NONE;

    /** Offset of the next octet of the chunk that is arriving. */
    private long position;

    /** What the chunk that is arriving will be answered. */
    private StatusCode answer = StatusCode.OK;

    Reception(Surroundings around, Host host, Spool spool, RoomRequest room) {
        this.around = around;
        this.host = host;
        this.spool = spool;
        this.maxSize = room.maxSize();
        this.acceptTypes =
                room.acceptTypes().stream().map(t -> t.toLowerCase(Locale.ROOT)).toList();
    }

    Optional<MessageHead> message() {
        return message;
    }

    /** Octets of the whole message as announced or known, or {@link ByteRange#UNKNOWN}. */
    long announcedTotal() {
        return end == ByteRange.UNKNOWN ? announcedTotal : end;
    }

    /** Offset where the message ends, or {@link ByteRange#UNKNOWN} before the last chunk. */
    long knownEnd() {
        return end;
    }

    boolean isComplete() {
        return state == State.COMPLETE;
    }

    /** True if all octets are there, safe or not. */
    boolean isWhole() {
        return state == State.WHOLE || state == State.COMPLETE;
    }

    /** True if the end of the message is acknowledged later. */
    boolean isBeingKept() {
        return state == State.WHOLE;
    }

    boolean isBroken() {
        return state == State.BROKEN;
    }

    /** True while octets are missing that may still come. */
    boolean isOpen() {
        return state == State.AWAITED || state == State.RECEIVING;
    }

    boolean hasRoom() {
        return spool.hasRoom() && host.isInPace();
    }

    void onBatchEnd() {
        host.onBatchEnd();
    }

    void onFault(Throwable fault) {
        host.onFault(fault);
    }

    /** A chunk with content begins; says why it may not. */
    Optional<StatusCode> begin(RequestHead head) {
        Optional<StatusCode> objection = objection(head);
        if (objection.isEmpty()) {
            if (state == State.AWAITED) {
                state = State.RECEIVING;
                message = Optional.of(MessageHead.of(head));
            }
            if (announcedTotal == ByteRange.UNKNOWN) {
                announcedTotal = head.rangeTotal();
            }
            position = head.rangeStart() - 1;
            answer = StatusCode.OK;
        }
        return objection;
    }

    /** A kept message begins; it came through {@link #begin(RequestHead)} once. */
    void begin(KeptHead head, long octets) {
        state = State.RECEIVING;
        message = Optional.of(MessageHead.of(head));
        announcedTotal = octets;
        position = 0;
        answer = StatusCode.OK;
    }

    private Optional<StatusCode> objection(RequestHead head) {
        if (state == State.BROKEN || !host.isHopeful() || isAnother(head)) {
            return Optional.of(StatusCode.STOP_SENDING);
        }
        if (!isAccepted(head.contentType())) {
            return Optional.of(StatusCode.UNSUPPORTED_MEDIA_TYPE);
        }
        if (head.rangeTotal() > maxSize || head.rangeStart() - 1 > maxSize) {
            tooLarge();
            return Optional.of(StatusCode.STOP_SENDING);
        }
        return Optional.empty();
    }

    /** One message per session: a second one is stopped. */
    private boolean isAnother(RequestHead head) {
        return message.isPresent() && !message.get().isOf(head);
    }

    /** Every chunk of a message says the same: read it once. */
    private boolean isAccepted(Octets contentType) {
        if (!contentType.contentEquals(accepted) && isAccepted(contentType.toString())) {
            accepted = contentType.toBytes();
        }
        return contentType.contentEquals(accepted);
    }

    private boolean isAccepted(String contentType) {
        int end = contentType.indexOf(';');
        String type =
                (end < 0 ? contentType : contentType.substring(0, end))
                        .strip()
                        .toLowerCase(Locale.ROOT);
        String anySubtype = type.substring(0, type.indexOf('/') + 1) + "*";
        return acceptTypes.contains("*")
                || acceptTypes.contains(type)
                || acceptTypes.contains(anySubtype);
    }

    private void tooLarge() {
        around.metrics().limit("max-size");
        answer = StatusCode.STOP_SENDING;
        onBroken(MessageBreak.TOO_LARGE);
    }

    /** Octets of the chunk. */
    void take(ByteBuf piece) {
        if (answer != StatusCode.OK) {
            return;
        }
        int length = piece.readableBytes();
        if (state == State.BROKEN) {
            answer = StatusCode.STOP_SENDING;
        } else if (position + length > maxSize) {
            tooLarge();
        } else if (isBehindEnd(position + length)) {
            contradicts();
        } else if (state == State.RECEIVING) {
            store(piece, length);
        }
        position += length;
    }

    private void store(ByteBuf piece, int length) {
        around.metrics().add(RelayMetrics.Counter.BYTES_IN, length);
        if (spool.write(position, piece) == Spool.Written.TOO_EARLY) {
            answer = StatusCode.STOP_SENDING;
            onBroken(MessageBreak.INCOMPLETE);
        }
    }

    private boolean isBehindEnd(long offset) {
        long known = announcedTotal();
        return known != ByteRange.UNKNOWN && offset > known;
    }

    private void contradicts() {
        answer = StatusCode.BAD_REQUEST;
        onBroken(MessageBreak.MALFORMED);
    }

    /** The chunk is complete; what to answer. A 200 means that the Room has all of it. */
    StatusCode end(Continuation flag) {
        if (answer != StatusCode.OK) {
            return answer;
        }
        if (flag == Continuation.ABORTED) {
            onBroken(MessageBreak.ABORTED);
        } else if (flag == Continuation.COMPLETE) {
            endsAt(isEmptyChunk() ? spool.length() : position);
        }
        completeIfWhole();
        return answer;
    }

    /** A chunk without octets may begin at 1 wherever it stands (RFC 4975 §7.1.1). */
    private boolean isEmptyChunk() {
        return position == 0;
    }

    /** A SEND without a body; part of the message only if it says so and ends it. */
    void endWithoutBody(RequestHead head, Continuation flag) {
        if (message.isEmpty() || isAnother(head) || state != State.RECEIVING) {
            return;
        }
        if (flag == Continuation.ABORTED) {
            onBroken(MessageBreak.ABORTED);
        } else if (flag == Continuation.COMPLETE && head.rangeStart() > 1) {
            endsAt(head.rangeStart() - 1);
            completeIfWhole();
        }
    }

    /** The chunk with {@code $} defines the length (RFC 4975 §7.3.1). */
    private void endsAt(long offset) {
        if (state != State.RECEIVING || end != ByteRange.UNKNOWN) {
            return;
        }
        if (offset < spool.length()) {
            contradicts();
        } else {
            end = offset;
        }
    }

    private void completeIfWhole() {
        if (state == State.RECEIVING && spool.length() == end) {
            state = State.WHOLE;
            host.onWhole(end);
        }
    }

    /** Whatever happens to us, the octets of the whole message are safe. */
    void kept() {
        if (state == State.WHOLE) {
            state = State.COMPLETE;
            host.onComplete(end);
        }
    }

    /** The message will never be whole. */
    void onBroken(MessageBreak reason) {
        if (isOpen() || state == State.WHOLE) {
            state = State.BROKEN;
            host.onBroken(reason);
        }
    }
}
