package org.carillon.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.carillon.rules.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** S-2 to S-5, and S-7: in this order, the first that fails ends it. */
class ScreeningPolicyTest {
    private static final ScreeningPolicy STRICT =
            new ScreeningPolicy(
                    List.of(new OriginatorPattern("mallory@orig.example")),
                    List.of(),
                    List.of(UserAgentVersion.parse("CPM-client/OMA1.0").orElseThrow()),
                    "https://pf.example.net/errors",
                    false,
                    90);

    private static final Header MALLORY =
            new Header("P-Asserted-Identity", "<sip:mallory@orig.example>");
    private static final Header ALICE =
            new Header("P-Asserted-Identity", "<sip:alice@orig.example>");
    private static final Header OLD_CLIENT = new Header("User-Agent", "CPM-client/OMA0.9");
    private static final Header CLIENT = new Header("User-Agent", "CPM-client/OMA2.2");
    private static final Header HIDDEN = new Header("Privacy", "id");
    private static final Header SHORT = new Header("Session-Expires", "60");
    private static final Header TIMER = new Header("Supported", "timer");

    private static Optional<Refusal> screen(ScreeningPolicy policy, Header... headers) {
        return screen(policy, Preferences.DEFAULT, headers);
    }

    private static Optional<Refusal> screen(
            ScreeningPolicy policy, Preferences preferences, Header... headers) {
        return policy.screen(Scene.invite(List.of(headers)), preferences, Scene.OPTIONS);
    }

    private static List<String> lines(Optional<Refusal> refusal) {
        return refusal.orElseThrow().headers().stream().map(Header::toString).toList();
    }

    @Test
    @Rule({"S-7", "C-1"})
    void failingAllIsTheOriginatorsFault() {
        Optional<Refusal> refusal = screen(STRICT, MALLORY, OLD_CLIENT, HIDDEN, SHORT, TIMER);
        assertThat(refusal).map(Refusal::status).contains(403);
        assertThat(lines(refusal))
                .containsExactly(
                        "Warning: 399 pf.example.net"
                                + " \"Originator not allowed to send to this user\"");
    }

    @Test
    void theUserAgentComesBeforeAnonymity() {
        Optional<Refusal> refusal = screen(STRICT, ALICE, OLD_CLIENT, HIDDEN, SHORT, TIMER);
        assertThat(refusal).map(Refusal::status).contains(403);
        assertThat(lines(refusal))
                .containsExactly(
                        "Error-Info: <https://pf.example.net/errors>",
                        "Warning: 399 pf.example.net \"User-Agent version not supported\"");
    }

    @Test
    void anonymityComesBeforeTheTimer() {
        Optional<Refusal> refusal = screen(STRICT, ALICE, CLIENT, HIDDEN, SHORT, TIMER);
        assertThat(refusal).map(Refusal::status).contains(403);
        assertThat(lines(refusal))
                .containsExactly(
                        "Warning: 399 pf.example.net"
                                + " \"Anonymous messages are not accepted by this user\"");
    }

    /** RFC 4028 §9. */
    @Test
    void theTimerComesLast() {
        Optional<Refusal> refusal = screen(STRICT, ALICE, CLIENT, SHORT, TIMER);
        assertThat(refusal).map(Refusal::status).contains(422);
        assertThat(lines(refusal))
                .containsExactly(
                        "Min-SE: 90",
                        "Warning: 399 pf.example.net \"Session-Expires below the minimum\"");
    }

    @Test
    void passingAll() {
        assertThat(screen(STRICT, ALICE, CLIENT, new Header("Session-Expires", "1800"), TIMER))
                .isEmpty();
    }

    @Test
    void aUserAgentIsRequiredWhereOneIsNamed() {
        assertThat(lines(screen(STRICT, ALICE))).anyMatch(line -> line.startsWith("Error-Info: <"));
        assertThat(screen(ScreeningPolicy.OPEN, ALICE)).isEmpty();
    }

    /** RFC 3325 §9.1: only a peer in the trust domain asserts. */
    @Test
    void nobodyAsserted() {
        assertThat(screen(ScreeningPolicy.OPEN).map(Refusal::status)).contains(403);
        assertThat(screen(ScreeningPolicy.OPEN, new Header("Referred-By", "<sip:a@b.example>")))
                .map(Refusal::status)
                .contains(403);
        assertThat(screen(ScreeningPolicy.OPEN, new Header("P-Asserted-Identity", "<>")))
                .map(Refusal::status)
                .contains(403);
    }

