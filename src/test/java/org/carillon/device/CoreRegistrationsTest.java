package org.carillon.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.carillon.call.Aor;
import org.carillon.call.Device;
import org.carillon.call.RegisterOutcome;
import org.carillon.call.RegistrationEvents.Notification;
import org.carillon.call.SourceException;
import org.carillon.call.SubscriptionDialogs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The queue runs on the thread that puts something into it, so that every test sees its end. */
class CoreRegistrationsTest {
    private static final Aor BOB = Aor.of("sip:bob@example.com");
    private static final SubscriptionOptions OPTIONS =
            new SubscriptionOptions(
                    "sip:carillon@example.com",
                    List.of("<sip:core.example.com;lr>"),
                    Set.of("example.com"),
                    "product",
                    3,
                    2);

    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private final List<String> sent = new ArrayList<>();
    private final List<Integer> answers = new ArrayList<>();
    private final List<Device> here = new ArrayList<>();
    private CoreRegistrations core = core(OPTIONS, Duration.ofHours(1), Duration.ofHours(1));

    private CoreRegistrations core(
            SubscriptionOptions options, Duration patience, Duration confirm) {
        SubscriptionTimes d = SubscriptionTimes.DEFAULT;
        return new CoreRegistrations(
                options,
                user -> List.copyOf(here),
                Runnable::run,
                scheduler,
                new SubscriptionTimes(
                        d.expires(),
                        confirm,
                        d.firstPause(),
                        d.longestPause(),
                        d.rest(),
                        d.idle(),
                        patience));
    }

    private final class Sent implements SubscriptionDialogs {
        @Override
        public void subscribe(Aor user, Subscribe subscribe) {
            sent.add("SUBSCRIBE %d %s".formatted(subscribe.request(), user));
            assertThat(subscribe.from()).isEqualTo(OPTIONS.identity());
            assertThat(subscribe.product()).isEqualTo(OPTIONS.product());
            assertThat(subscribe.expires()).hasSeconds(3761);
        }

        @Override
        public void refresh(Aor user, String dialog, int request, Duration expires) {
            sent.add("refresh %d %s %s".formatted(request, dialog, expires.toSeconds()));
        }

        @Override
        public void release(Aor user) {
            sent.add("release " + user);
        }
    }

    @BeforeEach
    void connect() {
        core.through(new Sent());
    }

    @AfterEach
    void stop() {
        scheduler.shutdownNow();
    }

    private void tells(int subscription, String... contacts) {
        StringBuilder all = new StringBuilder();
        for (String contact : contacts) {
            all.append(
                    "<contact id='%1$s' state='active'><uri>%1$s</uri></contact>"
                            .formatted(contact));
        }
        notified(
                subscription,
                "active;expires=600",
                """
                <reginfo xmlns="urn:ietf:params:xml:ns:reginfo" version="0" state="full">
                <registration aor="sip:bob@example.com" id="a" state="active">%s</registration>
                </reginfo>
                """
                        .formatted(all));
    }

    private void notified(int subscription, String state, String body) {
        core.notified(
                BOB,
                new Notification(subscription, "d", 1, state),
                body.getBytes(StandardCharsets.UTF_8),
                answers::add);
    }

    private List<String> contacts() throws SourceException {
        return core.devicesOf(BOB).stream().map(Device::contact).toList();
    }

    /** Whether whoever waits goes on. */
    private CountDownLatch waiter() {
        CountDownLatch goesOn = new CountDownLatch(1);
        core.prepare(BOB, goesOn::countDown);
        return goesOn;
    }

    private static boolean waits(CountDownLatch waiter) {
        return waiter.getCount() == 1;
    }

    private void isUnknown() {
        assertThatThrownBy(() -> core.devicesOf(BOB)).isInstanceOf(SourceException.class);
    }

    @Test
    void everybodyWaitsForTheFirstNotify() throws Exception {
        CountDownLatch first = waiter();
        CountDownLatch second = waiter();
        assertThat(sent).containsExactly("SUBSCRIBE 1 sip:bob@example.com");
        core.accepted(BOB, 1, Optional.empty());
        assertThat(waits(first)).isTrue();
        tells(1, "sip:phone@192.0.2.1");
        assertThat(waits(first)).isFalse();
        assertThat(waits(second)).isFalse();
        assertThat(answers).containsExactly(200);
        assertThat(contacts()).containsExactly("sip:phone@192.0.2.1");
        assertThat(core.gauges()).containsEntry("devices-told", 1L);
        assertThat(core.gauges()).containsEntry("subscriptions", 1L);
    }

    @Test
    void nobodyWaitsForWhatIsKnown() {
        waiter();
        tells(1, "sip:phone@192.0.2.1");
        assertThat(waits(waiter())).isFalse();
        assertThat(sent).hasSize(1);
    }

