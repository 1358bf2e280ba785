package org.carillon.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.carillon.call.Aor;
import org.carillon.call.BranchId;
import org.carillon.call.BranchPolicy;
import org.carillon.call.CallEvent;
import org.carillon.call.CallId;
import org.carillon.call.CallOptions;
import org.carillon.call.CallOptions.CallTimes;
import org.carillon.call.CallOutcome;
import org.carillon.call.CallPorts;
import org.carillon.call.CpmRequest;
import org.carillon.call.DeferredMessage;
import org.carillon.call.DeviceRequest;
import org.carillon.call.DialogReply;
import org.carillon.call.Header;
import org.carillon.call.Headers;
import org.carillon.call.Leg;
import org.carillon.call.MsrpLeg;
import org.carillon.call.PagePorts;
import org.carillon.call.PagerMessage;
import org.carillon.call.Refusal;
import org.carillon.call.RoomPlan;
import org.carillon.call.ScreeningPolicy;
import org.carillon.sdp.MsrpPolicy;
import org.carillon.sdp.PathMode;
import org.carillon.sdp.SessionDescription;
import org.carillon.sdp.Transport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is begun, what is refused, and what is left of a call that is over. */
class CallsTest {
    private static final CallOptions OPTIONS =
            new CallOptions(
                    "CPM-serv/OMA1.0",
                    "127.0.0.1",
                    new MsrpPolicy(PathMode.PREPEND, EnumSet.of(Transport.TCP), 1 << 20),
                    List.of(),
                    BranchPolicy.DEFAULT,
                    CallTimes.DEFAULT);

    private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(1);
    private final List<String> released = new ArrayList<>();
    private final Calls calls =
            new Calls(
                    OPTIONS,
                    OPTIONS.ofKept(Optional.empty()),
                    ScreeningPolicy.OPEN,
                    new PassedNotifications(10),
                    new CallLimits(2, 1, 2),
                    Runnable::run,
                    new Nothing());

    @AfterEach
    void stop() {
        scheduler.shutdownNow();
    }

    private Optional<Refusal> open(String id, String user) {
        CpmRequest invite =
                new CpmRequest(
                        new CallId(id),
                        CpmRequest.Mode.LARGE_MESSAGE,
                        Aor.of("sip:" + user + "@home.example"),
                        "<sip:alice@orig.example>",
                        "<sip:bob@home.example>",
                        List.of(),
                        70,
                        new Headers(
                                List.of(
                                        new Header(
                                                "P-Asserted-Service",
                                                "urn:urn-7:3gpp-service.ims.icsi.oma.cpm.largemsg"),
                                        new Header(
                                                "P-Asserted-Identity",
                                                "<sip:alice@orig.example>"))),
                        Optional.empty(),
                        Optional.empty(),
                        true,
                        "");
        return calls.open(invite, new Nothing(), outcome -> released.add(id));
    }

    private boolean cancel(String id) {
        return calls.put(new CallId(id), new CallEvent.SenderCancelled());
    }

    /** RFC 3261 §21.4.24: this user takes no more now; nothing is wrong with the server. */
    @Test
    void oneTooManyForTheUserIsBusyAndMayTryAgain() {
        assertThat(open("one", "bob")).isEmpty();
        Refusal refusal = open("two", "bob").orElseThrow();
        assertThat(refusal.status()).isEqualTo(486);
        assertThat(refusal.headers())
                .contains(new Header("Retry-After", "30"))
                .anyMatch(header -> header.name().equals("Warning"));
    }

    /** RFC 3261 §21.5.4. */
    @Test
    void oneTooManyForTheServerIsUnavailable() {
        open("one", "bob");
        open("two", "bill");
        assertThat(open("three", "ben"))
                .contains(new Refusal(503, List.of(new Header("Retry-After", "30"))));
    }

    @Test
    void aCallThatIsOverLeavesItsPlaces() {
        open("one", "bob");
        assertThat(cancel("one")).isTrue();
        assertThat(released).containsExactly("one");
        assertThat(calls.size()).isZero();
        assertThat(open("two", "bob")).isEmpty();
        assertThat(cancel("one")).as("nobody is there any more").isFalse();
    }

    /** And a second INVITE of the same Call-ID does not take any. */
    @Test
    void aCallOfTheSameName() {
        open("one", "bob");
        assertThat(open("one", "bill").orElseThrow().status()).isEqualTo(503);
        assertThat(open("two", "bill")).isEmpty();
    }

    @Test
    void aServerThatStopsBeginsNothing() throws InterruptedException {
        assertThat(calls.drain(Duration.ZERO)).isTrue();
        assertThat(open("one", "bob").orElseThrow().status()).isEqualTo(503);
    }

    /** Ports behind which there is nothing. */
    private final class Nothing
            implements Calls.Neighbours, CallPorts.Legs, CallPorts.RoomDoor, CallPorts.Recipients {
        @Override
        public CallPorts.Recipients recipients(CallId call) {
            return this;
        }

        @Override
        public CallPorts.Recipients recipients(CallId call, DeferredMessage message) {
            return this;
        }

        @Override
        public PagePorts.Copy copy(PagerMessage message, Optional<DeferredMessage> kept) {
            throw new UnsupportedOperationException("no pager message is sent");
        }

        @Override
        public CallPorts.RoomDoor room(CallId call) {
            return this;
        }

        @Override
        public CallPorts.RoomDoor room(CallId call, DeferredMessage message) {
            return this;
        }

        @Override
        public ScheduledTimers timers(CallId call) {
            return new ScheduledTimers(call, calls, scheduler);
        }

        @Override
        public void find(Aor user) {}

        @Override
        public void open(RoomPlan plan) {}

        @Override
        public void seatSender(MsrpLeg leg) {}

        @Override
        public void seatDevice(BranchId branch, MsrpLeg leg) {}

        @Override
        public void holdSeat(BranchId branch) {}

        @Override
        public void afterwards(Runnable task) {
            task.run();
        }

        @Override
        public void resumeSeat(BranchId branch) {}

        @Override
        public void partSeat(BranchId branch) {}

        @Override
        public void releaseSeat(BranchId branch) {}

        @Override
        public void drain(Duration silence) {}

        @Override
        public void close() {}

        @Override
        public void release(CallOutcome outcome, Runnable then) {
            then.run();
        }

        @Override
        public void invite(BranchId branch, DeviceRequest invite) {}

        @Override
        public void cancel(BranchId branch) {}

        @Override
        public void acknowledge(BranchId branch, String dialog) {}

        @Override
        public void hangUp(BranchId branch, String dialog) {}

        @Override
        public void answerSender(List<Header> headers, SessionDescription sdp) {}

        @Override
        public void refuseSender(Refusal refusal) {}

        @Override
        public void hangUpSender(Optional<String> reason) {}

        @Override
        public void answerReoffer(Leg leg, long cseq, DialogReply reply) {}

        @Override
        public void refresh(
                Leg leg, String method, List<Header> headers, Optional<SessionDescription> offer) {}
    }
}