    @Test
    void assertedByAStranger() {
        CpmRequest trusted = Scene.invite();
        CpmRequest stranger =
                new CpmRequest(
                        trusted.call(),
                        CpmRequest.Mode.LARGE_MESSAGE,
                        trusted.recipient(),
                        trusted.from(),
                        trusted.to(),
                        trusted.route(),
                        trusted.maxForwards(),
                        trusted.headers(),
                        trusted.contentType(),
                        trusted.offer(),
                        false,
                        trusted.time());
        assertThat(ScreeningPolicy.OPEN.screen(stranger, Preferences.DEFAULT, Scene.OPTIONS))
                .map(Refusal::status)
                .contains(403);
    }

    @Test
    void blockedByTheUser() {
        Preferences preferences =
                new Preferences(
                        Preferences.Delivery.ALL,
                        Set.of(),
                        Set.of(),
                        Set.of("*@orig.example"),
                        true,
                        true,
                        Preferences.Deferral.AS_SET);
        assertThat(screen(ScreeningPolicy.OPEN, preferences, ALICE))
                .map(Refusal::status)
                .contains(403);
    }

    /** An identity may come as sip and as tel (RFC 3325 §9.1): each can be the blocked one. */
    @Test
    void blockedByItsNumber() {
        ScreeningPolicy policy = blocking("+1900*");
        Header both =
                new Header("P-Asserted-Identity", "<sip:alice@orig.example>, <tel:+1-900-555>");
        assertThat(screen(policy, both)).map(Refusal::status).contains(403);
        assertThat(screen(policy, ALICE)).isEmpty();
    }

    /** The real sender behind a store-and-forward server is the one who counts (RFC 3892). */
    @Test
    void referredByIsTheOriginatorBesideAnAssertedIdentity() {
        Header referred = new Header("Referred-By", "<sip:mallory@orig.example>");
        assertThat(screen(blocking("mallory@orig.example"), ALICE, referred)).isPresent();
        assertThat(screen(allowing("mallory@orig.example"), ALICE, referred)).isEmpty();
        assertThat(screen(allowing("alice@orig.example"), ALICE, referred)).isPresent();
    }

    /** A Referred-By is whatever a client writes: it must not carry a blocked sender past. */
    @Test
    void referredByHidesNobodyWhoIsBlocked() {
        Header friend = new Header("Referred-By", "<sip:friend@orig.example>");
        assertThat(screen(blocking("mallory@orig.example"), MALLORY, friend)).isPresent();
    }

    @Test
    void onlyTheAllowed() {
        ScreeningPolicy policy = allowing("*.example");
        assertThat(screen(policy, ALICE)).isEmpty();
        assertThat(screen(policy, new Header("P-Asserted-Identity", "<sip:a@orig.test>")))
                .map(Refusal::status)
                .contains(403);
    }

    private static ScreeningPolicy allowing(String pattern) {
        return new ScreeningPolicy(
                List.of(),
                List.of(new OriginatorPattern(pattern)),
                List.of(),
                "https://pf.example.net",
                true,
                90);
    }

    private static ScreeningPolicy blocking(String pattern) {
        return new ScreeningPolicy(
                List.of(new OriginatorPattern(pattern)),
                List.of(),
                List.of(),
                "https://pf.example.net",
                true,
                90);
    }

