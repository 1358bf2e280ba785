package org.carillon.msrp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One chunk through the parser, and the head and end-line of one through the writer. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class CodecBenchmark {
    private static final int CHUNKS = 32;
    private static final long ID = 0x0123456789abcdefL;

    /** Octets of a chunk's body. */
    @Param({"200", "1024", "8192", "65536"})
    public int chunk;

    private final Counting listener = new Counting();
    private final MsrpParser parser = new MsrpParser(MsrpLimits.defaults(), listener);
    private SendTemplate template;
    private ByteBuf frames;
    private ByteBuf out;

    @Setup(Level.Trial)
    public void fill() {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        template = AllocationTest.template();
        out = PooledByteBufAllocator.DEFAULT.directBuffer(1 << 10);
        frames = PooledByteBufAllocator.DEFAULT.directBuffer(CHUNKS * (chunk + 400));
        for (int i = 0; i < CHUNKS; i++) {
            template.writeHead(frames, ID, 1, ByteRange.UNKNOWN, 1L << 30);
            frames.writeCharSequence("x".repeat(chunk), StandardCharsets.US_ASCII);
            MsrpWriter.writeEndOfBody(frames, ID, Continuation.MORE);
        }
    }

    @TearDown(Level.Trial)
    public void release() {
        frames.release();
        out.release();
    }

    @Benchmark
    @OperationsPerInvocation(CHUNKS)
    public long read() {
        frames.readerIndex(0);
        parser.parse(frames);
        return listener.octets;
    }

    @Benchmark
    public int write() {
        out.clear();
        template.writeHead(out, ID, 4711, ByteRange.UNKNOWN, 1L << 30);
        MsrpWriter.writeEndOfBody(out, ID, Continuation.MORE);
        return out.readableBytes();
    }

    private static final class Counting implements FrameListener {
        private long octets;

        @Override
        public void onRequest(RequestHead head) {}

        @Override
        public void onBody(ByteBuf piece) {
            octets += piece.readableBytes();
        }

        @Override
        public void onRequestEnd(RequestHead head, Continuation flag) {}

        @Override
        public void onResponse(ResponseHead head) {}

        @Override
        public void onMalformed(Malformed malformed) {
            throw new AssertionError(malformed.toString());
        }
    }
}
