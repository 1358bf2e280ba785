package org.carillon.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.carillon.rules.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who opens TCP, and where to: every row of a=setup on both legs, and CEMA. */
class ConnectorTest {

    private static final Connector LISTEN = new Connector.Listen();

    private static Connector connect(String... targets) {
        return new Connector.Connect(
                Arrays.stream(targets)
                        .map(each -> each.split(" "))
                        .map(each -> new Target(each[0], Integer.parseInt(each[1]), Transport.TCP))
                        .toList());
    }

    @ParameterizedTest
    @CsvSource({
        "setup:active,   passive, true",
        "setup:actpass,  passive, true",
        "setup:holdconn, passive, true",
        "setup:nonsense, passive, true",
        "x-absent,       passive, true",
        "setup:passive,  active,  false",
        "setup:PASSIVE,  active,  false",
    })
    @Rule("C-8")
    void upstream(String offered, String answered, boolean listens) {
        for (MsrpPolicy policy : new MsrpPolicy[] {Legs.PREPEND, Legs.ANCHOR}) {
            UpstreamOffer offer = Legs.offer(Legs.OFFER.replace("setup:actpass", offered), policy);
            SessionDescription answer =
                    offer.answer(Legs.UPSTREAM, Legs.answer(offer, Legs.ANSWER));
            assertThat(Legs.attributes(answer))
                    .filteredOn(line -> line.startsWith("a=setup"))
                    .containsExactly("a=setup:" + answered);
            assertThat(offer.connector())
                    .isEqualTo(listens ? LISTEN : connect("orig.example.com 7394"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "setup:active,   true",
        "setup:passive,  false",
        "setup:holdconn, false",
        "setup:actpass,  false",
        "x-absent,       false",
    })
    @Rule("C-8")
    void device(String answered, boolean listens) {
        for (MsrpPolicy policy : new MsrpPolicy[] {Legs.PREPEND, Legs.ANCHOR}) {
            DeviceAnswer answer =
                    Legs.answer(
                            Legs.offer(Legs.OFFER, policy),
                            Legs.ANSWER.replace("setup:passive", answered));
            assertThat(answer.connector())
                    .isEqualTo(listens ? LISTEN : connect("2001:db8::b 2856"));
        }
    }

    @Test
    void setupAndDirectionMayStandAtSessionLevel() {
        String answer =
                Legs.ANSWER
                        .replace("a=setup:passive\n", "")
                        .replace("t=0 0\n", "t=0 0\na=setup:active\n");
        assertThat(Legs.answer(Legs.offer(Legs.OFFER, Legs.PREPEND), answer).connector())
                .isEqualTo(LISTEN);
    }

    @Test
    void theLeftmostUriIsTheTarget() {
        String answer =
                Legs.ANSWER.replace("a=path:", "a=path:msrp://relay.example.org:9999/r;tcp ");
        for (MsrpPolicy policy : new MsrpPolicy[] {Legs.PREPEND, Legs.ANCHOR}) {
            assertThat(Legs.answer(Legs.offer(Legs.OFFER, policy), answer).connector())
                    .isEqualTo(connect("relay.example.org 9999", "2001:db8::b 2856"));
        }
    }

    @Test
    @Rule("C-32")
    void aHostThatDoesNotResolveIsReachedAtItsMediaLine() {
        String answer =
                Legs.ANSWER.replace("path:msrp://[2001:db8::b]", "path:msrp://nowhere.invalid");
        assertThat(Legs.answer(Legs.offer(Legs.OFFER, Legs.PREPEND), answer).connector())
                .isEqualTo(connect("nowhere.invalid 2856", "2001:db8::b 2856"));
    }

    @Test
    void nobodyListensOnTheDiscardPort() {
        String offer =
                Legs.OFFER
                        .replace("setup:actpass", "setup:passive\na=msrp-cema")
                        .replace("m=message 7394", "m=message 9");
        assertThat(Legs.offer(offer, Legs.PREPEND).connector())
                .isEqualTo(connect("orig.example.com 7394"));
    }

    @Test
    @Rule("C-32")
    void cemaConnectsToTheMediaLineOfADevice() {
        String answer =
                Legs.ANSWER.replace("path:msrp://[2001:db8::b]", "path:msrp://nowhere.invalid")
                        + "a=msrp-cema\n";
        assertThat(Legs.answer(Legs.offer(Legs.OFFER, Legs.ANCHOR), answer).connector())
                .isEqualTo(connect("2001:db8::b 2856"));
    }

    @Test
    void cemaConnectsToTheMiddleboxBeforeARelayedDevice() {
        String answer =
                Legs.ANSWER
                                .replace("c=IN IP6 2001:db8::b", "c=IN IP6 2001:db8::99")
                                .replace("a=path:", "a=path:msrp://192.0.2.7:9999/r;tcp ")
                        + "a=msrp-cema\n";
        assertThat(Legs.answer(Legs.offer(Legs.OFFER, Legs.ANCHOR), answer).connector())
                .isEqualTo(connect("2001:db8::99 2856"));
    }

    @ParameterizedTest
    @CsvSource({
        // path mode, setup, relayed, answered with cema
        "ANCHOR,  actpass, false, true",
        "ANCHOR,  active,  false, true",
        "ANCHOR,  passive, false, true",
        "ANCHOR,  actpass, true,  true",
        "ANCHOR,  active,  true,  false",
        "ANCHOR,  absent,  true,  false",
        "ANCHOR,  passive, true,  true",
        "PREPEND, actpass, false, false",
        "PREPEND, passive, false, false",
    })
    void cemaIsAnsweredAsRfc6714Says(PathMode mode, String setup, boolean relayed, boolean cema) {
        String offer =
                Legs.OFFER
                                .replace("setup:actpass", "setup:" + setup)
                                .replace("7394 TCP", "7000 TCP")
                        + "a=msrp-cema\n";
        if (relayed) {
            offer = offer.replace("a=path:", "a=path:msrp://relay.example.org:9999/r;tcp ");
        }
        UpstreamOffer upstream = Legs.offer(offer, Legs.policy(mode));
        SessionDescription answer =
                upstream.answer(Legs.UPSTREAM, Legs.answer(upstream, Legs.ANSWER));
        assertThat(Arrays.asList(Legs.attributes(answer)).contains("a=msrp-cema")).isEqualTo(cema);
        if (setup.equals("passive") && cema) {
            assertThat(upstream.connector()).isEqualTo(connect("orig.example.com 7000"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        // c-line address, m-line port, path, setup, taken
        "192.0.2.1,       7394, msrp://192.0.2.1:7394/x;tcp,        actpass, true",
        "192.0.2.2,       7394, msrp://192.0.2.1:7394/x;tcp,        actpass, false",
        "192.0.2.1,       7395, msrp://192.0.2.1:7394/x;tcp,        actpass, false",
        "192.0.2.1,       9,    msrp://192.0.2.1:7394/x;tcp,        active,  true",
        "192.0.2.1,       9,    msrp://192.0.2.1:7394/x;tcp,        actpass, false",
        "2001:DB8:0::1,   7394, msrp://[2001:db8::1]:7394/x;tcp,    actpass, true",
        "192.0.2.1,       7394, msrp://[::ffff:192.0.2.1]:7394/x;tcp, actpass, true",
        "2001:db8::2,     7394, msrp://[2001:db8::1]:7394/x;tcp,    actpass, false",
        "192.0.2.1,       7394, msrp://name.example.com:7394/x;tcp, actpass, true",
        "NAME.example.com, 7394, msrp://name.example.com:7394/x;tcp, actpass, true",
    })
    void withoutCemaTheMediaLineMustBeThePaths(
            String address, int port, String path, String setup, boolean taken) {
        String offer =
                Legs.OFFER
                        .replace("c=IN IP4 orig.example.com", "c=IN IP4 " + address)
                        .replace("m=message 7394", "m=message " + port)
                        .replace("setup:actpass", "setup:" + setup)
                        .replace(Legs.ORIGINATOR_PATH, path);
        for (MsrpPolicy policy : new MsrpPolicy[] {Legs.PREPEND, Legs.ANCHOR}) {
            OfferVerdict expected =
                    new OfferVerdict.Refused(
                            new Refusal(399, "Connection address and MSRP path differ"));
            assertThat(UpstreamOffer.examine(Legs.sdp(offer), policy).equals(expected))
                    .isEqualTo(!taken);
            // with CEMA the difference is what it is for
            assertThat(UpstreamOffer.examine(Legs.sdp(offer + "a=msrp-cema\n"), policy))
                    .isInstanceOf(OfferVerdict.Acceptable.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        // path mode, c-line address, setup, relayed, cema answered, plain offer needed
        "ANCHOR,  2001:db8::99, active,  false, false, true",
        "ANCHOR,  2001:db8::99, passive, true,  false, true",
        "ANCHOR,  2001:db8::99, passive, false, false, false",
        "ANCHOR,  2001:db8::99, active,  false, true,  false",
        "ANCHOR,  2001:db8::b,  active,  false, false, false",
        "ANCHOR,  2001:db8::b,  passive, true,  false, false",
        "PREPEND, 2001:db8::99, active,  false, false, false",
    })
    void aMiddleboxBeforeADeviceWithoutCemaNeedsAPlainOffer(
            PathMode mode,
            String address,
            String setup,
            boolean relayed,
            boolean cema,
            boolean needed) {
        String answer =
                Legs.ANSWER
                        .replace("c=IN IP6 2001:db8::b", "c=IN IP6 " + address)
                        .replace("setup:passive", "setup:" + setup);
        answer = relayed ? answer.replace("a=path:", "a=path:msrp://192.0.2.7:99/r;tcp ") : answer;
        answer = cema ? answer + "a=msrp-cema\n" : answer;
        UpstreamOffer offer = Legs.offer(Legs.OFFER, Legs.policy(mode));
        assertThat(Legs.answer(offer, answer).needsPlainOffer()).isEqualTo(needed);
    }

    @Test
    void thePlainOfferIsTheSameWithoutCemaOneVersionLater() {
        DeviceOffer offer = Legs.offer(Legs.OFFER, Legs.ANCHOR).toDevice(Legs.BRANCH);
        assertThat(Legs.text(offer.withoutCema().description()))
                .isEqualTo(
                        Legs.text(offer.description())
                                .replace("o=- 200 1", "o=- 200 2")
                                .replace("a=msrp-cema\n", ""));
    }
}
