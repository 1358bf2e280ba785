package org.carillon.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReofferTest {

    private final UpstreamOffer offer = Legs.offer(Legs.OFFER, Legs.PREPEND);
    private final DeviceAnswer device = Legs.answer(offer, Legs.ANSWER);

    private static <T> T next(Reoffer<T> reoffer) {
        assertThat(reoffer).isInstanceOf(Reoffer.Changed.class);
        return ((Reoffer.Changed<T>) reoffer).next();
    }

    @ParameterizedTest
    @CsvSource({"o=orig 1 1", "o=orig 1 2"})
    void aRefreshChangesNothing(String origin) {
        assertThat(offer.reoffer(Legs.sdp(Legs.OFFER.replace("o=orig 1 1", origin))))
                .isEqualTo(new Reoffer.Unchanged<UpstreamOffer>());
    }

    @ParameterizedTest
    @CsvSource({
        "a=sendonly, a=inactive",
        "m=message 7394, m=message 0",
        "/2s93i9ek2a, /moved",
        "7394, 7395",
        "a=sendonly, a=sendrecv",
        "text/plain, text/html"
    })
    void anythingElseOfTheOriginatorIsAChange(String before, String after) {
        String changed = Legs.OFFER.replace(before, after);
        UpstreamOffer now = next(offer.reoffer(Legs.sdp(changed)));
        assertThat(now.reoffer(Legs.sdp(changed)))
                .isEqualTo(new Reoffer.Unchanged<UpstreamOffer>());
        next(now.reoffer(Legs.sdp(Legs.OFFER)));
    }

    @Test
    void holdAndMoveComeTogether() {
        String both = Legs.OFFER.replace("7394", "7395").replace("sendonly", "inactive");
        UpstreamOffer held = next(offer.reoffer(Legs.sdp(both)));
        assertThat(held.path()).isEqualTo(List.of("msrp://orig.example.com:7395/2s93i9ek2a;tcp"));
        assertThat(Legs.attributes(held.answer(Legs.UPSTREAM, device))).contains("a=inactive");
    }

    @Test
    void aHoldIsAnsweredInactive() {
        UpstreamOffer held =
                next(offer.reoffer(Legs.sdp(Legs.OFFER.replace("sendonly", "inactive"))));
        assertThat(Legs.attributes(held.answer(Legs.UPSTREAM, device)))
                .contains("a=inactive")
                .doesNotContain("a=recvonly");
        UpstreamOffer resumed = next(held.reoffer(Legs.sdp(Legs.OFFER)));
        assertThat(Legs.attributes(resumed.answer(Legs.UPSTREAM, device))).contains("a=recvonly");
    }

    @Test
    void aLineGivenUpIsAnsweredWithPortZero() {
        UpstreamOffer gone =
                next(offer.reoffer(Legs.sdp(Legs.OFFER.replace("message 7394", "message 0"))));
        assertThat(Legs.text(gone.answer(Legs.UPSTREAM, device)))
                .endsWith("t=3034423619 0\nm=message 0 TCP/MSRP *\n");
    }

    @Test
    void linesAddedAreRefusedInTheirPlaces() {
        UpstreamOffer more = next(offer.reoffer(Legs.sdp(Legs.OFFER + "m=audio 9000 RTP/AVP 0\n")));
        assertThat(more.answer(Legs.UPSTREAM, device).media())
                .extracting(MediaDescription::port)
                .containsExactly(2855, 0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    message 7394 TCP/MSRP *   | audio 7394 RTP/AVP 0      | 304
                    a=path:                   | a=x:                      | 307
                    accept-types:message/cpim | accept-types:text/plain   | 305
                    m=message 7394            | m=message 7395            | 399
                    """)
    void refusesWhatItWouldRefuseAtFirst(String before, String after, int code) {
        assertThat(offer.reoffer(Legs.sdp(Legs.OFFER.replace(before, after))))
                .isInstanceOfSatisfying(
                        Reoffer.Refused.class,
                        refused -> assertThat(refused.refusal().warnCode()).isEqualTo(code));
    }

    @Test
    void refusesFewerLinesThanBefore() {
        UpstreamOffer two = Legs.offer(Legs.OFFER + "m=audio 9000 RTP/AVP 0\n", Legs.PREPEND);
        assertThat(two.reoffer(Legs.sdp(Legs.OFFER)))
                .isEqualTo(
                        new Reoffer.Refused<UpstreamOffer>(
                                new Refusal(399, "An m= line is missing")));
    }

    @ParameterizedTest
    @CsvSource({
        "a=recvonly, a=inactive, false, true",
        "a=recvonly, a=sendonly, false, true",
        "m=message 2856, m=message 0, false, false",
        "/devB, /devC, true, true",
        "a=recvonly, a=sendrecv, true, true"
    })
    void whetherADeviceStillWantsTheMessage(
            String before, String after, boolean receives, boolean open) {
        DeviceAnswer now = next(device.reoffer(Legs.sdp(Legs.ANSWER.replace(before, after))));
        assertThat(now.receives()).isEqualTo(receives);
        assertThat(now.isOpen()).isEqualTo(open);
    }

    @Test
    void aDevicesHoldIsAnsweredAndItsNewPlaceIsTheTarget() {
        String moved =
                Legs.ANSWER.replace("2001:db8::b", "2001:db8::c").replace("recvonly", "inactive");
        DeviceAnswer held = next(device.reoffer(Legs.sdp(moved)));
        assertThat(Legs.attributes(held.answer(Legs.BRANCH))).contains("a=inactive");
        assertThat(held.connector())
                .isEqualTo(
                        new Connector.Connect(
                                List.of(new Target("2001:db8::c", 2856, Transport.TCP))));
    }

    @Test
    void aDeviceThatGivesUpItsLineIsAnsweredWithPortZero() {
        DeviceAnswer gone =
                next(device.reoffer(Legs.sdp(Legs.ANSWER.replace("message 2856", "message 0"))));
        assertThat(gone.answer(Legs.BRANCH).media())
                .extracting(MediaDescription::port)
                .containsExactly(0);
    }
}
