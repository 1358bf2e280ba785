package org.carillon.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.carillon.call.Aor;
import org.carillon.call.Binding;
import org.carillon.call.BindingStore;
import org.carillon.call.Device;
import org.carillon.call.Header;
import org.carillon.call.RegisterOutcome;
import org.carillon.call.RegisterOutcome.Refused;
import org.carillon.call.RegisterOutcome.Registered;
import org.carillon.call.RegisterRequest.RegisterContact;
import org.carillon.call.SourceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BuiltInRegistrarTest {
    private static final Aor BOB = Aor.of("sip:bob@example.com");
    private static final String PHONE = "urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6";
    private static final String TABLET = "urn:uuid:00000000-0000-1000-8000-000a95a0e128";
    private static final String GRUU = "sip:bob@example.com;gr=" + PHONE;
    private static final RegistrarOptions OPTIONS =
            new RegistrarOptions(Set.of("Example.com", "localhost"), 60, 7200, 1800, 3, 512);

    private Instant now = Instant.parse("2026-11-22T12:00:00Z");
    private final MemoryBindings store = new MemoryBindings();
    private final BuiltInRegistrar registrar = new BuiltInRegistrar(OPTIONS, store, () -> now);

    // who may register whom, where

    @Test
    void anUntrustedPeerIsForbiddenWhateverItAsks() throws Exception {
        assertThat(refused(register().untrusted().to("sip:x@elsewhere.example")).status())
                .isEqualTo(403);
        assertThat(refused(register().untrusted()).status()).isEqualTo(403);
        assertThat(registrar.devicesOf(BOB)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "sip:bob@elsewhere.example, example.com",
        "sip:bob@example.com, elsewhere.example",
        "sip:bob@sub.example.com, example.com",
        "tel:+15551230002, example.com",
        "sip:example.com, example.com",
    })
    void whoOrWhatIsNotOfAHomeDomainIsNotFound(String to, String requestHost) throws Exception {
        assertThat(refused(register().to(to).at(requestHost)).status()).isEqualTo(404);
    }

    @Test
    void domainsAreComparedWithoutCaseAndPort() throws Exception {
        registered(register().to("sip:bob@EXAMPLE.com:5060").at("EXAMPLE.COM:5060"));
        assertThat(registrar.devicesOf(BOB)).hasSize(1);
    }

    @Test
    void aTrustedPeerMayRegisterForSomebodyElse() throws Exception {
        registered(register().from("sip:scscf.example.com"));
        assertThat(registrar.devicesOf(BOB)).hasSize(1);
    }

    @Test
    void unknownExtensionsAreNamed() throws Exception {
        Refused refused = refused(register().require("gruu", "foo", "path", "bar"));
        assertThat(refused.status()).isEqualTo(420);
        assertThat(refused.headers()).containsExactly(new Header("Unsupported", "foo, bar"));
    }

    @Test
    void knownExtensionsMayBeRequired() throws Exception {
        assertThat(registered(register().require("gruu", "path", "outbound")).showGruus()).isTrue();
    }

    // contacts

    @Test
    void aQueryChangesNothingAndShowsAll() throws Exception {
        registered(register().contact("sip:bob@192.0.2.1"));
        Registered answer = registered(register().noContact().callId("other"));
        assertThat(contacts(answer)).containsExactly("sip:bob@192.0.2.1");
        assertThat(answer.now()).isEqualTo(now);
    }

    @Test
    void aQueryWritesNothing() throws Exception {
        BindingStore readOnly =
                new DelegatingStore(store) {
                    @Override
                    public RegisterOutcome change(
                            Aor user, Instant at, Function<List<Binding>, RegisterOutcome> change) {
                        throw new AssertionError("a query wrote");
                    }
                };
        assertThat(
                        new BuiltInRegistrar(OPTIONS, readOnly, () -> now)
                                .register(register().noContact().request()))
                .isInstanceOf(Registered.class);
    }

    @Test
    void severalContactsHighestQFirst() throws Exception {
        Registered answer =
                registered(
                        register()
                                .contacts(
                                        contact("sip:bob@192.0.2.1", 300),
                                        contact("sip:bob@192.0.2.2", 1000),
                                        contact("sip:bob@192.0.2.3", 700)));
        assertThat(contacts(answer))
                .containsExactly("sip:bob@192.0.2.2", "sip:bob@192.0.2.3", "sip:bob@192.0.2.1");
    }

    @Test
    void everythingAContactSaysIsKept() throws Exception {
        List<String> path = List.of("<sip:p1.example.com;lr>", "<sip:p2.example.com;lr>");
        RegisterContact contact =
                new RegisterContact(
                        "sip:bob@192.0.2.1",
                        OptionalLong.of(600),
                        700,
                        Optional.of(PHONE),
                        Optional.empty(),
                        List.of("urn:largemsg"));
        registered(register().contacts(contact).supported("gruu", "path").path(path).cseq(9));
        assertThat(store.bindingsOf(BOB, now))
                .containsExactly(
                        new Binding(
                                BOB,
                                new Device(
                                        Optional.of(PHONE),
                                        Optional.of(GRUU),
                                        "sip:bob@192.0.2.1",
                                        path,
                                        List.of("urn:largemsg"),
                                        700),
                                "call-1",
                                9,
                                Optional.empty(),
                                now.plusSeconds(600)));
    }

    @Test
    void thePathIsReturned() throws Exception {
        Registered answer = registered(register().path(List.of("<sip:p1;lr>", "<sip:p2;lr>")));
        assertThat(answer.headers())
                .containsExactly(
                        new Header("Path", "<sip:p1;lr>"), new Header("Path", "<sip:p2;lr>"));
    }

    @Test
    void anEquivalentUriReplacesABinding() throws Exception {
        registered(register().contact("sip:bob@H.example;transport=TCP"));
        registered(register().contact("sip:bob@h.example;transport=tcp;x=1").cseq(2));
        assertThat(devices()).containsExactly("sip:bob@h.example;transport=tcp;x=1");
    }

    @Test
    void aDeviceThatMovedReplacesItsOldContact() throws Exception {
        registered(register().contacts(instance("sip:bob@192.0.2.1:5062", PHONE)));
        registered(register().contacts(instance("sip:bob@192.0.2.9", TABLET)).callId("t"));
        registered(register().contacts(instance("sip:bob@192.0.2.1:5070", PHONE)).callId("new"));
        assertThat(devices())
                .containsExactlyInAnyOrder("sip:bob@192.0.2.9", "sip:bob@192.0.2.1:5070");
    }

    @Test
    void aDeviceAtAnothersOldAddressLeavesOneBinding() throws Exception {
        registered(register().contacts(instance("sip:bob@192.0.2.1", PHONE)));
        registered(register().contacts(instance("sip:bob@192.0.2.2", TABLET)).callId("t"));
        registered(register().contacts(instance("sip:bob@192.0.2.2", PHONE)).callId("n"));
        assertThat(registrar.devicesOf(BOB))
                .singleElement()
                .satisfies(device -> assertThat(device.instance()).contains(PHONE));
    }

    @Test
    void contactsOfOneRequestStandBesideEachOther() throws Exception {
        registered(
                register()
                        .contacts(
                                instance("sip:bob@192.0.2.1", PHONE),
                                instance("sips:bob@192.0.2.1", PHONE)));
        assertThat(devices()).containsExactly("sip:bob@192.0.2.1", "sips:bob@192.0.2.1");
    }

    @Test
    void ofTheSameContactTwiceTheLastCounts() throws Exception {
        registered(
                register()
                        .contacts(
                                contact("sip:bob@192.0.2.1", 100),
                                contact("sip:bob@192.0.2.1", 900)));
        assertThat(registrar.devicesOf(BOB))
                .singleElement()
                .satisfies(device -> assertThat(device.q()).isEqualTo(900));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sip:bob@example.com",
                "sip:bob@EXAMPLE.com;transport=tcp",
                "sip:bob@example.com:5060;gr=urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
                "tel:+15551230002",
                "mailto:bob@example.com",
            })
    void aContactThatLoopsOrIsNotSipIsForbidden(String uri) throws Exception {
        assertThat(refused(register().contact(uri)).status()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bob", "sip:bob@192.0.2.1\r\nX: y", "sip:b\u0000b@192.0.2.1"})
    void aMalformedContactIsABadRequest(String uri) throws Exception {
        assertThat(refused(register().contact(uri)).status()).isEqualTo(400);
    }

    @Test
    void aPeerCannotMakeUsKeepMoreThanTheLimits() throws Exception {
        String fits =
                "sip:" + "b".repeat(512 - "sip:@hcall-1".length() - BOB.uri().length()) + "@h";
        registered(register().contact(fits));
        Refused tooLong = refused(register().contact(fits + "x").cseq(2));
        assertThat(tooLong.status()).isEqualTo(403);
        assertThat(tooLong.headers()).extracting(Header::name).containsExactly("Warning");
        assertThat(devices()).containsExactly(fits);
    }

    @Test
    void tooManyContactsAreForbiddenAndNoneIsAdded() throws Exception {
        registered(register().contact("sip:bob@h1"));
        registered(register().contact("sip:bob@h2").cseq(2));
        Refused refused =
                refused(
                        register()
                                .contacts(contact("sip:bob@h3", 1000), contact("sip:bob@h4", 1000))
                                .cseq(3));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.headers())
                .containsExactly(
                        new Header("Warning", "399 carillon \"too many contacts: at most 3\""));
        assertThat(devices()).containsExactly("sip:bob@h1", "sip:bob@h2");
        registered(register().contact("sip:bob@h3").cseq(4));
        registered(register().contact("sip:bob@h3").cseq(5)); // a refresh is no addition
        assertThat(devices()).hasSize(3);
    }

    @Test
    void aLimitThatWasLoweredTakesNothingFromThoseWhoHaveMore() throws Exception {
        registered(register().contacts(contact("sip:bob@h1", 1000), contact("sip:bob@h2", 1000)));
        RegistrarOptions lowered =
                new RegistrarOptions(Set.of("example.com"), 60, 7200, 1800, 1, 512);
        BuiltInRegistrar restarted = new BuiltInRegistrar(lowered, store, () -> now);
        assertThat(restarted.register(register().contact("sip:bob@h1").cseq(2).request()))
                .isInstanceOf(Registered.class);
        assertThat(restarted.register(register().contact("sip:bob@h3").cseq(3).request()))
                .isInstanceOf(Refused.class);
    }

    // intervals

    @Test
    void theContactsOwnIntervalComesFirstThenTheRequestsThenOurs() throws Exception {
        registered(
                register()
                        .contacts(expiring("sip:bob@h1", 100), contact("sip:bob@h2", 1000))
                        .expires(200));
        registered(register().contact("sip:bob@h3").callId("c"));
        assertThat(store.bindingsOf(BOB, now))
                .extracting(Binding::expires)
                .containsExactly(now.plusSeconds(100), now.plusSeconds(200), now.plusSeconds(1800));
    }

    @Test
    void tooLongAnIntervalIsCut() throws Exception {
        registered(register().expires(4_294_967_295L));
        assertThat(store.bindingsOf(BOB, now.plusSeconds(7199))).hasSize(1);
        assertThat(store.bindingsOf(BOB, now.plusSeconds(7200))).isEmpty();
    }

    @Test
    void tooBriefAnIntervalIsRefusedWithTheMinimum() throws Exception {
        Refused refused = refused(register().expires(59));
        assertThat(refused.status()).isEqualTo(423);
        assertThat(refused.headers()).containsExactly(new Header("Min-Expires", "60"));
        registered(register().expires(60));
    }

    @Test
    void oneTooBriefContactRefusesAll() throws Exception {
        refused(register().contacts(contact("sip:bob@h1", 1000), expiring("sip:bob@h2", 1)));
        assertThat(devices()).isEmpty();
    }

    @Test
    void aNegativeIntervalIsABadRequest() throws Exception {
        assertThat(refused(register().expires(-1)).status()).isEqualTo(400);
    }

    @Test
    void aDeviceIsGoneWhenItsIntervalEnds() throws Exception {
        registered(register().expires(60));
        now = now.plusSeconds(59);
        assertThat(devices()).hasSize(1);
        now = now.plusSeconds(1);
        assertThat(devices()).isEmpty();
    }

    // leaving

    @Test
    void expiresZeroRemovesThatContactOnly() throws Exception {
        registered(register().contacts(contact("sip:bob@h1", 1000), contact("sip:bob@h2", 900)));
        Registered answer = registered(register().contact("sip:bob@h1").expires(0).cseq(2));
        assertThat(contacts(answer)).containsExactly("sip:bob@h2");
        assertThat(devices()).containsExactly("sip:bob@h2");
    }

    @Test
    void theWildcardRemovesAll() throws Exception {
        registered(register().contact("sip:bob@h1").callId("a"));
        registered(register().contact("sip:bob@h2").callId("b").cseq(1));
        assertThat(contacts(registered(register().wildcard().expires(0).callId("b").cseq(2))))
                .isEmpty();
        assertThat(devices()).isEmpty();
    }

    @Test
    void theWildcardStandsAloneWithExpiresZero() throws Exception {
        registered(register().contact("sip:bob@h1"));
        assertThat(refused(register().wildcard().cseq(2)).status()).isEqualTo(400);
        assertThat(refused(register().wildcard().expires(60).cseq(2)).status()).isEqualTo(400);
        RequestBuilder both = register().contact("sip:bob@h1").andWildcard().expires(0).cseq(2);
        assertThat(refused(both).status()).isEqualTo(400);
        assertThat(devices()).hasSize(1);
    }

    // order

    @ParameterizedTest
    @ValueSource(longs = {4, 5})
    void aRequestThatCameTooLateChangesNothing(long cseq) throws Exception {
        registered(register().contact("sip:bob@h1").cseq(5));
        RequestBuilder late =
                register().contacts(contact("sip:bob@h2", 1), contact("sip:bob@h1", 1)).cseq(cseq);
        assertThat(refused(late).status()).isEqualTo(500);
        assertThat(refused(register().wildcard().expires(0).cseq(cseq)).status()).isEqualTo(500);
        assertThat(devices()).containsExactly("sip:bob@h1");
    }

    @Test
    void anotherCallIdIsAnotherCount() throws Exception {
        registered(register().contact("sip:bob@h1").cseq(5));
        registered(register().contact("sip:bob@h1").cseq(1).callId("after-restart").expires(0));
        assertThat(devices()).isEmpty();
    }

    @Test
    void theOrderOfOneContactDoesNotBindAnother() throws Exception {
        registered(register().contact("sip:bob@h1").cseq(5));
        registered(register().contact("sip:bob@h2").cseq(4));
        assertThat(devices()).hasSize(2);
    }

    // GRUU

    @Test
    void aClientThatKnowsGruusGetsTheSameOneForEver() throws Exception {
        registered(gruuAt("sip:bob@192.0.2.1").expires(60));
        now = now.plusSeconds(3600);
        registered(gruuAt("sip:bob@192.0.2.7").callId("much-later"));
        assertThat(registrar.devicesOf(BOB))
                .singleElement()
                .satisfies(device -> assertThat(device.gruu()).contains(GRUU));
    }

    @Test
    void oneThatDoesNotIsInvitedAtItsContact() throws Exception {
        Registered answer = registered(register().contacts(instance("sip:bob@192.0.2.1", PHONE)));
        assertThat(answer.showGruus()).isFalse();
        assertThat(registrar.devicesOf(BOB))
                .singleElement()
                .satisfies(
                        device -> {
                            assertThat(device.gruu()).isEmpty();
                            assertThat(device.requestUri()).isEqualTo("sip:bob@192.0.2.1");
                        });
    }

    @Test
    void aContactWithoutInstanceHasNone() throws Exception {
        registered(register().contact("sip:bob@192.0.2.1").supported("gruu"));
        assertThat(registrar.devicesOf(BOB).get(0).gruu()).isEmpty();
    }

    @Test
    void aGruuLeadsToItsInstanceOnly() throws Exception {
        registered(gruuAt("sip:bob@192.0.2.1"));
        registered(
                register()
                        .contacts(instance("sip:bob@192.0.2.2", TABLET))
                        .supported("gruu")
                        .callId("t"));
        assertThat(registrar.devicesAt("sip:bob@EXAMPLE.com;gr=" + PHONE))
                .extracting(Device::contact)
                .containsExactly("sip:bob@192.0.2.1");
        assertThat(registrar.devicesAt("sip:bob@example.com;gr=unknown")).isEmpty();
        assertThat(registrar.devicesAt("sip:bob@example.com")).isEmpty();
        assertThat(registrar.devicesAt("sip:carol@example.com;gr=" + PHONE)).isEmpty();
    }

    // flows, RFC 5626

    @Test
    void flowsOfOneInstanceLiveSideBySideEvenAtOneContact() throws Exception {
        Registered answer = registered(flow(1).cseq(1));
        registered(flow(2).cseq(2));
        registered(flow(1).cseq(3));
        assertThat(store.bindingsOf(BOB, now))
                .extracting(binding -> binding.regId().orElseThrow())
                .containsExactlyInAnyOrder(1, 2);
        assertThat(answer.headers()).contains(new Header("Require", "outbound"));
    }

    @Test
    void aFlowNeedsAFirstHopThatKeepsIt() throws Exception {
        assertThat(refused(flow(1).path(List.of())).status()).isEqualTo(439);
        assertThat(refused(flow(1).path(List.of("<sip:p1;lr;ob>", "<sip:p2;lr>"))).status())
                .isEqualTo(439);
        assertThat(refused(flow(1).path(List.of("<sip:p1;lr;obx>;ob"))).status()).isEqualTo(439);
        registered(flow(1).path(List.of("<sip:p1;lr>", "<sip:p2;OB;lr>")));
    }

    @Test
    void aRegIdIsIgnoredWithoutInstanceOrSupport() throws Exception {
        RegisterContact bare =
                new RegisterContact(
                        "sip:bob@192.0.2.1",
                        OptionalLong.empty(),
                        1000,
                        Optional.empty(),
                        Optional.of(1),
                        List.of());
        Registered answer = registered(register().contacts(bare).supported("outbound"));
        registered(flow(1).supported().path(List.of()).callId("f"));
        assertThat(store.bindingsOf(BOB, now))
                .extracting(Binding::regId)
                .containsOnly(Optional.empty());
        assertThat(answer.headers()).isEmpty();
    }

    @Test
    void aFlowIsRegisteredAlone() throws Exception {
        RequestBuilder two = flow(1);
        two.contacts(two.request().contacts().get(0), contact("sip:bob@192.0.2.2", 1000));
        assertThat(refused(two).status()).isEqualTo(400);
        RequestBuilder leaving = flow(1);
        leaving.contacts(leaving.request().contacts().get(0), expiring("sip:bob@192.0.2.2", 0));
        registered(leaving);
    }

    // store and threads

    @Test
    void aStoreThatFailsIsTold() {
        BindingStore broken =
                new DelegatingStore(store) {
                    @Override
                    public RegisterOutcome change(
                            Aor user, Instant at, Function<List<Binding>, RegisterOutcome> change)
                            throws SourceException {
                        throw new SourceException("store-url");
                    }
                };
        BuiltInRegistrar failing = new BuiltInRegistrar(OPTIONS, broken, () -> now);
        assertThatThrownBy(() -> failing.register(register().request()))
                .isInstanceOf(SourceException.class);
    }

    @Test
    void twoRequestsOfOneUserNeverReadBeforeTheOtherHasWritten() throws Exception {
        CyclicBarrier bothHaveRead = new CyclicBarrier(2);
        BuiltInRegistrar racing =
                new BuiltInRegistrar(OPTIONS, new MeetingStore(store, bothHaveRead), () -> now);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<RegisterOutcome> one =
                    threads.submit(
                            () -> racing.register(register().contact("sip:bob@h1").request()));
            Future<RegisterOutcome> two =
                    threads.submit(
                            () ->
                                    racing.register(
                                            register()
                                                    .contact("sip:bob@h2")
                                                    .callId("b")
                                                    .request()));
            one.get(10, TimeUnit.SECONDS);
            two.get(10, TimeUnit.SECONDS);
        } finally {
            threads.shutdownNow();
        }
        assertThat(devices()).containsExactlyInAnyOrder("sip:bob@h1", "sip:bob@h2");
    }

    @Test
    void anotherUserDoesNotWait() throws Exception {
        CyclicBarrier bothHaveRead = new CyclicBarrier(2);
        MeetingStore meeting = new MeetingStore(store, bothHaveRead);
        BuiltInRegistrar racing = new BuiltInRegistrar(OPTIONS, meeting, () -> now);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<RegisterOutcome> bobs =
                    threads.submit(() -> racing.register(register().request()));
            Future<RegisterOutcome> carols =
                    threads.submit(
                            () ->
                                    racing.register(
                                            register().to("sip:carol@example.com").request()));
            bobs.get(10, TimeUnit.SECONDS);
            carols.get(10, TimeUnit.SECONDS);
        } finally {
            threads.shutdownNow();
        }
        assertThat(meeting.met()).isTrue();
    }

    private static RequestBuilder register() {
        return new RequestBuilder();
    }

    private static RequestBuilder gruuAt(String uri) {
        return register().contacts(instance(uri, PHONE)).supported("gruu");
    }

    private static RequestBuilder flow(int regId) {
        RegisterContact contact =
                new RegisterContact(
                        "sip:bob@192.0.2.1",
                        OptionalLong.empty(),
                        1000,
                        Optional.of(PHONE),
                        Optional.of(regId),
                        List.of());
        return register()
                .contacts(contact)
                .supported("outbound", "path")
                .path(List.of("<sip:edge.example.com;lr;ob>"));
    }

    private static RegisterContact contact(String uri, int q) {
        return new RegisterContact(
                uri, OptionalLong.empty(), q, Optional.empty(), Optional.empty(), List.of());
    }

    private static RegisterContact expiring(String uri, long seconds) {
        return new RegisterContact(
                uri, OptionalLong.of(seconds), 1000, Optional.empty(), Optional.empty(), List.of());
    }

    private static RegisterContact instance(String uri, String instance) {
        return new RegisterContact(
                uri,
                OptionalLong.empty(),
                1000,
                Optional.of(instance),
                Optional.empty(),
                List.of());
    }

    private Registered registered(RequestBuilder builder) throws SourceException {
        RegisterOutcome outcome = registrar.register(builder.request());
        assertThat(outcome).isInstanceOf(Registered.class);
        return (Registered) outcome;
    }

    private Refused refused(RequestBuilder builder) throws SourceException {
        RegisterOutcome outcome = registrar.register(builder.request());
        assertThat(outcome).isInstanceOf(Refused.class);
        return (Refused) outcome;
    }

    private List<String> devices() throws SourceException {
        return registrar.devicesOf(BOB).stream().map(Device::contact).toList();
    }

    private static List<String> contacts(Registered answer) {
        return answer.bindings().stream().map(binding -> binding.device().contact()).toList();
    }

    private static class DelegatingStore implements BindingStore {
        private final BindingStore store;

        DelegatingStore(BindingStore store) {
            this.store = store;
        }

        @Override
        public List<Binding> bindingsOf(Aor user, Instant now) throws SourceException {
            return store.bindingsOf(user, now);
        }

        @Override
        public RegisterOutcome change(
                Aor user, Instant now, Function<List<Binding>, RegisterOutcome> change)
                throws SourceException {
            return store.change(user, now, change);
        }

        @Override
        public int purge(Instant now) throws SourceException {
            return store.purge(now);
        }
    }

    /** Holds a reader until another has read too, or until it is plain that none can. */
    private static final class MeetingStore extends DelegatingStore {
        private final CyclicBarrier bothHaveRead;
        private volatile boolean met;

        MeetingStore(BindingStore store, CyclicBarrier bothHaveRead) {
            super(store);
            this.bothHaveRead = bothHaveRead;
        }

        boolean met() {
            return met;
        }

        @Override
        public RegisterOutcome change(
                Aor user, Instant now, Function<List<Binding>, RegisterOutcome> change)
                throws SourceException {
            return super.change(user, now, read -> meet(change.apply(read)));
        }

        private RegisterOutcome meet(RegisterOutcome read) {
            try {
                bothHaveRead.await(500, TimeUnit.MILLISECONDS);
                met = true;
            } catch (InterruptedException e) {
                throw new IllegalStateException("interrupted", e);
            } catch (TimeoutException | BrokenBarrierException e) {
                bothHaveRead.reset();
            }
            return read;
        }
    }
}
