package org.carillon.bench.relay;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What one run showed.
 *
 * @param bytesPerSecond octets of content into all devices
 * @param chunksPerSecond the senders' chunks whose content arrived at every device
 * @param cpuPerGigabyte CPU seconds of the candidate for 10^9 octets into devices
 * @param peakBytes resident memory of the candidate
 * @param p50Millis from writing to arrival, at half of that load; NaN if not measured
 * @param p99Millis the same
 */
record Sample(
        double bytesPerSecond,
        double chunksPerSecond,
        double cpuPerGigabyte,
        long peakBytes,
        double p50Millis,
        double p99Millis) {

    /** The median of each figure. */
    static Sample median(List<Sample> samples) {
        return new Sample(
                median(samples, Sample::bytesPerSecond),
                median(samples, Sample::chunksPerSecond),
                median(samples, Sample::cpuPerGigabyte),
                (long) median(samples, Sample::peakBytes),
                median(samples, Sample::p50Millis),
                median(samples, Sample::p99Millis));
    }

    private static double median(List<Sample> samples, ToDoubleFunction<Sample> figure) {
        return samples.stream()
                .map(figure::applyAsDouble)
                .sorted(Comparator.naturalOrder())
                .skip((samples.size() - 1) / 2)
                .findFirst()
                .orElseThrow();
    }
}
