package org.carillon.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carillon.call.Dialogue.playKeeping;

import java.util.List;
import java.util.Optional;
import org.carillon.sdp.SessionDescription;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody is there, and the message is kept: the sender notices nothing. */
class DeferringTest {
    private static final String KEPT = "INVITE\nfound 0\nroom opened\n";

    @Test
    void aMessageForNobodyIsKept() {
        playKeeping(
                """
                INVITE      -> start look-up, find sip:bob@home.example
                found 0     -> stop look-up, start room, open store
                room opened -> stop room, start acknowledge, seat sender, 200 sender
                ACK         -> stop acknowledge, start lifetime
                whole       -> start linger
                BYE         -> stop linger, close, stop lifetime, release DEFERRED 200 0/0
                """);
    }

    @Test
    void aByeThatOvertakesTheMessageWaitsForIt() {
        playKeeping(
                KEPT
                        + """
                        ACK
                        BYE         -> drain
                        whole       -> close, stop lifetime, release DEFERRED 200 0/0
                        """);
    }

    @Test
    void whatBreaksOffIsNotKept() {
        playKeeping(
                KEPT
                        + """
                        ACK
                        broken      -> BYE sender (message incomplete), close, stop lifetime, release ABORTED 200 0/0
                        """);
    }

    @Test
    void aSenderThatForgetsItsByeIsHungUpOn() {
        playKeeping(
                KEPT
                        + """
                        ACK
                        whole
                        fires linger -> BYE sender (no BYE), close, stop lifetime, release DEFERRED 200 0/0
                        """);
    }

    @Test
    void withoutAStoreTheSenderMayTryAgain() {
        playKeeping(
                """
                INVITE
                found 0
                room lost   -> 503 sender, close, stop room, release REFUSED 503 0/0
                """);
    }

    /** A phone that is off says nothing, or the core says so for it. */
    @ParameterizedTest
    @ValueSource(ints = {404, 408, 410, 430, 480, 503, 504})
    void aMessageThatReachesNobodyIsKept(int status) {
        playKeeping(
                """
                INVITE
                found 2
                room opened
                b1 480      -> unseat b1
                b2 %d       -> unseat b2, stop answer, close, start room, open store
                room opened -> stop room, start acknowledge, seat sender, 200 sender
                ACK         -> stop acknowledge, start lifetime
                whole       -> start linger
                BYE         -> stop linger, close, stop lifetime, release DEFERRED 200 0/2
                """
                        .formatted(status));
    }

    @Test
    void thoseThatRingForEverAreCancelledMeanwhile() {
        playKeeping(
                """
                INVITE
                found 1
                room opened
                b1 180
                fires answer -> CANCEL b1, unseat b1, close, start room, open store
                room opened  -> stop room, start acknowledge, seat sender, 200 sender
                ACK          -> stop acknowledge, start lifetime
                b1 200       -> ACK b1, BYE b1
                whole        -> start linger
                BYE          -> stop linger, close, stop lifetime, release DEFERRED 200 0/1
                """);
    }

    /** One of the user's phones has said no, and with it the user. */
    @ParameterizedTest
    @CsvSource({"486,480", "603,603", "403,403", "488,480"})
    void aRefusalIsARefusal(int status, int answer) {
        playKeeping(
                """
                INVITE
                found 2
                room opened
                b1 480
                b2 %d -> unseat b2, stop answer, %d sender, close, release REFUSED %d 0/2
                """
                        .formatted(status, answer, answer));
    }

    @Test
    void aCancelOnTheWayToTheStoreEndsIt() {
        playKeeping(
                """
                INVITE
                found 0
                CANCEL -> close, stop room, release CANCELLED 487 0/0
                """);
    }

    // --- the user's own word on it

    private static List<String> found(CallOptions options, Preferences.Deferral deferral) {
        Preferences d = Preferences.DEFAULT;
        Preferences choices =
                new Preferences(
                        d.delivery(),
                        d.listedDevices(),
                        d.quietDevices(),
                        d.blockedOriginators(),
                        d.allowAnonymous(),
                        d.recordHistory(),
                        deferral);
        Call call = new Call(options, ScreeningPolicy.OPEN);
        List<CallCommand> unused = call.on(new CallEvent.Invited(Scene.invite()));
        return Transcript.of(
                call.on(
                        new CallEvent.RecipientFound(
                                new Recipient(Scene.BOB, List.of(), choices))));
    }

    @Test
    void aUserMayWantMessagesKept() {
        assertThat(found(Scene.OPTIONS, Preferences.Deferral.AS_SET)).contains("480 sender");
        assertThat(found(Scene.OPTIONS, Preferences.Deferral.DEFER)).contains("open store");
    }

    @Test
    void aUserMayWantThemRefused() {
        assertThat(found(Scene.KEEPING, Preferences.Deferral.AS_SET)).contains("open store");
        assertThat(found(Scene.KEEPING, Preferences.Deferral.REJECT)).contains("480 sender");
    }

