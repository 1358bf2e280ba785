package org.restcomm.commons.statistics.reporter;

import com.codahale.metrics.MetricRegistry;
import java.util.concurrent.TimeUnit;

/**
 * Sends nothing to anyone.
 *
 * <p>The SIP container calls a class of this name at every start and stop. The original sends usage
 * data to its maker's server once a day and again at every stop, even where the container is told
 * not to gather statistics. That library is excluded from the build and this class answers the
 * calls instead: no thread, no socket, no timer. It keeps nothing but the counters that the
 * container itself insists on incrementing.
 */
public final class RestcommStatsReporter {
    private static final RestcommStatsReporter SILENT = new RestcommStatsReporter();
    private static final MetricRegistry METRICS = new MetricRegistry();

    /** The container makes one of its own when it gathers statistics. */
    public RestcommStatsReporter() {}

    /** The reporter that the container holds until it makes its own. */
    public static RestcommStatsReporter getRestcommStatsReporter() {
        return SILENT;
    }

    /** Where the container's call and message counters live; nobody reads them. */
    public static MetricRegistry getMetricRegistry() {
        return METRICS;
    }

    /** Ignored: there is no server. */
    public void setRemoteServer(String ignored) {}

    /** Ignored: nothing is reported. */
    public void setProjectName(String ignored) {}

    /** Ignored: nothing is reported. */
    public void setProjectType(String ignored) {}

    /** Ignored: nothing is reported. */
    public void setVersion(String ignored) {}

    /** Starts nothing. */
    public void start(long ignoredPeriod, TimeUnit ignoredUnit) {}

    /** Stops nothing; the original sends a last report here. */
    public void stop() {}
}
