package org.carillon.bench;

/**
 * Calls at one rate.
 *
 * @param rate calls begun per second
 * @param clean no call failed and no message had to be sent twice
 * @param cpuSeconds of the container's process
 * @param p50 milliseconds from INVITE to 200, the median
 * @param p99 milliseconds from INVITE to 200
 * @param why what was not clean, or empty
 */
record Step(
        int rate,
        long calls,
        boolean clean,
        double cpuSeconds,
        double p50,
        double p99,
        String why) {

    double cpuMillisPerCall() {
        return 1000 * cpuSeconds / calls;
    }
}
