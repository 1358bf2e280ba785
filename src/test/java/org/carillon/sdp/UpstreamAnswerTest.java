package org.carillon.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** S-13: the answer upstream, built from the first device's. */
class UpstreamAnswerTest {

    private static SessionDescription answer(String offer, String device, MsrpPolicy policy) {
        UpstreamOffer upstream = Legs.offer(offer, policy);
        return upstream.answer(Legs.UPSTREAM, Legs.answer(upstream, device));
    }

    @Test
    void prependsOurUri() {
        assertThat(Legs.text(answer(Legs.OFFER, Legs.ANSWER, Legs.PREPEND)))
                .isEqualTo(
                        """
                        v=0
                        o=- 100 1 IN IP4 192.0.2.10
                        s=-
                        c=IN IP4 192.0.2.10
                        t=3034423619 0
                        m=message 2855 TCP/MSRP *
                        a=accept-types:message/cpim
                        a=accept-wrapped-types:text/plain
                        a=max-size:1000000
                        a=setup:passive
                        a=path:msrp://pf.example.net:2855/up7f3kz9q2;tcp msrp://[2001:db8::b]:2856/devB;tcp
                        a=recvonly
                        """);
    }

    @Test
    void anchorsWithOurUriAlone() {
        assertThat(Legs.attributes(answer(Legs.OFFER, Legs.ANSWER, Legs.ANCHOR)))
                .contains("a=path:msrp://pf.example.net:2855/up7f3kz9q2;tcp", "a=recvonly")
                .doesNotContain("a=msrp-cema");
    }

    @Test
    void answersAloneWhenNoDeviceHasAnswered() {
        UpstreamOffer offer = Legs.offer(Legs.OFFER + "a=x-offered\n", Legs.PREPEND);
        assertThat(Legs.attributes(offer.answerAlone(Legs.UPSTREAM)))
                .containsExactly(
                        "a=accept-types:message/cpim",
                        "a=accept-wrapped-types:*",
                        "a=max-size:1000000",
                        "a=setup:passive",
                        "a=path:msrp://pf.example.net:2855/up7f3kz9q2;tcp",
                        "a=recvonly");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    a=max-size:999999                      | a=max-size:999999
                    a=max-size:1000001                     | a=max-size:1000000
                    a=maxsize:5                            | a=max-size:1000000
                    a=max-size:no                          | a=max-size:1000000
                    a=max-size:99999999999999999999999     | a=max-size:1000000
                    """)
    void theSmallerSizeCounts(String said, String answered) {
        assertThat(Legs.attributes(answer(Legs.OFFER, Legs.ANSWER + said + "\n", Legs.PREPEND)))
                .filteredOn(line -> line.startsWith("a=max-size"))
                .containsExactly(answered);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    message/cpim                    | text/plain   | a=accept-wrapped-types:text/plain
                    message/cpim text/html          | text/plain   | a=accept-wrapped-types:text/html text/plain
                    text/plain Message/CPIM         | text/plain   | a=accept-wrapped-types:text/plain
                    *                               | text/plain   | a=accept-wrapped-types:* text/plain
                    message/cpim                    | *            | a=accept-wrapped-types:*
                    message/cpim                    | -            | -
                    """)
    void wrapsWhatTheDeviceTakesWrapped(String types, String wrapped, String answered) {
        String device =
                Legs.ANSWER
                        .replace("accept-types:message/cpim", "accept-types:" + types)
                        .replaceAll(
                                "a=accept-wrapped.*\n",
                                wrapped.equals("-")
                                        ? ""
                                        : "a=accept-wrapped-types:" + wrapped + "\n");
        String[] lines = Legs.attributes(answer(Legs.OFFER, device, Legs.PREPEND));
        assertThat(lines).contains("a=accept-types:message/cpim");
        assertThat(lines)
                .filteredOn(line -> line.startsWith("a=accept-wrapped"))
                .containsExactly(answered.equals("-") ? new String[0] : new String[] {answered});
    }

    @Test
    void theDevicesUnknownAttributesPass() {
        String device =
                Legs.ANSWER.replace("t=0 0\n", "t=0 0\na=x-dev-session\n")
                        + "a=x-dev: 1\na=chatroom\na=file-transfer-id:7\na=connection:existing\n";
        SessionDescription answer = answer(Legs.OFFER, device, Legs.PREPEND);
        assertThat(Legs.text(answer))
                .contains("t=3034423619 0\na=x-dev-session\n")
                .contains("a=x-dev: 1\n")
                .doesNotContain("chatroom", "file-", "connection");
    }

    @Test
    void theSameArgumentsGiveTheSameOctets() {
        assertThat(answer(Legs.OFFER, Legs.ANSWER, Legs.PREPEND).octets())
                .isEqualTo(answer(Legs.OFFER, Legs.ANSWER, Legs.PREPEND).octets());
    }

    @Test
    void ourOwnRefreshOffersActpassOverTheSameLines() {
        UpstreamOffer upstream = Legs.offer(Legs.OFFER + "m=audio 5000 RTP/AVP 0\n", Legs.PREPEND);
        DeviceAnswer primary = Legs.answer(upstream, Legs.ANSWER);
        String answered = Legs.text(upstream.answer(Legs.UPSTREAM, primary));
        assertThat(Legs.text(upstream.offerAgain(Legs.UPSTREAM.nextVersion(), primary)))
                .isEqualTo(
                        answered.replace("o=- 100 1", "o=- 100 2")
                                .replace("setup:passive", "setup:actpass"))
                .endsWith("m=audio 0 RTP/AVP 0\n");
    }

    /** Whose hold it is says so again in its answer (RFC 3264 §8.4). */
    @Test
    void ourOwnOfferIsReadyToReceiveWhateverIsOnHold() {
        UpstreamOffer upstream = Legs.offer(Legs.OFFER, Legs.PREPEND);
        DeviceAnswer primary = Legs.answer(upstream, Legs.ANSWER);
        UpstreamOffer held =
                ((Reoffer.Changed<UpstreamOffer>)
                                upstream.reoffer(
                                        Legs.sdp(Legs.OFFER.replace("sendonly", "inactive"))))
                        .next();
        assertThat(Legs.attributes(held.answer(Legs.UPSTREAM, primary))).contains("a=inactive");
        assertThat(Legs.attributes(held.offerAgain(Legs.UPSTREAM, primary)))
                .contains("a=recvonly")
                .doesNotContain("a=inactive");
    }
}