    /** Our own URI alone, whatever the path mode: nobody is behind us (RFC 4975 §8). */
    @Test
    void theAnswerIsOurOwn() {
        SessionDescription sdp = answered().sdp();
        assertThat(new String(sdp.octets(), java.nio.charset.StandardCharsets.US_ASCII))
                .contains("a=path:msrp://192.0.2.10:2855/upstream;tcp\r\n")
                .contains("a=accept-types:message/cpim\r\n", "a=accept-wrapped-types:*\r\n")
                .contains("a=recvonly\r\n");
    }

    private static CallCommand.AnswerSender answered() {
        Call call = new Call(Scene.KEEPING, ScreeningPolicy.OPEN);
        List<CallCommand> last = List.of();
        for (CallEvent event :
                List.of(
                        new CallEvent.Invited(Scene.invite()),
                        new CallEvent.RecipientFound(Scene.recipient(0)),
                        new CallEvent.RoomOpened(Scene.room(0)))) {
            last = call.on(event);
        }
        return last.stream()
                .filter(CallCommand.AnswerSender.class::isInstance)
                .map(CallCommand.AnswerSender.class::cast)
                .findFirst()
                .orElseThrow();
    }

    /** A refresh of the sender's dialog says the same again. */
    @Test
    void theSendersDialogLivesLikeAnyOther() {
        playKeeping(
                KEPT
                        + """
                        ACK
                        sender re-INVITE 2 same -> seat sender, start sender acknowledge 32s, answer sender 2 200 v1 passive recvonly
                        sender UPDATE 3 none timer SE=1800;refresher=uac -> start sender expiry 1768s, answer sender 3 200 1800;refresher=uac require timer
                        """);
    }

    @Test
    void whatIsKeptIsTheMessageAndNotItsDialog() {
        CpmRequest kept =
                Scene.invite(
                                Scene.plus(
                                        new Header("Session-Expires", "1800"),
                                        new Header("Supported", "timer"),
                                        new Header("Subject", "Holiday"),
                                        new Header("Route", "<sip:scscf.home.example;lr>")))
                        .toKeep();
        assertThat(kept.headers().lines())
                .containsExactlyElementsOf(
                        Scene.plus(
                                new Header("Subject", "Holiday"),
                                new Header("Referred-By", "<sip:alice@orig.example>")));
        assertThat(kept.route()).isEmpty();
        assertThat(kept.offer()).isEqualTo(Optional.of(Scene.offer("actpass")));
    }

    // --- and when somebody is there again

    private static DeviceRequest pushed(String push, List<String> features) {
        Call call = new Call(Scene.KEEPING.ofKept(Optional.of(push)), ScreeningPolicy.OPEN);
        Device device =
                new Device(
                        Optional.empty(),
                        Optional.empty(),
                        "sip:bob@198.51.100.1",
                        List.of(),
                        features,
                        1000);
        List<CallCommand> last = List.of();
        for (CallEvent event :
                List.of(
                        new CallEvent.Invited(Scene.invite().toKeep()),
                        new CallEvent.RecipientFound(
                                new Recipient(Scene.BOB, List.of(device), Preferences.DEFAULT)),
                        new CallEvent.RoomOpened(Scene.room(1)))) {
            last = call.on(event);
        }
        return last.stream()
                .filter(CallCommand.InviteDevice.class::isInstance)
                .map(c -> ((CallCommand.InviteDevice) c).invite())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aDeviceThatShowsDeferredDeliveryIsPushedToThatWay() {
        DeviceRequest invite = pushed(Icsi.DEFERRED, List.of(Icsi.LARGE_MESSAGE, Icsi.DEFERRED));
        Headers headers = new Headers(invite.headers());
        assertThat(headers.all("P-Asserted-Service")).containsExactly(Icsi.DEFERRED);
        assertThat(headers.all("Accept-Contact"))
                .containsExactly("*;" + Icsi.featureParameter(Icsi.DEFERRED));
        assertThat(headers.first("Contribution-ID")).contains("abcdef-1234-5678-90ab-cdef01234567");
    }

    @Test
    void anyOtherDeviceGetsALargeMessage() {
        DeviceRequest invite = pushed(Icsi.DEFERRED, List.of(Icsi.LARGE_MESSAGE));
        Headers headers = new Headers(invite.headers());
        assertThat(headers.all("P-Asserted-Service")).containsExactly(Icsi.LARGE_MESSAGE);
        assertThat(headers.all("Accept-Contact")).containsExactly(Scene.LARGE);
    }

    @Test
    void nobodyIsBehindUs() {
        String sdp =
                new String(
                        pushed(Icsi.DEFERRED, List.of()).offer().orElseThrow().octets(),
                        java.nio.charset.StandardCharsets.US_ASCII);
        assertThat(sdp).contains("a=path:msrp://192.0.2.10:2855/branch1;tcp\r\n");
    }

    @Test
    void aKeptMessageIsNotKeptAgain() {
        Call call = new Call(Scene.KEEPING.ofKept(Optional.empty()), ScreeningPolicy.OPEN);
        call.on(new CallEvent.Invited(Scene.invite().toKeep()));
        assertThat(Transcript.of(call.on(new CallEvent.RecipientFound(Scene.recipient(0)))))
                .containsExactly("stop look-up", "480 sender", "release REFUSED 480 0/0");
    }
}
