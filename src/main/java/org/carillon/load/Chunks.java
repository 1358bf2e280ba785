package org.carillon.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.carillon.msrp.ByteRange;
import org.carillon.msrp.Continuation;
import org.carillon.msrp.FailureReport;
import org.carillon.msrp.MsrpWriter;
import org.carillon.msrp.SendTemplate;
import org.carillon.msrp.TransactionId;

/**
 * Makes the chunks of one session's message: many small ones in one buffer, a large one around a
 * view of the shared pattern. Owner: the session's loop.
 */
final class Chunks {
    /** Octets from which on the content of a chunk is not copied. */
    private static final int LARGE = 8 << 10;

    /** Octets of small chunks in one buffer. */
    private static final int BATCH = 64 << 10;

    /** Larger chunks must leave their end open (RFC 4975 §7.1.1). */
    private static final int INTERRUPTIBLE = 2048;

    private final Volume volume;
    private final Pattern pattern;
    private final SendTemplate template;
    private final ByteBufAllocator allocator;
    private final SplittableRandom ids = new SplittableRandom();
    private final int inOneBuffer;
    private long count;
    private boolean ended;

    Chunks(
            Route route,
            String messageId,
            Volume volume,
            Pattern pattern,
            ByteBufAllocator allocator) {
        this.volume = volume;
        this.pattern = pattern;
        this.allocator = allocator;
        this.template =
                new SendTemplate(
                        route.toPath(),
                        route.fromPath(),
                        messageId.getBytes(UTF_8),
                        false,
                        volume.answered() ? FailureReport.YES : FailureReport.NO,
                        new byte[0],
                        pattern.contentType());
        this.inOneBuffer = volume.chunk() >= LARGE ? 1 : Math.max(1, BATCH / frameBytes());
    }

    private int frameBytes() {
        return template.headBytes() + volume.chunk() + MsrpWriter.END_OF_BODY_BYTES;
    }

    /** Chunks made so far. */
    long count() {
        return count;
    }

    /** True if the last chunk was made. */
    boolean isEnded() {
        return ended;
    }

    /**
     * Makes the next chunks, as many as go in one write.
     *
     * @param most chunks, 1 or more
     * @param last true: nothing comes after these
     * @param out takes the buffers over
     * @return how many
     */
    int make(long most, boolean last, long stamp, Consumer<ByteBuf> out) {
        int chunks = (int) Math.min(Math.min(most, left()), inOneBuffer);
        boolean atEnd = last || chunks == left();
        if (volume.chunk() >= LARGE) {
            makeLarge(atEnd, stamp, out);
        } else {
            makeSmall(chunks, atEnd, stamp, out);
        }
        ended = atEnd;
        return chunks;
    }

    private long left() {
        return volume.bytes() == Volume.ENDLESS
                ? Long.MAX_VALUE
                : volume.bytes() / volume.chunk() - count;
    }

    private void makeSmall(int chunks, boolean atEnd, long stamp, Consumer<ByteBuf> out) {
        ByteBuf batch = allocator.directBuffer(chunks * frameBytes());
        for (int i = 1; i <= chunks; i++) {
            long id = ids.nextLong();
            writeHead(batch, id, stamp);
            pattern.writeBehindStamp(batch);
            MsrpWriter.writeEndOfBody(batch, id, flag(atEnd && i == chunks));
        }
        out.accept(batch);
    }

    private void makeLarge(boolean atEnd, long stamp, Consumer<ByteBuf> out) {
        long id = ids.nextLong();
        ByteBuf head = allocator.directBuffer(template.headBytes() + Pattern.STAMP);
        writeHead(head, id, stamp);
        out.accept(head);
        out.accept(pattern.behindStamp());
        ByteBuf tail = allocator.directBuffer(MsrpWriter.END_OF_BODY_BYTES);
        MsrpWriter.writeEndOfBody(tail, id, flag(atEnd));
        out.accept(tail);
    }

    private static Continuation flag(boolean last) {
        return last ? Continuation.COMPLETE : Continuation.MORE;
    }

    private void writeHead(ByteBuf out, long id, long stamp) {
        long at = count++ * volume.chunk();
        long end = volume.chunk() > INTERRUPTIBLE ? ByteRange.UNKNOWN : at + volume.chunk();
        template.writeHead(out, id, at + 1, end, volume.bytes());
        Pattern.writeStamp(out, stamp);
    }

    /** A SEND without content, to bind a connection (RFC 4975 §5.4). */
    static void writeBinding(ByteBuf out, Route route) {
        SplittableRandom random = new SplittableRandom();
        String messageId = TransactionId.toString(random.nextLong());
        MsrpWriter.writeBodilessSend(
                out, random.nextLong(), route.toPath(), route.fromPath(), messageId);
    }
}
