package org.carillon.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pager Mode: every refusal, every order of the devices' answers, what is kept and what is not. */
class PageTest {
    private static final String TEXT =
            """
            From: <sip:alice@orig.example>
            To: <sip:bob@home.example>
            DateTime: 2015-02-17T06:54:27Z
            NS: imdn <urn:ietf:params:imdn>
            imdn.Message-ID: m1
            imdn.Disposition-Notification: positive-delivery

            Content-Type: text/plain

            hello
            """
                    .replace("\n", "\r\n");

    private static final String DELIVERED =
            """
            From: <sip:bob@home.example>
            To: <sip:alice@orig.example>
            NS: imdn <urn:ietf:params:imdn>
            imdn.Message-ID: n1

            Content-Type: message/imdn+xml

            <imdn xmlns="urn:ietf:params:xml:ns:imdn"><message-id>m1</message-id>\
            <delivery-notification><status><delivered/></status></delivery-notification></imdn>
            """
                    .replace("\n", "\r\n");

    private static final String PAGER =
            "*;+g.3gpp.icsi-ref=\"urn%3Aurn-7%3A3gpp-service.ims.icsi.oma.cpm.msg\"";

    private static final List<Header> HEADERS =
            List.of(
                    new Header("Accept-Contact", PAGER),
                    new Header("P-Asserted-Identity", "<sip:alice@orig.example>"),
                    new Header("Conversation-ID", "c1"),
                    new Header("Contribution-ID", "d1"),
                    new Header("Expires", "3600"));

    private static CpmRequest request(List<Header> headers, List<String> route) {
        return new CpmRequest(
                new CallId("call-1"),
                CpmRequest.Mode.PAGER,
                Scene.BOB,
                "<sip:alice@orig.example>",
                "<sip:bob@home.example>",
                route,
                70,
                new Headers(headers),
                Optional.of(PagerMessage.CPIM),
                Optional.empty(),
                true,
                "Tue, 17 Feb 2015 06:54:27 +0000");
    }

    private static PagerMessage message(CpmRequest request, String content) {
        return ((PagerMessage.Read)
                        PagerMessage.read(
                                request, "sip:bob@home.example:5070", PagerMessage.CPIM, content))
                .message();
    }

    private static PagerMessage message() {
        return message(request(HEADERS, List.of()), TEXT);
    }

    /** What was done, one short line per command. */
    private static List<String> lines(List<PageCommand> commands) {
        Lines lines = new Lines();
        commands.forEach(command -> command.perform(lines));
        return lines.all;
    }

    private static final class Lines
            implements PagePorts, PagePorts.Copy, PagePorts.Legs, CallPorts.Timers {
        private final List<String> all = new ArrayList<>();

        @Override
        public CallPorts.Recipients recipients() {
            return user -> all.add("find " + user);
        }

        @Override
        public Copy copy() {
            return this;
        }

        @Override
        public Legs legs() {
            return this;
        }

        @Override
        public CallPorts.Timers timers() {
            return this;
        }

        @Override
        public void release(CallOutcome outcome) {
            all.add(
                    "release %s %d %d/%d"
                            .formatted(
                                    outcome.kind(),
                                    outcome.status(),
                                    outcome.served(),
                                    outcome.invited()));
        }

        @Override
        public void release(CallOutcome outcome, Runnable then) {
            throw new AssertionError("no command of the page");
        }

        @Override
        public void keep(List<String> devices) {
            all.add("keep for " + devices.size());
        }

        @Override
        public void served(BranchId branch) {
            all.add("served " + branch);
        }

        @Override
        public void drop() {
            all.add("drop");
        }

        @Override
        public void record(HistoryEntry entry) {
            all.add("record");
        }

        @Override
        public void send(BranchId branch, DeviceRequest request) {
            all.add("send " + branch);
        }

        @Override
        public void accept(int status) {
            all.add(status + " sender");
        }

        @Override
        public void refuse(Refusal refusal) {
            all.add(refusal.status() + " sender");
        }

        @Override
        public void start(TimerName timer, Duration after) {
            all.add("start " + timer);
        }

        @Override
        public void stop(TimerName timer) {
            all.add("stop " + timer);
        }
    }

    private static final CallEvent ARRIVES = new CallEvent.Invited(message().request());

