package org.carillon.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeviceAnswerTest {

    private final UpstreamOffer offer = Legs.offer(Legs.OFFER, Legs.PREPEND);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    message 2856 TCP/MSRP *   | message 0 TCP/MSRP *       | 304 | The device refused the MSRP media
                    message 2856 TCP/MSRP *   | audio 2856 RTP/AVP 0       | 304 | The answer has another kind of media
                    message 2856 TCP/MSRP *   | message 2856 TCP/TLS/MSRP *| 304 | The answer has another kind of media
                    a=path:                   | a=x-path:                  | 307 | MSRP path missing or malformed
                    a=recvonly                | a=inactive                 | 399 | The device receives nothing
                    a=recvonly                | a=sendonly                 | 399 | The device receives nothing
                    accept-types:message/cpim | accept-types:text/plain    | 305 | message/cpim not in accept-types
                    """)
    void refusesWhatNothingCanBeSentTo(String good, String bad, int code, String text) {
        assertThat(Legs.ANSWER).contains(good);
        assertThat(offer.toDevice(Legs.BRANCH).examine(Legs.sdp(Legs.ANSWER.replace(good, bad))))
                .isEqualTo(new AnswerVerdict.Refused(new Refusal(code, text)));
    }

    @Test
    void refusesAnAnswerWithAnotherNumberOfLines() {
        AnswerVerdict refused =
                new AnswerVerdict.Refused(new Refusal(399, "Expected one m= line in the answer"));
        DeviceOffer sent = offer.toDevice(Legs.BRANCH);
        assertThat(sent.examine(Legs.sdp(Legs.ANSWER + "m=audio 0 RTP/AVP 0\n")))
                .isEqualTo(refused);
        assertThat(sent.examine(Legs.sdp(Legs.ANSWER.substring(0, Legs.ANSWER.indexOf("m=")))))
                .isEqualTo(refused);
    }

    @ParameterizedTest
    @CsvSource({"a=recvonly", "a=sendrecv", "a=x-none"})
    void takesEveryDirectionThatReceives(String direction) {
        DeviceAnswer answer = Legs.answer(offer, Legs.ANSWER.replace("a=recvonly", direction));
        assertThat(answer.path()).containsExactly(Legs.DEVICE_PATH);
    }

    @Test
    void answersADevicesRefresh() {
        DeviceAnswer established = Legs.answer(offer, Legs.ANSWER);
        assertThat(established.reoffer(Legs.sdp(Legs.ANSWER)))
                .isEqualTo(new Reoffer.Unchanged<DeviceAnswer>());
        // A device that was passive says so again, which only makes sense if we stay active.
        assertThat(Legs.text(established.answer(Legs.BRANCH.nextVersion())))
                .isEqualTo(
                        Legs.text(offer.toDevice(Legs.BRANCH).description())
                                .replace("o=- 200 1", "o=- 200 2")
                                .replace("setup:actpass", "setup:active"));
    }

    @ParameterizedTest
    @CsvSource({
        // role at first, offered later, answered
        "passive, actpass, active",
        "active,  actpass, passive",
        "active,  active,  passive",
        "passive, active,  passive",
        "active,  passive, active",
        "passive, absent,  passive",
    })
    void keepsItsRoleIfTheDeviceLeavesItOpen(String first, String later, String answered) {
        DeviceAnswer established =
                Legs.answer(offer, Legs.ANSWER.replace("setup:passive", "setup:" + first));
        String next =
                Legs.ANSWER.replace("setup:passive", "setup:" + later).replace("7 7", "7 8")
                        + "a=x-new\n";
        assertThat(established.reoffer(Legs.sdp(next)))
                .isInstanceOfSatisfying(
                        Reoffer.Changed.class,
                        changed ->
                                assertThat(
                                                Legs.attributes(
                                                        ((DeviceAnswer) changed.next())
                                                                .answer(Legs.BRANCH)))
                                        .contains("a=setup:" + answered));
    }

    @Test
    void answersEveryLineOfADevicesOffer() {
        DeviceAnswer established = Legs.answer(offer, Legs.ANSWER);
        Reoffer<DeviceAnswer> next =
                established.reoffer(Legs.sdp(Legs.ANSWER + "m=audio 4000 RTP/AVP 0\n"));
        assertThat(next)
                .isInstanceOfSatisfying(
                        Reoffer.Changed.class,
                        changed ->
                                assertThat(
                                                ((DeviceAnswer) changed.next())
                                                        .answer(Legs.BRANCH)
                                                        .media())
                                        .extracting(MediaDescription::port)
                                        .containsExactly(2855, 0));
    }

    @ParameterizedTest
    @CsvSource({"ANCHOR, true, true", "ANCHOR, false, false", "PREPEND, true, false"})
    void answersCemaOnlyWhenBothSpeakIt(PathMode mode, boolean offered, boolean answered) {
        String said = offered ? Legs.ANSWER + "a=msrp-cema\n" : Legs.ANSWER;
        DeviceAnswer established = Legs.answer(Legs.offer(Legs.OFFER, Legs.policy(mode)), said);
        assertThat(
                        List.of(Legs.attributes(established.answer(Legs.BRANCH)))
                                .contains("a=msrp-cema"))
                .isEqualTo(answered);
    }
}