    @Test
    void nobodyWaitsWhileTheCoreForbidsIt() throws Exception {
        CountDownLatch first = waiter();
        core.refused(BOB, 1, 403, Optional.empty(), Optional.empty());
        assertThat(waits(first)).isFalse();
        assertThat(waits(waiter())).isFalse();
        assertThat(sent).hasSize(1);
        isUnknown();
        assertThat(core.counters()).containsEntry("devices-untold", 1L);
        assertThat(core.counters()).containsEntry("subscription-troubles", 1L);
        assertThat(core.troubles())
                .containsExactly(
                        "the core does not let this server subscribe: make it known there (403);"
                                + " see the setting server-identity");
        here.add(device("sip:phone@192.0.2.7"));
        assertThat(contacts()).containsExactly("sip:phone@192.0.2.7");
    }

    private static Device device(String contact) {
        return new Device(Optional.empty(), Optional.empty(), contact, List.of(), List.of(), 1000);
    }

    @Test
    void aTroubleIsOverWhenTheCoreTells() {
        waiter();
        core.refused(BOB, 1, 403, Optional.empty(), Optional.empty());
        core.registered(BOB);
        assertThat(sent).last().isEqualTo("SUBSCRIBE 2 sip:bob@example.com");
        tells(2);
        assertThat(core.troubles()).isEmpty();
    }

    /** A user whom the core does not know is no reason to call an operator. */
    @Test
    void oneUsersTroubleIsNotTheServers() {
        waiter();
        core.refused(BOB, 1, 404, Optional.empty(), Optional.empty());
        assertThat(core.troubles()).isEmpty();
        assertThat(core.counters()).containsEntry("subscription-troubles", 1L);
    }

    @Test
    void patienceEnds() throws Exception {
        core = core(OPTIONS, Duration.ofMillis(20), Duration.ofHours(1));
        connect();
        assertThat(waiter().await(10, TimeUnit.SECONDS)).isTrue();
        isUnknown();
    }

    @Test
    void silenceIsATrouble() throws Exception {
        core = core(OPTIONS, Duration.ofHours(1), Duration.ofMillis(20));
        connect();
        assertThat(waiter().await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(core.troubles())
                .containsExactly("no NOTIFY follows the SUBSCRIBE; see the setting core-route");
    }

    @Test
    void whereNoRequestCanGoNobodyWaits() {
        CoreRegistrations away =
                core(
                        new SubscriptionOptions(
                                "sip:c@example.com", List.of(), Set.of("example.org"), "p", 3, 2),
                        Duration.ofHours(1),
                        Duration.ofHours(1));
        away.through(new Sent());
        CountDownLatch goesOn = new CountDownLatch(1);
        away.prepare(BOB, goesOn::countDown);
        away.registered(BOB);
        assertThat(waits(goesOn)).isFalse();
        assertThat(sent).isEmpty();
    }

    @Test
    void oneUserTooMany() {
        for (String user : List.of("sip:a@example.com", "sip:b@example.com")) {
            core.prepare(Aor.of(user), () -> {});
        }
        assertThat(waits(waiter())).isFalse();
        assertThat(sent).hasSize(2);
        assertThat(core.counters()).containsEntry("subscriptions-over-limit", 1L);
    }

    @Test
    void whatTheCoreTakesBackIsUnknown() throws Exception {
        waiter();
        tells(1, "sip:phone@192.0.2.1");
        notified(1, "terminated;reason=rejected", "");
        isUnknown();
        assertThat(answers).containsExactly(200, 200);
        assertThat(core.gauges()).containsEntry("devices-told", 0L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void aNotifyWithoutAState(String state) {
        waiter();
        notified(1, state, "");
        assertThat(answers).containsExactly(400);
        assertThat(core.counters()).containsEntry("notifies-refused", 1L);
        assertThat(core.counters()).containsEntry("notifies", 1L);
    }

    @Test
    void aNotifyOfNoSubscription() {
        tells(1, "sip:phone@192.0.2.1");
        assertThat(answers).containsExactly(481);
        isUnknown();
    }

    // third-party registration

    private RegisterOutcome registers(RequestBuilder request) throws SourceException {
        return new ThirdPartyRegistrar(
                        core, asked -> new RegisterOutcome.Refused(499, List.of()), Instant::now)
                .register(request.request());
    }

    @Test
    void theCoreRegistersAUserInItsOwnName() throws Exception {
        RegisterOutcome outcome = registers(new RequestBuilder().from("sip:core@example.com"));
        assertThat(((RegisterOutcome.Registered) outcome).bindings()).isEmpty();
        assertThat(sent).containsExactly("SUBSCRIBE 1 sip:bob@example.com");
    }

    @Test
    void whoIsNotTrustedOrRegistersHereIsTheRegistrarsBusiness() throws Exception {
        assertThat(registers(new RequestBuilder())).isInstanceOf(RegisterOutcome.Refused.class);
        assertThat(registers(new RequestBuilder().from("sip:core@example.com").untrusted()))
                .isInstanceOf(RegisterOutcome.Refused.class);
        assertThat(sent).isEmpty();
    }

    @Test
    void theEndOfARegistrationIsNoReasonToSubscribe() throws Exception {
        registers(new RequestBuilder().from("sip:core@example.com").expires(0));
        assertThat(sent).isEmpty();
    }
}