    @ParameterizedTest
    @CsvSource({
        "alice@example.com, sip:alice@example.com, true",
        "Alice@Example.COM, sip:alice@example.com, true",
        "sip:alice@example.com, sip:alice@example.com, true",
        "alice@example.com, sip:malice@example.com, false",
        "*@example.com, sip:alice@example.com, true",
        "*@example.com, sip:alice@sub.example.com, false",
        "*@example.com, sip:alice@badexample.com, false",
        "example.com, sip:alice@example.com, true",
        "example.com, sip:alice@sub.example.com, false",
        "*.example.com, sip:alice@sub.example.com, true",
        "*.example.com, sip:alice@a.b.example.com, true",
        "*.example.com, sip:alice@example.com, false",
        "+1900*, tel:+1-900-555-0001, true",
        "+1900*, sip:+19005550001@gw.example;user=phone, true",
        "+1900*, tel:+1800, false",
        "tel:+15551230001, tel:+1(555)123-0001, true",
        "*, sip:anyone@anywhere.example, true",
        "a*b*c@x, sip:a__b_b__c@x, true",
        "a*b*c@x, sip:a__c__b@x, false"
    })
    @Rule("S-2")
    void patterns(String pattern, String originator, boolean matches) {
        assertThat(new OriginatorPattern(pattern).matches(Aor.of(originator))).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({
        "CPM-client/OMA1.0, CPM-client/OMA1.0, true",
        "CPM-client/OMA1.0, CPM-client/OMA1, true",
        "CPM-client/OMA1.0, cpm-CLIENT/oma1.1, true",
        "CPM-client/OMA1.9, CPM-client/OMA1.10, true",
        "CPM-client/OMA1.10, CPM-client/OMA1.9, false",
        "CPM-client/OMA2.0, CPM-client/OMA10.0, true",
        "CPM-client/OMA2.0, CPM-client/OMA1.9, false",
        "CPM-client/OMA2.0.1, CPM-client/OMA2.0, false",
        "CPM-client/OMA1.0, CPM-client/OMA2.2 RCS-client/UP_2.4 term-a/b, true",
        "RCS-client/UP_2.0, CPM-client/OMA2.2 RCS-client/UP_2.4, true",
        "CPM-client/OMA1.0, IM-client/OMA1.0, false",
        "CPM-client/OMA1.0, CPM-client/UP_1.0, false",
        "CPM-client/OMA1.0, CPM-client, false",
        "CPM-client/OMA1.0, xCPM-client/OMA1.0, false",
        "CPM-client/OMA1.0, '', false",
    })
    @Rule("S-3")
    void userAgents(String lowest, String shown, boolean met) {
        assertThat(UserAgentVersion.parse(lowest).orElseThrow().isMetBy(shown)).isEqualTo(met);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "CPM-client", "/OMA1.0", "CPM-client/", "a/b", "a b/OMA1.0"})
    void noUserAgentVersions(String text) {
        assertThat(UserAgentVersion.parse(text)).isEmpty();
    }

    /** RFC 3323 §4.2 and RFC 3325 §9.3: only what hides the identity counts. */
    @ParameterizedTest
    @CsvSource({
        "id, true",
        "ID, true",
        "user, true",
        "header, true",
        "id;critical, true",
        "session; id, true",
        "'session,id', true",
        "none, false",
        "session, false",
        "critical, false",
        "identity, false",
    })
    @Rule("S-4")
    void anonymity(String privacy, boolean withheld) {
        assertThat(Originator.withheld(Scene.inviteWith("Privacy", privacy))).isEqualTo(withheld);
    }

    /** RFC 3323 §4.1.1.3. */
    @ParameterizedTest
    @CsvSource({
        "'\"Anonymous\" <sip:anonymous@anonymous.invalid>', true",
        "'sip:x@ANONYMOUS.invalid;tag=1', true",
        "'<sip:anonymous@example.com>', false",
        "'\"<sip:a@anonymous.invalid>\" <sip:alice@orig.example>', false"
    })
    void anonymousFrom(String from, boolean withheld) {
        CpmRequest usual = Scene.invite();
        CpmRequest invite =
                new CpmRequest(
                        usual.call(),
                        CpmRequest.Mode.LARGE_MESSAGE,
                        usual.recipient(),
                        from,
                        usual.to(),
                        usual.route(),
                        usual.maxForwards(),
                        usual.headers(),
                        usual.contentType(),
                        usual.offer(),
                        true,
                        usual.time());
        assertThat(Originator.withheld(invite)).isEqualTo(withheld);
    }

    @Test
    void anonymityNeedsBothTheOperatorsAndTheUsersLeave() {
        Preferences shy =
                new Preferences(
                        Preferences.Delivery.ALL,
                        Set.of(),
                        Set.of(),
                        Set.of(),
                        false,
                        true,
                        Preferences.Deferral.AS_SET);
        assertThat(screen(ScreeningPolicy.OPEN, ALICE, HIDDEN)).isEmpty();
        assertThat(screen(ScreeningPolicy.OPEN, shy, ALICE, HIDDEN)).isPresent();
        assertThat(screen(STRICT, ALICE, CLIENT, HIDDEN)).isPresent();
    }

    /** RFC 4028 §9: 422 only to a sender that says it understands it. */
    @ParameterizedTest
    @CsvSource({
        "89, timer, true",
        "89;refresher=uac, '100rel, timer', true",
        "90, timer, false",
        "1800, timer, false",
        "89, 100rel, false",
        "soon, timer, false",
        "99999999999999999999, timer, false"
    })
    @Rule("S-5")
    void sessionTimer(String expires, String supported, boolean refused) {
        Optional<Refusal> refusal =
                screen(
                        ScreeningPolicy.OPEN,
                        ALICE,
                        new Header("Session-Expires", expires),
                        new Header("Supported", supported));
        assertThat(refusal.map(Refusal::status))
                .isEqualTo(refused ? Optional.of(422) : Optional.empty());
    }
}
