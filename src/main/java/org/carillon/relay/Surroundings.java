package org.carillon.relay;

import io.netty.buffer.ByteBufAllocator;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * What a Room stands in: everything outside that its parts use.
 *
 * @param loop owns the Room
 * @param directory knows every leg that we listen for
 * @param disk runs what may block on the spool's files
 * @param record runs what may block on recorders
 */
record Surroundings(
        Loop loop,
        ByteBufAllocator allocator,
        Dialer dialer,
        Directory directory,
        Executor disk,
        Executor record,
        Path spoolDirectory,
        Budget memory,
        Budget diskSpace,
        RelayLimits limits,
        RelayTimers timers,
        RelayMetrics metrics,
        org.carillon.msrp.MsrpLimits msrp,
        RandomGenerator random) {}
