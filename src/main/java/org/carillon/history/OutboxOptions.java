package org.carillon.history;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What the outbox may hold and how often it tries.
 *
 * @param directory where it lies; used by one process only
 * @param disk octets at most, of objects that grow, wait or were refused
 * @param objects objects at most that grow or wait: each takes some memory
 * @param firstRetry the pause after a user's first failure; doubled with each one that follows
 * @param longestRetry the longest pause
 * @param close how long closing waits for what is on its way to the store
 */
public record OutboxOptions(
        Path directory,
        long disk,
        int objects,
        Duration firstRetry,
        Duration longestRetry,
        Duration close) {

    /** The options nobody has a reason to change, with those that an operator may. */
    public static OutboxOptions of(Path directory, long disk) {
        return new OutboxOptions(
                directory,
                disk,
                100_000,
                Duration.ofSeconds(1),
                Duration.ofMinutes(5),
                Duration.ofSeconds(5));
    }

    Duration pauseAfter(int failures) {
        Duration doubled = firstRetry.multipliedBy(1L << Math.min(30, failures - 1));
        return doubled.compareTo(longestRetry) < 0 ? doubled : longestRetry;
    }
}
