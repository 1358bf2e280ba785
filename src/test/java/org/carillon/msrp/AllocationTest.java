package org.carillon.msrp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** What a chunk costs the collector. */
class AllocationTest {
    private static final int CHUNKS = 2000;

    /** The one view of the buffer that the listener is given; two do not fit, nor any text. */
    private static final long ONE_SLICE = 128;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void readingAChunkAllocatesOneSliceOfItsBody() {
        byte[] octets = chunk(1024);
        ByteBuf frames = Unpooled.buffer(CHUNKS * octets.length);
        for (int i = 0; i < CHUNKS; i++) {
            frames.writeBytes(octets);
        }
        Counting listener = new Counting();
        MsrpParser parser = new MsrpParser(MsrpLimits.defaults(), listener);
        parser.parse(frames); // classes load, tables are made
        frames.readerIndex(0);

        long allocated = allocatedBy(() -> parser.parse(frames));

        assertThat(listener.ends).isEqualTo(2 * CHUNKS);
        assertThat(allocated / CHUNKS).isLessThanOrEqualTo(ONE_SLICE);
    }

    @Test
    void writingHeadsEndLinesAndResponsesAllocatesNothing() {
        SendTemplate template = template();
        ByteBuf out = Unpooled.buffer(1 << 10);
        Answering listener = new Answering(out);
        MsrpParser parser = new MsrpParser(MsrpLimits.defaults(), listener);
        parser.parse(Unpooled.wrappedBuffer(chunk(1))); // leaves a head to answer
        Runnable writing =
                () -> {
                    for (int i = 0; i < CHUNKS; i++) {
                        write(template, out);
                    }
                };
        writing.run(); // classes load

        long allocated = allocatedBy(writing);

        assertThat(allocated / CHUNKS).isZero();
        assertThat(listener.allocated).isZero();
    }

    private static void write(SendTemplate template, ByteBuf out) {
        out.clear();
        template.writeHead(out, 0x0123456789abcdefL, 4711, ByteRange.UNKNOWN, 100_000);
        MsrpWriter.writeEndOfBody(out, 0x0123456789abcdefL, Continuation.MORE);
    }

    private static long allocatedBy(Runnable task) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        task.run();
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    static SendTemplate template() {
        MsrpPath path =
                MsrpPath.parse("msrp://127.0.0.1:9/a;tcp", MsrpLimits.defaults())
                        .value()
                        .orElseThrow();
        return new SendTemplate(
                path,
                path,
                "12345678".getBytes(UTF_8),
                false,
                FailureReport.YES,
                new byte[0],
                "text/plain".getBytes(UTF_8));
    }

    private static byte[] chunk(int length) {
        ByteBuf out = Unpooled.buffer();
        template().writeHead(out, 0x0123456789abcdefL, 1, ByteRange.UNKNOWN, 100_000);
        out.writeBytes("x".repeat(length).getBytes(UTF_8));
        MsrpWriter.writeEndOfBody(out, 0x0123456789abcdefL, Continuation.MORE);
        byte[] octets = new byte[out.readableBytes()];
        out.readBytes(octets);
        return octets;
    }

    private static class Counting implements FrameListener {
        private int ends;

        @Override
        public void onRequest(RequestHead head) {}

        @Override
        public void onBody(ByteBuf piece) {}

        @Override
        public void onRequestEnd(RequestHead head, Continuation flag) {
            ends++;
        }

        @Override
        public void onResponse(ResponseHead head) {}

        @Override
        public void onMalformed(Malformed malformed) {
            throw new AssertionError(malformed.toString());
        }
    }

    private static final class Answering extends Counting {
        private final ByteBuf out;
        private long allocated;

        Answering(ByteBuf out) {
            this.out = out;
        }

        @Override
        public void onRequestEnd(RequestHead head, Continuation flag) {
            Runnable answering =
                    () -> {
                        for (int i = 0; i < CHUNKS; i++) {
                            answer(head);
                        }
                    };
            answering.run();
            allocated = allocatedBy(answering) / CHUNKS;
        }

        private void answer(RequestHead head) {
            out.clear();
            MsrpWriter.writeResponse(out, head, StatusCode.OK);
        }
    }
}