    private static CallEvent found(int devices) {
        return new CallEvent.RecipientFound(
                new Recipient(Scene.BOB, pagerDevices(devices), Preferences.DEFAULT));
    }

    private static List<Device> pagerDevices(int count) {
        return Scene.devices(count).stream()
                .map(
                        d ->
                                new Device(
                                        d.instance(),
                                        d.gruu(),
                                        d.contact(),
                                        d.path(),
                                        List.of(Icsi.LARGE_MESSAGE, Icsi.PAGER),
                                        d.q()))
                .toList();
    }

    private static CallEvent kept(boolean safe) {
        return new CallEvent.CopyKept(safe);
    }

    private static CallEvent ok(int branch) {
        return new CallEvent.BranchAnswered(
                new BranchId(branch), "tag", new Headers(List.of()), Optional.empty());
    }

    private static CallEvent refused(int branch, int status) {
        return new CallEvent.BranchRefused(new BranchId(branch), status);
    }

    private static CallEvent fires(PageTimer timer) {
        return new CallEvent.TimerFired(timer);
    }

    private static Page page(CallOptions options) {
        return Page.of(options, ScreeningPolicy.OPEN, message());
    }

    /** All but the timers, after all these events. */
    private static List<String> play(Page page, CallEvent... events) {
        List<String> all = new ArrayList<>();
        for (CallEvent event : events) {
            all.addAll(lines(page.on(event)));
        }
        return all.stream().filter(l -> !l.startsWith("start ") && !l.startsWith("stop ")).toList();
    }

    @Test
    void theFirstDeviceAnswersTheSender() {
        assertThat(play(page(Scene.OPTIONS), ARRIVES, found(3), ok(2), refused(1, 486), ok(3)))
                .containsExactly(
                        "find sip:bob@home.example",
                        "send b1",
                        "send b2",
                        "send b3",
                        "record",
                        "200 sender",
                        "release DELIVERED 200 2/3");
    }

    /** RFC 4320 §4.2: 408 is for INVITE alone. */
    @ParameterizedTest
    @CsvSource({"486,480,480", "408,408,480", "603,486,603", "405,500,405"})
    void theBestRefusalIsTheSenders(int first, int second, int shown) {
        assertThat(
                        play(
                                page(Scene.OPTIONS),
                                ARRIVES,
                                found(2),
                                refused(1, first),
                                refused(2, second)))
                .endsWith(shown + " sender", "release REFUSED " + shown + " 0/2");
    }

    @Test
    void nobodyIsThere() {
        assertThat(play(page(Scene.OPTIONS), ARRIVES, found(0)))
                .endsWith("480 sender", "release REFUSED 480 0/0");
    }

    /** A device that shows large messages alone takes none of these. */
    @Test
    void onlyDevicesThatShowPagerMode() {
        CallEvent others =
                new CallEvent.RecipientFound(
                        new Recipient(Scene.BOB, Scene.devices(2), Preferences.DEFAULT));
        assertThat(play(page(Scene.OPTIONS), ARRIVES, others)).endsWith("release REFUSED 480 0/0");
    }

    // --- kept

    @Test
    void whatIsForNobodyIsKeptBeforeItIsAccepted() {
        assertThat(play(page(Scene.KEEPING), ARRIVES, found(0)))
                .containsExactly("find sip:bob@home.example", "keep for 0");
        assertThat(play(page(Scene.KEEPING), ARRIVES, found(0), kept(true)))
                .endsWith("202 sender", "release DEFERRED 202 0/0");
    }

