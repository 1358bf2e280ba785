package org.carillon.call;

import static org.carillon.call.Dialogue.inviting;
import static org.carillon.call.Dialogue.play;
import static org.carillon.call.Dialogue.talking;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 4028 on every dialog of a call, each by itself. */
class SessionTimersTest {
    private static String invitedWith(String headers) {
        return "INVITE " + headers + "\nfound 2\nroom opened\n";
    }

    private static String talkingWith(String headers) {
        return invitedWith(headers) + "b1 200\nACK\nb2 486\n";
    }

    /** RFC 4028 §9: we are the server of the sender's INVITE. */
    @Nested
    class Sender {
        /** Table 2; the fourth row is our choice. */
        @ParameterizedTest
        @CsvSource({
            "SE=1800, 1800;refresher=uas",
            "SE=1800;refresher=uac, 1800;refresher=uas",
            "SE=1800;refresher=uas, 1800;refresher=uas",
            "SE=1800 timer, 1800;refresher=uac require timer",
            "SE=1800;refresher=uac timer, 1800;refresher=uac require timer",
            "SE=1800;refresher=uas timer, 1800;refresher=uas require timer",
            "SE=1800;REFRESHER=UAS timer, 1800;refresher=uas require timer",
            "SE=90 timer, 90;refresher=uac require timer",
            "SE=4000 timer MIN=1800, 4000;refresher=uac require timer",
        })
        void whoRefreshes(String asked, String answered) {
            String timers =
                    answered.contains("uas")
                            ? "start sender refresh 900s, start sender expiry 1768s"
                            : answered.startsWith("90;")
                                    ? "start sender expiry 60s"
                                    : answered.startsWith("4000")
                                            ? "start sender expiry 3968s"
                                            : "start sender expiry 1768s";
            play(
                    invitedWith(asked)
                            + "b1 200 -> start acknowledge, seat sender, %s, 200 sender %s"
                                    .formatted(timers, answered));
        }

        /** Below 90 s nothing may be copied, and nothing raised. */
        @ParameterizedTest
        @CsvSource({"timer", "SE=89", "SE=soon timer", "MIN=1800 timer"})
        void noTimer(String asked) {
            play(invitedWith(asked) + "b1 200 -> start acknowledge, seat sender, 200 sender");
        }

        /** §10: UPDATE if the Allow of the INVITE shows it, without an offer. */
        @Test
        void weRefreshByUpdate() {
            play(
                    talkingWith("SE=1800;refresher=uas timer update MIN=300")
                            + """
                            fires sender refresh -> refresh sender UPDATE 1800;refresher=uac min 300
                            sender refreshed 200 SE=1800;refresher=uac -> start sender refresh 900s, start sender expiry 1768s
                            fires sender refresh -> refresh sender UPDATE 1800;refresher=uac min 300
                            """);
        }

        /** §7.4: otherwise by a re-INVITE whose offer has the o-line of our answer. */
        @Test
        void weRefreshByReInvite() {
            play(
                    talkingWith("SE=200;refresher=uas timer no-update")
                            + """
                            fires sender refresh -> refresh sender INVITE 200;refresher=uac v1 actpass recvonly
                            sender refreshed 200 SE=200;refresher=uas -> start sender expiry 168s
                            """);
        }

        /** §7.2: the most recent 2xx says whether there is a timer, and who refreshes. */
        @Test
        void aRefreshIsTheEndOfTheTimerIfItsAnswerHasNone() {
            play(
                    talkingWith("SE=1800;refresher=uas timer update")
                            + """
                            fires sender refresh
                            sender refreshed 200 -> stop sender expiry
                            """);
        }

        @Test
        void theSenderRefreshes() {
            play(
                    talkingWith("SE=1800 timer")
                            + """
                            sender UPDATE 2 none SE=1800;refresher=uac timer -> start sender expiry 1768s, answer sender 2 200 1800;refresher=uac require timer
                            sender re-INVITE 3 same SE=900;refresher=uas timer -> seat sender, start sender refresh 450s, start sender expiry 868s, start sender acknowledge 32s, answer sender 3 200 900;refresher=uas require timer v1 passive recvonly
                            sender UPDATE 4 none timer -> stop sender refresh, stop sender expiry, answer sender 4 200
                            """);
        }

        /** §9: 422 only for who understands it. */
        @Test
        void aRefreshThatIsTooShort() {
            play(
                    talkingWith("SE=1800 timer")
                            + """
                            sender UPDATE 2 none SE=60 timer -> answer sender 2 422 min 90
                            sender UPDATE 3 none SE=60 -> stop sender expiry, answer sender 3 200
                            """);
        }

        /** §10: slightly before the end; only then is the call as a whole over. */
        @Test
        void nobodyRefreshes() {
            play(
                    talkingWith("SE=1800 timer")
                            + """
                            fires sender expiry -> BYE sender (session expired), close, BYE b1, stop lifetime, release ABORTED 200 0/2
                            """);
        }

        /** RFC 3261 §12.2.1.2. */
        @ParameterizedTest
        @CsvSource({"408", "481"})
        void aRefreshFindsNobody(int status) {
            play(
                    talkingWith("SE=1800;refresher=uas timer update")
                            + """
                            fires sender refresh
                            sender refreshed %d -> BYE sender (session not refreshed), stop sender expiry, close, BYE b1, stop lifetime, release ABORTED 200 0/2
                            """
                                    .formatted(status));
        }

