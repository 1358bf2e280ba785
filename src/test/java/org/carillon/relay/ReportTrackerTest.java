package org.carillon.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.carillon.msrp.ByteRange;
import org.carillon.msrp.Continuation;
import org.carillon.msrp.FrameListener;
import org.carillon.msrp.Malformed;
import org.carillon.msrp.MsrpLimits;
import org.carillon.msrp.MsrpParser;
import org.carillon.msrp.RequestHead;
import org.carillon.msrp.ResponseHead;
import org.junit.jupiter.api.Test;

class ReportTrackerTest {
    private final RelayMetrics metrics = new RelayMetrics();
    private final List<String> told = new ArrayList<>();
    private final ReportTracker reports =
            new ReportTracker(
                    new RelayLimits(1, 1, 1, 1, 65536, 65536, 0, 1, 1, 2048, 1, 2, 1024, 2),
                    metrics,
                    new ReportTracker.Upstream() {
                        @Override
                        public void report(ByteRange range, int statusCode) {
                            told.add(range + " " + statusCode);
                        }

                        @Override
                        public void pass(DeviceMessage message) {
                            told.add("passed");
                        }
                    });

    private static MessageHead message(String headers) {
        List<MessageHead> heads = new ArrayList<>();
        String text =
                "MSRP tr01 SEND\r\nTo-Path: msrp://a:1/a;tcp\r\nFrom-Path: msrp://b:1/b;tcp\r\n"
                        + "Message-ID: m001\r\n"
                        + headers
                        + "Content-Type: text/plain\r\n\r\nx\r\n-------tr01$\r\n";
        ByteBuf octets = Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
        new MsrpParser(MsrpLimits.defaults(), new HeadsOnly(heads)).parse(octets);
        return heads.get(0);
    }

    private record HeadsOnly(List<MessageHead> heads) implements FrameListener {
        @Override
        public void onRequest(RequestHead head) {
            heads.add(MessageHead.of(head));
        }

        @Override
        public void onBody(ByteBuf piece) {}

        @Override
        public void onRequestEnd(RequestHead head, Continuation flag) {}

        @Override
        public void onResponse(ResponseHead head) {}

        @Override
        public void onMalformed(Malformed malformed) {
            throw new AssertionError(malformed);
        }
    }

    private static final MessageHead WANTED = message("Success-Report: yes\r\n");
    private static final MessageHead PLAIN = message("");

    private void succeeded(long start, long end) {
        reports.succeeded(WANTED, new ByteRange(start, end, 9));
    }

    @Test
    void theFirstSuccessPassesAndRepeatsDoNot() {
        succeeded(1, 3);
        succeeded(1, 3);
        succeeded(2, 5);
        assertThat(told).containsExactly("1-3/9 200", "2-5/9 200");
    }

    @Test
    void aSuccessThatNobodyAskedForStays() {
        reports.succeeded(PLAIN, new ByteRange(1, 3, 9));
        assertThat(told).isEmpty();
    }

    @Test
    void aFullTrackerStillTakesWhatMerges() {
        succeeded(1, 2);
        succeeded(5, 6);
        succeeded(9, 9);
        assertThat(metrics.limits()).containsEntry("pending-reports", 1L);
        succeeded(3, 4);
        succeeded(9, 9);
        assertThat(told).containsExactly("1-2/9 200", "5-6/9 200", "3-4/9 200", "9-9/9 200");
    }

    @Test
    void whoComesBackHearsItAgain() {
        succeeded(1, 3);
        succeeded(4, 5);
        reports.failed(413);
        reports.allFailed(PLAIN, 7, 9);
        told.clear();
        reports.repeat(9);
        assertThat(told).containsExactly("1-5/9 200", "1-7/9 413");
    }

    @Test
    void oneFailureIsToldForAll() {
        reports.failed(413);
        reports.failed(408);
        reports.allFailed(PLAIN, 7, 9);
        reports.allFailed(PLAIN, 8, 9);
        assertThat(told).containsExactly("1-7/9 408");
    }

    @Test
    void failureReportNoForbidsIt() {
        reports.allFailed(message("Failure-Report: no\r\n"), 7, 9);
        reports.repeat(9);
        assertThat(told).isEmpty();
    }

    @Test
    void failureReportPartialAllowsIt() {
        reports.allFailed(message("Failure-Report: partial\r\n"), 7, 9);
        assertThat(told).containsExactly("1-7/9 408");
    }

    @Test
    void onlySoManyNotificationsPass() {
        DeviceMessage message = new DeviceMessage(PLAIN, 10);
        reports.notified("a", message);
        reports.notified("a", message);
        reports.notified("b", message);
        reports.notified("c", message);
        assertThat(told).hasSize(2);
        assertThat(metrics.limits()).containsEntry("device-messages", 1L);
    }

    @Test
    void badNewsPassWhenNobodyIsLeftAndOnce() {
        reports.notifiedFailure(0, "f", new DeviceMessage(PLAIN, 10));
        assertThat(told).isEmpty();
        assertThat(reports.hasSentFailure(0)).isTrue();
        assertThat(reports.hasSentFailure(1)).isFalse();
        reports.nobodyLeft();
        reports.nobodyLeft();
        assertThat(told).containsExactly("passed");
    }
}
