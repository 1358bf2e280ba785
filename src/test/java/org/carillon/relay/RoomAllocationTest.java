package org.carillon.relay;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.netty.util.ResourceLeakDetector;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a chunk on its way from sender to device costs the collector. */
class RoomAllocationTest {
    private static final int CHUNK = 1024;
    private static final int CHUNKS_IN_ONE_READ = 50;
    private static final int READS = 200;

    /** The view of the chunk's body and its share of what a read costs; buffers are pooled. */
    private static final long LITTLE = 128;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @TempDir Path spool;
    private ResourceLeakDetector.Level leakDetection;

    /** What looks for leaks allocates for every buffer. */
    @BeforeEach
    void lookForNoLeaks() {
        leakDetection = ResourceLeakDetector.getLevel();
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
    }

    @AfterEach
    void lookForLeaksAgain() {
        ResourceLeakDetector.setLevel(leakDetection);
    }

    @Test
    void aChunkAllocatesNoMoreThanAViewOfItsBody() {
        FlowingRoom room = new FlowingRoom(spool, 1, CHUNK, CHUNKS_IN_ONE_READ);
        allocated(room); // classes load, pools fill

        long allocated = allocated(room);

        assertThat(room.said()).isEqualTo(2L * READS * CHUNKS_IN_ONE_READ * CHUNK);
        assertThat(room.taken()).isGreaterThan(room.said());
        assertThat(allocated / (READS * CHUNKS_IN_ONE_READ)).isLessThanOrEqualTo(LITTLE);
        room.close();
        assertThat(room.held()).isZero();
    }

    /** What so many reads allocated. */
    private static long allocated(FlowingRoom room) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < READS; i++) {
            room.flow();
        }
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}
