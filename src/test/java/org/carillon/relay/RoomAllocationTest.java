package org.carillon.relay;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.carillon.msrp.MsrpLimits;
import org.carillon.msrp.MsrpParser;
import org.carillon.msrp.MsrpPath;
import org.carillon.msrp.MsrpUri;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a chunk on its way from sender to device costs the collector. */
class RoomAllocationTest {
    private static final MsrpUri DEVICE_LEG = MsrpUri.tcp(false, "pf.example", 2855, "device-leg");
    private static final int CHUNK = 1024;
    private static final int CHUNKS_IN_ONE_READ = 50;
    private static final int READS = 200;

    /** The view of the chunk's body and its share of what a read costs; buffers are pooled. */
    private static final long LITTLE = 128;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @TempDir Path spool;
    private final RelayMetrics metrics = new RelayMetrics();
    private ResourceLeakDetector.Level leakDetection;
    private ByteBuf read;
    private long said;

    /** What looks for leaks allocates for every buffer. */
    @BeforeEach
    void lookForNoLeaks() {
        leakDetection = ResourceLeakDetector.getLevel();
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        read = PooledByteBufAllocator.DEFAULT.directBuffer(64 << 10);
    }

    @AfterEach
    void lookForLeaksAgain() {
        read.release();
        ResourceLeakDetector.setLevel(leakDetection);
    }

    /** A network that takes everything at once. */
    private static final class Taker implements Connection {
        private long taken;

        @Override
        public long writable() {
            return 128 << 10;
        }

        @Override
        public long unflushed() {
            return 0;
        }

        @Override
        public void write(ByteBuf octets) {
            taken += octets.readableBytes();
            octets.release();
        }

        @Override
        public void write(ByteBuf octets, Runnable flushed) {
            write(octets);
            flushed.run();
        }

        @Override
        public void flush() {}

        @Override
        public void reading(boolean wanted) {}

        @Override
        public void close() {}

        @Override
        public void cut() {}

        @Override
        public Optional<X509Certificate> certificate() {
            return Optional.empty();
        }

        @Override
        public String peer() {
            return "taker";
        }
    }

    private Room room() {
        FakeLoop loop = new FakeLoop();
        RelayLimits limits = RelayLimits.defaults();
        Surroundings around =
                new Surroundings(
                        loop,
                        PooledByteBufAllocator.DEFAULT,
                        (leg, listener, failed) -> {},
                        new Directory(),
                        loop.pool(),
                        loop.pool(),
                        spool,
                        new Budget(limits.relayMemory()),
                        new Budget(limits.spoolDisk()),
                        limits,
                        RelayTimers.defaults(),
                        metrics,
                        MsrpLimits.defaults(),
                        new Random(1));
        Room room = new Room(around, "test", RoomStage.request(1), new News(), closed -> {});
        room.start();
        room.seatSender(leg(RoomStage.SENDER_LEG, RoomStage.ALICE));
        room.seatDevice(0, leg(DEVICE_LEG, "msrp://device.example:9/d;tcp"));
        return room;
    }

    private static Leg leg(MsrpUri ours, String peer) {
        return new Leg(MsrpPath.of(ours), RelayTest.path(peer), List.of());
    }

    private static LegListener join(Room room, int party, Connection connection) {
        LegListener leg = ((Room.Admission.Admitted) room.admit(party)).leg();
        leg.onBound(connection);
        return leg;
    }

    private void fillRead() {
        read.clear();
        for (int i = 0; i < CHUNKS_IN_ONE_READ; i++, said++) {
            String id = "tr%08d".formatted(said);
            String chunk =
                    "MSRP %s SEND\r\nTo-Path: %s\r\nFrom-Path: %s\r\nMessage-ID: m1234\r\n"
                                    .formatted(id, RoomStage.SENDER_LEG, RoomStage.ALICE)
                            + "Failure-Report: no\r\nByte-Range: %d-*/*\r\n"
                                    .formatted(1 + said * CHUNK)
                            + "Content-Type: text/plain\r\n\r\n"
                            + "x".repeat(CHUNK)
                            + "\r\n-------%s+\r\n".formatted(id);
            read.writeCharSequence(chunk, StandardCharsets.US_ASCII);
        }
    }

    @Test
    void aChunkAllocatesNoMoreThanAViewOfItsBody() {
        Room room = room();
        Taker device = new Taker();
        join(room, 0, device);
        LegListener sender = join(room, Room.SENDER, new Taker());
        MsrpParser parser = new MsrpParser(MsrpLimits.defaults(), sender);
        take(parser, sender, READS); // classes load, pools fill

        long allocated = take(parser, sender, READS);

        assertThat(device.taken).isGreaterThan(2L * READS * CHUNKS_IN_ONE_READ * CHUNK);
        assertThat(allocated / (READS * CHUNKS_IN_ONE_READ)).isLessThanOrEqualTo(LITTLE);
        room.close(RoomSummary.End.CLOSED);
        assertThat(metrics.value(RelayMetrics.Counter.MEMORY)).isZero();
    }

    /** What the Room allocated for so many reads. */
    private long take(MsrpParser parser, LegListener sender, int reads) {
        long allocated = 0;
        for (int i = 0; i < reads; i++) {
            fillRead();
            long before = THREADS.getCurrentThreadAllocatedBytes();
            parser.parse(read);
            sender.onBatchEnd();
            allocated += THREADS.getCurrentThreadAllocatedBytes() - before;
        }
        return allocated;
    }
}
