package org.carillon.load;

import io.netty.buffer.ByteBuf;
import java.util.Optional;
import org.carillon.msrp.Continuation;
import org.carillon.msrp.RequestHead;

/**
 * The messages that arrive in one session, one after the other. Octets must come in order and
 * without a gap. Owner: the loop of the connection that brings them.
 */
final class Arrival {
    private final Tally tally;
    private final Latency latency;
    private final boolean verify;
    private Optional<Pattern> pattern = Optional.empty();
    private int period;
    private byte[] messageId = {};
    private long at;
    private boolean open;
    private boolean whole;

    Arrival(Tally tally, Latency latency, boolean verify) {
        this.tally = tally;
        this.latency = latency;
        this.verify = verify;
    }

    /** A chunk begins. */
    void begin(RequestHead head) {
        tally.chunks(1);
        if (!head.messageId().contentEquals(messageId)) {
            beginMessage(head);
        }
        if (head.rangeStart() - 1 != at) {
            wrong(head.rangeStart() - 1 > at ? "gap" : "overlap");
            at = head.rangeStart() - 1;
        }
    }

    private void beginMessage(RequestHead head) {
        lost();
        messageId = head.messageId().toBytes();
        period = Pattern.period(head.contentType().toString());
        pattern = verify && period > 0 ? Optional.of(Pattern.of(period)) : Optional.empty();
        at = 0;
        open = true;
        whole = true;
    }

    void take(ByteBuf piece, long now) {
        int length = piece.readableBytes();
        tally.bytes(length);
        if (period > 0) {
            readStamps(piece, length, now);
        }
        if (pattern.isPresent()) {
            verify(pattern.get(), piece, length);
        }
        at += length;
    }

    /** A time that is not all in one piece is left out. */
    private void readStamps(ByteBuf piece, int length, long now) {
        int place = (int) (at % period);
        int first = place == 0 ? 0 : period - place;
        for (int i = first; i + Pattern.STAMP <= length; i += period) {
            latency.record(now - Pattern.readStamp(piece, piece.readerIndex() + i));
        }
    }

    private void verify(Pattern known, ByteBuf piece, int length) {
        int place = (int) (at % period);
        for (int from = 0, n; from < length; from += n, place = 0) {
            n = Math.min(length - from, period - place);
            if (!known.agrees(piece, piece.readerIndex() + from, n, place)) {
                wrong("wrong-content");
                return;
            }
        }
    }

    /** The chunk is complete. */
    void end(RequestHead head, Continuation flag) {
        if (flag == Continuation.MORE) {
            return;
        }
        if (flag == Continuation.ABORTED) {
            wrong("aborted");
        } else if (head.rangeTotal() >= 0 && head.rangeTotal() != at) {
            wrong("wrong-length");
        }
        close();
    }

    private void wrong(String what) {
        whole = false;
        tally.error(what);
    }

    private void close() {
        open = false;
        if (whole) {
            tally.message();
        } else {
            tally.broken();
        }
    }

    /** The connection ended, or another message began. */
    void lost() {
        if (open) {
            wrong("cut-off");
            close();
        }
    }
}
