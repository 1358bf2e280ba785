package org.carillon.relay;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.carillon.msrp.ByteRange;
import org.carillon.msrp.FailureReport;
import org.carillon.msrp.StatusCode;

/**
 * What of the devices' reports the sender gets to see. The sender talks to one recipient: the first
 * success about an octet passes and repeats are swallowed; one device's failure stays hidden while
 * another device lives or has been served; when none is left, one failure REPORT says so (RFC 4975
 * §7.1.3, §7.1.4, §7.3.2). The same goes for notifications (RFC 5438). Owner: the Room's loop.
 */
final class ReportTracker {

    /** The way to the sender. */
    interface Upstream {
        void report(ByteRange range, int statusCode);

        void pass(DeviceMessage message);
    }

    private record BadNews(String key, DeviceMessage message) {}

    private final RelayLimits limits;
    private final RelayMetrics metrics;
    private final Upstream upstream;
    private final RangeSet succeeded;
    private final Set<String> passed = new HashSet<>();
    private final Set<Integer> negative = new HashSet<>();
    private Optional<BadNews> hidden = Optional.empty();
    private int lastCode = StatusCode.TIMEOUT.code();
    private Optional<ByteRange> told = Optional.empty();

    ReportTracker(RelayLimits limits, RelayMetrics metrics, Upstream upstream) {
        this.limits = limits;
        this.metrics = metrics;
        this.upstream = upstream;
        this.succeeded = new RangeSet(limits.pendingReports());
    }

    /** A device has these octets. */
    void succeeded(MessageHead message, ByteRange range) {
        if (!message.successReport() || range.end() < range.start()) {
            return;
        }
        RangeSet.Added added = succeeded.add(range.start(), range.end());
        if (added == RangeSet.Added.NEW) {
            upstream.report(range, StatusCode.OK.code());
        } else if (added == RangeSet.Added.NO_ROOM) {
            metrics.limit("pending-reports");
        }
    }

    /** A device was lost; this is what the sender hears if it was the last one. */
    void failed(int statusCode) {
        lastCode = statusCode;
    }

    /** No device is left, and none has been served: the octets received so far reach nobody. */
    void allFailed(MessageHead message, long received, long total) {
        if (told.isPresent() || message.failureReport() == FailureReport.NO) {
            return;
        }
        ByteRange range = new ByteRange(1, received, total);
        told = Optional.of(range);
        upstream.report(range, lastCode);
    }

    /** The sender came back on another connection: says again what it may not have heard. */
    void repeat(long total) {
        succeeded.forEach(
                (start, end) ->
                        upstream.report(new ByteRange(start, end, total), StatusCode.OK.code()));
        told.ifPresent(range -> upstream.report(range, lastCode));
    }

    /** A notification of the kind that the sender gets once. */
    void notified(String key, DeviceMessage message) {
        if (passed.size() >= limits.deviceMessages()) {
            metrics.limit("device-messages");
        } else if (passed.add(key)) {
            upstream.pass(message);
        }
    }

    /** A notification that this device failed. */
    void notifiedFailure(int seat, String key, DeviceMessage message) {
        negative.add(seat);
        hidden = Optional.of(new BadNews(key, message));
    }

    boolean hasSentFailure(int seat) {
        return negative.contains(seat);
    }

    /** No device is left that did not fail: what was hidden passes. */
    void nobodyLeft() {
        Optional<BadNews> news = hidden;
        hidden = Optional.empty();
        news.ifPresent(bad -> notified(bad.key(), bad.message()));
    }
}
