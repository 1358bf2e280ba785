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
 * Makes the chunks of one session's message, in parts of one period of the pattern: many small
 * chunks in one buffer, a large one around views of the shared pattern. Owner: the session's loop.
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
    private final long partsOfChunk;
    private long parts;
    private long id;
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
        this.inOneBuffer = isLarge() ? 1 : Math.max(1, BATCH / frameBytes());
        this.partsOfChunk = volume.chunk() / volume.period();
    }

    private boolean isLarge() {
        return volume.chunk() >= LARGE;
    }

    private int frameBytes() {
        return template.headBytes() + volume.period() + MsrpWriter.END_OF_BODY_BYTES;
    }

    /** Chunks begun so far. */
    long count() {
        return (parts + partsOfChunk - 1) / partsOfChunk;
    }

    /** Parts made so far. */
    long parts() {
        return parts;
    }

    /** True if the last chunk was made. */
    boolean isEnded() {
        return ended;
    }

    /**
     * Makes the next parts, as many as go in one write.
     *
     * @param most parts, 1 or more
     * @param last true: nothing comes after these
     * @param out takes the buffers over
     * @return how many
     */
    int make(long most, boolean last, long stamp, Consumer<ByteBuf> out) {
        int made = (int) Math.min(Math.min(most, left()), inOneBuffer);
        ended = last || made == left();
        if (isLarge()) {
            makePart(stamp, out);
        } else {
            makeSmall(made, stamp, out);
        }
        return made;
    }

    private long left() {
        return volume.bytes() == Volume.ENDLESS
                ? Long.MAX_VALUE
                : volume.bytes() / volume.period() - parts;
    }

    private void makeSmall(int chunks, long stamp, Consumer<ByteBuf> out) {
        ByteBuf batch = allocator.directBuffer(chunks * frameBytes());
        for (int i = 1; i <= chunks; i++) {
            writeHead(batch);
            Pattern.writeStamp(batch, stamp);
            pattern.writeBehindStamp(batch);
            parts++;
            writeEnd(batch, ended && i == chunks);
        }
        out.accept(batch);
    }

    /** A message may end with any part of a chunk whose end is open. */
    private void makePart(long stamp, Consumer<ByteBuf> out) {
        ByteBuf before = allocator.directBuffer(template.headBytes() + Pattern.STAMP);
        if (parts % partsOfChunk == 0) {
            writeHead(before);
        }
        Pattern.writeStamp(before, stamp);
        out.accept(before);
        out.accept(pattern.behindStamp());
        parts++;
        if (ended || parts % partsOfChunk == 0) {
            ByteBuf behind = allocator.directBuffer(MsrpWriter.END_OF_BODY_BYTES);
            writeEnd(behind, ended);
            out.accept(behind);
        }
    }

    private void writeHead(ByteBuf out) {
        id = ids.nextLong();
        long at = parts * volume.period();
        long end = volume.chunk() > INTERRUPTIBLE ? ByteRange.UNKNOWN : at + volume.chunk();
        template.writeHead(out, id, at + 1, end, volume.bytes());
    }

    private void writeEnd(ByteBuf out, boolean last) {
        MsrpWriter.writeEndOfBody(out, id, last ? Continuation.COMPLETE : Continuation.MORE);
    }

    /** A SEND without content, to bind a connection (RFC 4975 §5.4). */
    static void writeBinding(ByteBuf out, Route route) {
        SplittableRandom random = new SplittableRandom();
        String messageId = TransactionId.toString(random.nextLong());
        MsrpWriter.writeBodilessSend(
                out, random.nextLong(), route.toPath(), route.fromPath(), messageId);
    }
}
