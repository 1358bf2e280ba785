package org.carillon.relay;

import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

/** One chunk from the parser of the sender's connection to the connection of every device. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class RoomBenchmark {
    private static final int CHUNKS = 32;

    /** Octets of a chunk's body. */
    @Param({"200", "1024", "8192"})
    public int chunk;

    /** Devices that take at once what they are given. */
    @Param({"1", "3", "8"})
    public int devices;

    private Path spool;
    private FlowingRoom room;

    @Setup(Level.Trial)
    public void open() throws IOException {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        spool = Files.createTempDirectory("carillon-jmh-");
        room = new FlowingRoom(spool, devices, chunk, CHUNKS);
    }

    @TearDown(Level.Trial)
    public void close() throws IOException {
        room.close();
        Files.delete(spool);
    }

    @Benchmark
    @OperationsPerInvocation(CHUNKS)
    public void chunk() {
        room.flow();
    }
}