    @Test
    void whatCannotBeKeptIsRefused() {
        assertThat(play(page(Scene.KEEPING), ARRIVES, found(0), kept(false)))
                .endsWith("503 sender", "drop", "release REFUSED 503 0/0");
        assertThat(play(page(Scene.KEEPING), ARRIVES, found(0), fires(PageTimer.KEEP)))
                .endsWith("503 sender", "drop", "release REFUSED 503 0/0");
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 408, 410, 430, 480, 503, 504})
    void whatReachesNobodyWaits(int status) {
        assertThat(
                        play(
                                page(Scene.KEEPING),
                                ARRIVES,
                                found(2),
                                kept(true),
                                refused(1, 480),
                                refused(2, status)))
                .endsWith("202 sender", "release DEFERRED 202 0/2");
    }

    @Test
    void whatADeviceRefusesDoesNot() {
        assertThat(
                        play(
                                page(Scene.KEEPING),
                                ARRIVES,
                                found(2),
                                kept(true),
                                refused(1, 480),
                                refused(2, 486)))
                .endsWith("480 sender", "drop", "release REFUSED 480 0/2");
    }

    @Test
    void aDurableMessageIsSafeBeforeAnybodyHasIt() {
        assertThat(play(page(Scene.DURABLE), ARRIVES, found(2), kept(true), ok(1), ok(2)))
                .containsExactly(
                        "find sip:bob@home.example",
                        "keep for 2",
                        "send b1",
                        "send b2",
                        "served b1",
                        "record",
                        "200 sender",
                        "served b2",
                        "release DELIVERED 200 2/2");
    }

    @Test
    void withoutTheStoreDevicesGetItAllTheSame() {
        for (CallEvent failure : List.of(kept(false), fires(PageTimer.KEEP))) {
            assertThat(play(page(Scene.DURABLE), ARRIVES, found(1), failure, ok(1)))
                    .contains("send b1", "200 sender")
                    .endsWith("release DELIVERED 200 1/1");
        }
    }

    // --- time

    @Test
    void aSilentDeviceDoesNotKeepTheSenderWaiting() {
        Page keeping = page(Scene.KEEPING);
        assertThat(play(keeping, ARRIVES, found(2), kept(true), fires(PageTimer.ANSWER)))
                .endsWith("202 sender");
        assertThat(play(keeping, ok(1), refused(2, 408)))
                .containsExactly("served b1", "record", "release DELIVERED 200 1/2");
        Page refusing = page(Scene.OPTIONS);
        assertThat(play(refusing, ARRIVES, found(2), fires(PageTimer.ANSWER)))
                .endsWith("480 sender");
        assertThat(play(refusing, ok(1), refused(2, 408)))
                .containsExactly("record", "release DELIVERED 200 1/2");
    }

    /** What was accepted is nobody's to refuse any more. */
    @Test
    void whatWasAcceptedWaitsWhateverDevicesSay() {
        Page page = page(Scene.KEEPING);
        assertThat(
                        play(
                                page,
                                ARRIVES,
                                found(1),
                                kept(true),
                                fires(PageTimer.ANSWER),
                                refused(1, 603)))
                .endsWith("202 sender", "release DEFERRED 202 0/1");
    }

    @Test
    void nobodyWaitsForATransactionThatDoesNotEnd() {
        assertThat(
                        play(
                                page(Scene.OPTIONS),
                                ARRIVES,
                                found(2),
                                ok(1),
                                fires(PageTimer.TRANSACTIONS)))
                .endsWith("release DELIVERED 200 1/2");
        assertThat(play(page(Scene.OPTIONS), ARRIVES, found(1), fires(PageTimer.TRANSACTIONS)))
                .endsWith("480 sender", "release REFUSED 480 0/1");
    }

    @Test
    void aLookUpThatFails() {
        for (CallEvent failure :
                List.of(new CallEvent.RecipientUnknown(), fires(PageTimer.LOOK_UP))) {
            assertThat(play(page(Scene.OPTIONS), ARRIVES, failure))
                    .endsWith("503 sender", "release REFUSED 503 0/0");
        }
    }

    @Test
    void nothingComesAfterTheEnd() {
        Page page = page(Scene.OPTIONS);
        assertThat(play(page, ARRIVES, found(1), ok(1))).endsWith("release DELIVERED 200 1/1");
        assertThat(play(page, ok(1), refused(1, 500), found(1), kept(true))).isEmpty();
    }

    @Test
    void everyTimerIsStopped() {
        Page page = page(Scene.DURABLE);
        List<String> all = new ArrayList<>();
        for (CallEvent event : List.of(ARRIVES, found(2), kept(true), ok(1), ok(2))) {
            all.addAll(lines(page.on(event)));
        }
        for (PageTimer timer : PageTimer.values()) {
            assertThat(all).containsSubsequence("start " + timer, "stop " + timer);
        }
    }

    // --- refusals

    private static String refusal(List<Header> headers, int maxForwards) {
        CpmRequest usual = request(headers, List.of());
        CpmRequest request =
                new CpmRequest(
                        usual.call(),
                        usual.mode(),
                        usual.recipient(),
                        usual.from(),
                        usual.to(),
                        List.of(),
                        maxForwards,
                        usual.headers(),
                        usual.contentType(),
                        Optional.empty(),
                        true,
                        usual.time());
        Page page = Page.of(Scene.OPTIONS, ScreeningPolicy.OPEN, message(request, TEXT));
        return play(page, ARRIVES, found(1)).stream()
                .filter(line -> line.endsWith(" sender"))
                .findFirst()
                .orElse("none");
    }

    private static List<Header> plus(String name, String value) {
        List<Header> all = new ArrayList<>(HEADERS);
        all.add(new Header(name, value));
        return all;
    }

    @Test
    void screenedLikeALargeMessage() {
        assertThat(refusal(HEADERS, 70)).isEqualTo("none");
        assertThat(refusal(HEADERS, 0)).isEqualTo("483 sender");
        assertThat(refusal(List.of(HEADERS.get(1)), 70)).isEqualTo("488 sender");
        assertThat(refusal(List.of(HEADERS.get(0)), 70)).isEqualTo("403 sender");
        assertThat(refusal(plus("Max-Breadth", "0"), 70)).isEqualTo("440 sender");
        assertThat(refusal(plus("Carillon-Passed", "93df1f37-e369-368b-8b36-a9a91f796208"), 70))
                .isEqualTo("482 sender");
        assertThat(refusal(plus("Supported", "timer"), 70)).isEqualTo("none");
    }

    // --- what goes out

    private static List<DeviceRequest> sent(Page page, CallEvent... events) {
        List<DeviceRequest> all = new ArrayList<>();
        for (CallEvent event : events) {
            page.on(event).stream()
                    .filter(PageCommand.SendToDevice.class::isInstance)
                    .map(command -> ((PageCommand.SendToDevice) command).request())
                    .forEach(all::add);
        }
        return all;
    }

    @Test
    void toADevice() {
        DeviceRequest first = sent(page(Scene.OPTIONS), ARRIVES, found(2)).get(0);
        assertThat(first.requestUri()).isEqualTo("sip:bob@home.example;gr=urn:uuid:0000-1");
        assertThat(first.offer()).isEmpty();
        assertThat(first.maxForwards()).isEqualTo(69);
        assertThat(first.headers().stream().map(Header::toString))
                .containsExactlyInAnyOrder(
                        "Accept-Contact: " + PAGER,
                        "P-Asserted-Identity: <sip:alice@orig.example>",
                        "P-Asserted-Service: " + Icsi.PAGER,
                        "Conversation-ID: c1",
                        "Contribution-ID: d1",
                        "Expires: 3600",
                        "Request-Disposition: no-fork",
                        "User-Agent: CPM-serv/OMA1.0",
                        "Carillon-Passed: 93df1f37-e369-368b-8b36-a9a91f796208",
                        "Max-Breadth: 30");
    }

    // --- a message that has waited

    @Test
    void whatHasWaitedGoesOutAgainAndNobodyIsAnswered() {
        Page page =
                Page.ofKept(
                        Scene.KEEPING.ofKept(Optional.of(Icsi.DEFERRED)),
                        ScreeningPolicy.OPEN,
                        message());
        assertThat(play(page, ARRIVES, found(1), kept(true), ok(1)))
                .containsExactly(
                        "find sip:bob@home.example",
                        "keep for 1",
                        "send b1",
                        "served b1",
                        "record",
                        "release DELIVERED 200 1/1");
    }

    @Test
    void whatNobodyTakesWaitsOn() {
        Page page =
                Page.ofKept(
                        Scene.KEEPING.ofKept(Optional.empty()), ScreeningPolicy.OPEN, message());
        assertThat(play(page, ARRIVES, found(1), kept(true), refused(1, 480)))
                .as("nothing is dropped")
                .endsWith("send b1", "release REFUSED 480 0/1");
    }

    // --- notifications

    private static CallOptions home(List<String> coreRoute, String... domains) {
        return new CallOptions(
                Scene.OPTIONS.product(),
                Scene.OPTIONS.host(),
                Scene.MSRP,
                coreRoute,
                Set.of(domains),
                BranchPolicy.DEFAULT,
                NotAvailable.REJECT,
                Durability.MEMORY,
                Optional.empty(),
                CallOptions.CallTimes.DEFAULT);
    }

    private static PagerMessage notification(List<String> route) {
        return message(request(List.of(HEADERS.get(1)), route), DELIVERED);
    }

    @Test
    void aNotificationForAUserOfOursGoesToTheDevices() {
        Page page =
                Page.of(
                        home(List.of(), "home.example"),
                        ScreeningPolicy.OPEN,
                        notification(List.of()));
        assertThat(play(page, ARRIVES, found(2), ok(1), ok(2)))
                .as("and not into history")
                .containsExactly(
                        "find sip:bob@home.example",
                        "send b1",
                        "send b2",
                        "200 sender",
                        "release DELIVERED 200 2/2");
    }

    /** Whose users are somebody else's; and a core knows best whose they are. */
    @Test
    void anyOtherGoesOnAsItCame() {
        Page foreign =
                Page.of(
                        home(List.of(), "other.example"),
                        ScreeningPolicy.OPEN,
                        notification(List.of()));
        assertThat(sent(foreign, ARRIVES))
                .singleElement()
                .satisfies(
                        next -> {
                            assertThat(next.requestUri()).isEqualTo("sip:bob@home.example:5070");
                            assertThat(next.route()).isEmpty();
                            assertThat(next.to()).isEqualTo("<sip:bob@home.example>");
                            assertThat(new Headers(next.headers()).first("Carillon-Passed"))
                                    .isPresent();
                        });
        assertThat(play(foreign, ok(1))).containsExactly("200 sender", "release DELIVERED 200 1/1");
        assertThat(
                        sent(
                                Page.of(
                                        home(List.of("<sip:core;lr>"), "home.example"),
                                        ScreeningPolicy.OPEN,
                                        notification(List.of())),
                                ARRIVES))
                .extracting(DeviceRequest::route)
                .containsExactly(List.of("<sip:core;lr>"));
        assertThat(
                        sent(
                                Page.of(
                                        home(List.of(), "home.example"),
                                        ScreeningPolicy.OPEN,
                                        notification(List.of("<sip:scscf;lr>"))),
                                ARRIVES))
                .extracting(DeviceRequest::route)
                .containsExactly(List.of("<sip:scscf;lr>"));
    }

    /** We are nobody's open relay. */
    @Test
    void onlyForWhomATrustedPeerVouches() {
        Page page =
                Page.of(
                        home(List.of(), "other.example"),
                        ScreeningPolicy.OPEN,
                        message(request(List.of(), List.of()), DELIVERED));
        assertThat(play(page, ARRIVES)).containsExactly("403 sender", "release REFUSED 403 0/0");
    }

    @Test
    void aRepeatedNotificationIsSwallowed() {
        Page page =
                Page.ofRepeated(
                        home(List.of(), "home.example"),
                        ScreeningPolicy.OPEN,
                        notification(List.of()));
        assertThat(play(page, ARRIVES)).containsExactly("200 sender", "release REPEATED 200 0/0");
    }

    @Test
    void onWhoseBehalfItIs() {
        Aor alice = Aor.of("sip:alice@orig.example");
        assertThat(notification(List.of()).notifier()).contains(alice);
        assertThat(message().notifier()).as("no notification").isEmpty();
        Page page =
                Page.of(
                        home(List.of(), "other.example"),
                        ScreeningPolicy.OPEN,
                        notification(List.of()));
        List<Header> passed = new ArrayList<>(sent(page, ARRIVES).get(0).headers());
        assertThat(message(request(passed, List.of()), DELIVERED).notifier())
                .as("it has been through us for this user")
                .isEmpty();
    }

    // --- the body

    @ParameterizedTest
    @ValueSource(strings = {"", "hello", "From: <sip:a@b>\r\n"})
    void whatIsNoCpimIsBroken(String body) {
        assertThat(PagerMessage.read(request(HEADERS, List.of()), "sip:b@c", "message/cpim", body))
                .isInstanceOf(PagerMessage.Broken.class);
    }

    @Test
    void aNotificationThatDoesNotReadIsBroken() {
        assertThat(
                        PagerMessage.read(
                                request(HEADERS, List.of()),
                                "sip:b@c",
                                "message/cpim",
                                DELIVERED.replace("<imdn ", "<dnmi ")))
                .isEqualTo(new PagerMessage.Broken("the disposition notification does not read"));
    }
}