        /** Any other failure leaves the time that is left; none is repeated blindly. */
        @Test
        void aRefreshIsRefused() {
            play(
                    talkingWith("SE=1800;refresher=uas timer update")
                            + """
                            fires sender refresh
                            sender refreshed 503 RETRY=60 -> start sender refresh 60s
                            fires sender refresh -> refresh sender UPDATE 1800;refresher=uac
                            sender refreshed 500 RETRY=0(soon) -> start sender refresh 5s
                            fires sender refresh
                            sender refreshed 403 ->
                            fires sender expiry -> BYE sender (session expired), close, BYE b1, stop lifetime, release ABORTED 200 0/2
                            """);
        }

        /** §7.3, §7.4: for longer, and never twice for the same. */
        @Test
        void aRefreshIsTooShortForTheSender() {
            play(
                    talkingWith("SE=1800;refresher=uas timer update")
                            + """
                            fires sender refresh
                            sender refreshed 422 MIN=3600 -> refresh sender UPDATE 3600;refresher=uac min 3600
                            sender refreshed 422 MIN=3600 ->
                            """);
        }

        /** RFC 3261 §14.1: 0 to 2 s, because the sender owns the Call-ID. */
        @Test
        void refreshesMeet() {
            play(
                    talkingWith("SE=1800;refresher=uas timer")
                            + """
                            fires sender refresh
                            sender refreshed 491  -> start sender refresh 1s
                            fires sender refresh  -> refresh sender INVITE 1800;refresher=uac v1 actpass recvonly
                            """);
        }

        @Test
        void updateIsListedButNotTaken() {
            play(
                    talkingWith("SE=1800;refresher=uas timer update")
                            + """
                            fires sender refresh
                            sender refreshed 501 -> refresh sender INVITE 1800;refresher=uac v1 actpass recvonly
                            sender refreshed 501 ->
                            """);
        }

        @Test
        void theTimerEndsWithTheDialog() {
            play(
                    talkingWith("SE=1800;refresher=uas timer")
                            + """
                            fires sender refresh
                            BYE -> stop sender expiry, drain
                            sender refreshed 200 SE=1800 ->
                            fires sender expiry ->
                            """);
        }
    }

    /** RFC 4028 §7: we are the client of each device's dialog, and ask for no timer ourselves. */
    @Nested
    class Device {
        @Test
        void itWantsUsToRefresh() {
            play(
                    inviting(1)
                            + """
                            b1 200 SE=600;refresher=uac update -> start b1 refresh 300s, start b1 expiry 568s, start acknowledge, seat sender, 200 sender, stop answer
                            ACK
                            fires b1 refresh -> refresh b1 UPDATE 600;refresher=uac
                            b1 refreshed 200 SE=600;refresher=uac -> start b1 refresh 300s, start b1 expiry 568s
                            """);
        }

        @Test
        void itWantsToRefresh() {
            play(
                    talking(2)
                            + """
                            b2 200 SE=600;refresher=uas -> start b2 expiry 568s, ACK b2, seat b2, stop answer
                            b2 UPDATE 1 none SE=600;refresher=uac timer -> start b2 expiry 568s, answer b2 1 200 600;refresher=uac require timer
                            """);
        }

        /** Less than 90 s would be an invitation to refresh without end. */
        @Test
        void itNamesNoTimeAtAll() {
            play(
                    talking(2)
                            + "b2 200 SE=1;refresher=uac -> start b2 refresh 45s, start b2 expiry"
                            + " 60s, ACK b2, seat b2, stop answer");
        }

        @Test
        void weRefreshByReInvite() {
            play(
                    talking(2)
                            + """
                            b2 200 SE=600;refresher=uac no-update
                            fires b2 refresh  -> refresh b2 INVITE 600;refresher=uac v1 actpass sendonly
                            b2 refreshed 491  -> start b2 refresh 3s
                            fires b2 refresh  -> refresh b2 INVITE 600;refresher=uac v1 actpass sendonly
                            """);
        }

        /** Its expiry is its own: the sender and the other device go on. */
        @Test
        void itExpiresAlone() {
            play(
                    talking(2)
                            + """
                            b2 200 SE=600;refresher=uas
                            fires b2 expiry -> BYE b2, unseat b2
                            whole           ->
                            b1 served       -> start linger
                            """);
        }

        @Test
        void itIsGoneWhenRefreshed() {
            play(
                    talking(2)
                            + """
                            b2 200 SE=600;refresher=uac
                            fires b2 refresh
                            b2 refreshed 481 -> BYE b2, stop b2 expiry, unseat b2
                            """);
        }

        @Test
        void theLastOneExpires() {
            play(
                    talking(2)
                            + """
                            b2 486
                            sender UPDATE 2 none SE=900 timer
                            b1 UPDATE 7 none SE=600 timer -> start b1 expiry 568s, answer b1 7 200 600;refresher=uac require timer
                            fires b1 expiry -> BYE b1, unseat b1, BYE sender (no device left), stop sender expiry, close, stop lifetime, release ABORTED 200 0/2
                            """);
        }

        @Test
        void itsTimerEndsWithTheBye() {
            play(
                    talking(2)
                            + """
                            b2 200 SE=600;refresher=uac
                            b2 BYE -> stop b2 refresh, stop b2 expiry, part b2
                            b2 refreshed 200 SE=600 ->
                            """);
        }

        /** A refresh whose answer moves the device is an address change like any other. */
        @Test
        void itMovesInTheAnswerToARefresh() {
            play(
                    talking(2)
                            + """
                            b2 200 SE=600;refresher=uac
                            fires b2 refresh
                            b2 refreshed 200 SE=600;refresher=uac moved -> start b2 refresh 300s, start b2 expiry 568s, seat b2
                            """);
        }
    }
}
