package org.carillon.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A process and all that it has started, as Linux sees them. */
public final class ProcessTree implements AutoCloseable {
    /** Of {@code /proc/PID/stat}: the same on every Linux that Java runs on. */
    private static final double TICKS_PER_SECOND = 100;

    private static final int STOP_SECONDS = 5;

    private final Process process;

    public ProcessTree(Process process) {
        this.process = process;
    }

    private List<Path> all() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .map(handle -> Path.of("/proc", Long.toString(handle.pid())))
                .toList();
    }

    /** CPU time used so far, all threads, user and system. */
    public double cpuSeconds() throws IOException {
        long ticks = 0;
        for (Path each : all()) {
            String stat = Files.readString(each.resolve("stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            ticks += Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        }
        return ticks / TICKS_PER_SECOND;
    }

    /** From now on {@link #peakBytes} counts anew. */
    public void forgetPeak() throws IOException {
        for (Path each : all()) {
            Files.writeString(each.resolve("clear_refs"), "5");
        }
    }

    /** Peaks of resident memory, added up: what processes share counts once for each. */
    public long peakBytes() throws IOException {
        long kilobytes = 0;
        for (Path each : all()) {
            try (Stream<String> lines = Files.lines(each.resolve("status"))) {
                kilobytes +=
                        lines.filter(line -> line.startsWith("VmHWM:"))
                                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                                .sum();
            }
        }
        return kilobytes << 10;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        children.forEach(ProcessHandle::destroyForcibly);
    }
}
