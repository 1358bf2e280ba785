package org.carillon.load;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** Times from a chunk's stamp to the arrival of it, in microseconds. Any thread. */
public final class Latency {
    private static final long LONGEST_MICROS = 60_000_000;
    private static final int DIGITS = 3;

    private final Recorder recorder = new Recorder(LONGEST_MICROS, DIGITS);

    Latency() {}

    /** Clocks of two machines may disagree: less than nothing counts as nothing. */
    void record(long micros) {
        recorder.recordValue(Math.max(0, Math.min(micros, LONGEST_MICROS)));
    }

    /** What was recorded since the last call. */
    public Histogram take() {
        return recorder.getIntervalHistogram();
    }
}
