package org.carillon.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carillon.device.SubscriptionScript.play;

import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Given these events, exactly these commands. */
class SubscriptionTest {
    /** Subscribed, the first NOTIFY has told of one device. */
    private static final String LIVE = "wanted\nok\nNOTIFY d active full 0 phone\n";

    @Nested
    class StraightPath {
        @Test
        void subscribesRefreshesAndEndsWhenNobodyAsks() {
            play(
                    """
                    wanted                         -> start idle 43200, SUBSCRIBE #1 3761, start confirm 32
                    ok 3600                        ->
                    NOTIFY d active full 0 phone   -> stop confirm, start expiry 3600, start refresh 3000, known phone, answer 200
                    NOTIFY d active partial 1 tablet -> known phone tablet, answer 200
                    wanted                         -> start idle 43200
                    refresh fired                  -> SUBSCRIBE #2 in d 3761, start confirm 32
                    ok 3600                        -> start expiry 3600, start refresh 3000
                    NOTIFY d active 3600 full 2 tablet -> stop confirm, start expiry 3600, start refresh 3000, known tablet, answer 200
                    idle fired                     -> unknown, stop refresh, stop expiry, SUBSCRIBE #3 in d 0, start confirm 32
                    ok                             ->
                    NOTIFY d timeout               -> answer 200, stop confirm, release
                    """);
        }

        /** RFC 6665 §4.1.2.4: the NOTIFY may come before the 200. */
        @Test
        void theNotifyOvertakesTheResponse() {
            play(
                    """
                    wanted
                    NOTIFY d active full 0 phone -> stop confirm, start expiry 3761, start refresh 3161, known phone, answer 200
                    ok 600                       -> start expiry 600, start refresh 300
                    """);
        }

        @Test
        void aRegistrationBeginsItToo() {
            play(
                    """
                    registered -> start idle 43200, SUBSCRIBE #1 3761, start confirm 32
                    registered ->
                    """);
        }

        /** RFC 6665 §4.1.3: pending tells nothing yet. */
        @Test
        void pendingThenActive() {
            play(
                    """
                    wanted
                    ok
                    NOTIFY d pending 600 full 0 phone -> stop confirm, start expiry 600, start refresh 300, answer 200
                    NOTIFY d active 900 full 1 phone  -> start expiry 900, start refresh 450, known phone, answer 200
                    """);
        }

        @Test
        void theSameDevicesAgainAreNoNews() {
            play(LIVE + "NOTIFY d active full 1 phone -> answer 200");
        }

        @Test
        void nothingIsKnownToBeThere() {
            play(
                    "wanted\nok\nNOTIFY d active full 0 -> stop confirm, start expiry 3761,"
                            + " start refresh 3161, known nobody, answer 200");
        }

        /** RFC 6665 §4.2.1.2: what Kamailio says of somebody it has never seen. */
        @Test
        void theFirstHasNothingToSay() {
            play(
                    """
                    wanted
                    ok
                    NOTIFY d active              -> stop confirm, start expiry 3761, start refresh 3161, known nobody, answer 200
                    NOTIFY d active full 0 phone -> known phone, answer 200
                    NOTIFY d active              -> answer 200
                    """);
        }

        @Test
        void noLongerTimeThanAskedFor() {
            play(
                    """
                    wanted
                    NOTIFY d pending 9999 -> stop confirm, start expiry 3761, start refresh 3161, answer 200
                    ok 9999              -> start expiry 3761, start refresh 3161
                    """);
        }

        @Test
        void aTimeTooShortToRefreshIsNotRefreshed() {
            play(
                    """
                    wanted
                    NOTIFY d active 60 full 0 phone -> stop confirm, start expiry 60, known phone, answer 200
                    expiry fired -> unknown, report core-route, start retry 2
                    """);
        }
    }

    @Nested
    class Refusals {
        @ParameterizedTest
        @CsvSource({
            "401, server-identity",
            "403, server-identity",
            "404, device-source",
            "407, server-identity",
            "408, core-route",
            "481, core-route",
            "489, device-source",
            "503, core-route",
            "604, device-source",
        })
        void oneLineAndAPause(int status, String setting) {
            play(
                    """
                    wanted
                    refused %1$d -> report %2$s, stop confirm, start retry 2
                    retry fired  -> SUBSCRIBE #2 3761, start confirm 32
                    refused %1$d -> stop confirm, start retry 4
                    """
                            .formatted(status, setting));
        }

        @Test
        void anotherTroubleIsAnotherLine() {
            play(
                    """
                    wanted
                    refused 403
                    retry fired
                    refused 503 -> report core-route, stop confirm, start retry 4
                    """);
        }

        @Test
        void retryAfterIsKeptUpToADay() {
            play(
                    """
                    wanted
                    refused 503 after 120       -> report core-route, stop confirm, start retry 120
                    retry fired
                    refused 503 after 999999999 -> stop confirm, start retry 86400
                    """);
        }

        @Test
        void tooBriefIsMadeLongerOnce() {
            play(
                    """
                    wanted
                    refused 423 min 7200 -> SUBSCRIBE #2 7200, start confirm 32
                    refused 423 min 7300 -> report core-route, stop confirm, start retry 2
                    retry fired          -> SUBSCRIBE #3 7200, start confirm 32
                    refused 423 min 7300 -> SUBSCRIBE #4 7300, start confirm 32
                    """);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", " min 3761", " min 86401"})
        void tooBriefThatMakesNoSense(String minimum) {
            play(
                    "wanted\nrefused 423%s -> report core-route, stop confirm, start retry 2"
                            .formatted(minimum));
        }

        /** The core's answer where nobody is registered (3GPP TS 24.229 §5.4.2.1). */
        @Test
        void nobodyIsRegistered() {
            play(
                    """
                    wanted
                    refused 480 -> known nobody, stop confirm, start retry 2
                    registered  -> stop retry, SUBSCRIBE #2 3761, start confirm 32
                    """);
        }

        @Test
        void aResponseToAnOlderRequestSaysNothing() {
            play(
                    """
                    wanted
                    refused 423 min 7200
                    refused 403 #1       ->
                    ok 9 #1              ->
                    NOTIFY d active full 0 phone #1 -> answer 481
                    """);
        }

        /** No subscription has been made, whatever a NOTIFY said before. */
        @Test
        void aRefusalAfterTheNotify() {
            play(
                    """
                    wanted
                    NOTIFY d active full 0 phone
                    refused 403 -> report server-identity, unknown, stop refresh, stop expiry, start retry 2
                    NOTIFY d active full 1 phone -> answer 481
                    """);
        }
    }

    @Nested
    class Refreshing {
        /** RFC 6665 §4.1.2.2. */
        @ParameterizedTest
        @ValueSource(ints = {404, 405, 410, 416, 482, 483, 484, 485, 489, 501, 604})
        void someRefusalsEndTheSubscription(int status) {
            play(
                    LIVE
                            + """
                            refresh fired
                            refused %d   -> report %s, unknown, stop confirm, stop expiry, start retry 2
                            """
                                    .formatted(
                                            status, SubscriptionTrouble.refused(status).setting()));
        }

        @ParameterizedTest
        @ValueSource(ints = {401, 403, 407, 408, 423, 500, 503, 600})
        void othersLeaveItUntilItsTimeIsOver(int status) {
            play(
                    LIVE
                            + """
                            refresh fired
                            refused %1$d -> report %2$s, stop confirm, start retry 2
                            NOTIFY d active partial 1 tablet -> known phone tablet, answer 200
                            retry fired  -> SUBSCRIBE #3 in d 3761, start confirm 32
                            refused %1$d after 99 -> stop confirm, start retry 99
                            expiry fired -> unknown, report core-route, start retry 8
                            """
                                    .formatted(
                                            status, SubscriptionTrouble.refused(status).setting()));
        }

        @Test
        void tooBrief() {
            play(
                    LIVE
                            + """
                            refresh fired
                            refused 423 min 7200 -> SUBSCRIBE #3 in d 7200, start confirm 32
                            """);
        }

        /** What was known stays known while the next subscription is made. */
        @Test
        void theCoreHasForgottenIt() {
            play(
                    LIVE
                            + """
                            refresh fired
                            refused 481   -> SUBSCRIBE #3 3761, start confirm 32
                            NOTIFY d active full 9 phone #1 -> answer 481
                            NOTIFY e active full 0 phone    -> stop confirm, start expiry 3761, start refresh 3161, answer 200
                            """);
        }

        @Test
        void andDoesNotTakeTheNext() {
            play(
                    LIVE
                            + """
                            refresh fired
                            refused 481
                            refused 403   -> report server-identity, unknown, stop confirm, stop expiry, start retry 4
                            """);
        }

        @Test
        void itsTimeEndsBeforeTheNextIsMade() {
            play(
                    LIVE
                            + """
                            refresh fired
                            refused 481
                            expiry fired -> unknown
                            NOTIFY e active full 0 phone -> stop confirm, start expiry 3761, start refresh 3161, known phone, answer 200
                            """);
        }

        @Test
        void nobodyIsRegisteredAnyMore() {
            play(
                    LIVE
                            + """
                            refresh fired
                            refused 480 -> known nobody, stop confirm, stop expiry, start retry 2
                            """);
        }
    }

    @Nested
    class TimerN {
        @Test
        void noNotifyForTheFirst() {
            play(
                    """
                    wanted
                    ok
                    confirm fired                -> report core-route, start retry 2
                    NOTIFY d active full 0 phone -> answer 481
                    """);
        }

        @Test
        void noNotifyForARefresh() {
            play(
                    LIVE
                            + """
                            refresh fired
                            ok
                            confirm fired -> report core-route, unknown, stop refresh, stop expiry, start retry 2
                            """);
        }

        @Test
        void noNotifyForTheEnd() {
            play(
                    LIVE
                            + """
                            idle fired
                            confirm fired -> release
                            NOTIFY d timeout -> answer 481
                            wanted        ->
                            """);
        }
    }

    @Nested
    class Ends {
        @ParameterizedTest
        @ValueSource(strings = {"deactivated", "timeout"})
        void isFollowedAtOnceTheFirstTimeAndThenWithPauses(String reason) {
            play(
                    LIVE
                            + """
                            NOTIFY d %1$s -> answer 200, stop refresh, SUBSCRIBE #2 3761, start confirm 32
                            NOTIFY e %1$s -> unknown, answer 200, stop confirm, stop expiry, start retry 4
                            retry fired   -> SUBSCRIBE #3 3761, start confirm 32
                            NOTIFY f active full 0 phone
                            NOTIFY f %1$s -> unknown, answer 200, stop refresh, stop expiry, start retry 8
                            retry fired
                            NOTIFY g active full 0 phone
                            refresh fired
                            NOTIFY g %1$s -> answer 200, SUBSCRIBE #6 3761, start confirm 32
                            """
                                    .formatted(reason));
        }

        @ParameterizedTest
        @ValueSource(strings = {"probation", "giveup", "other"})
        void isFollowedAfterAPause(String reason) {
            play(
                    (LIVE
                                    + "NOTIFY d %1$s after 77 -> unknown, answer 200, stop refresh,"
                                    + " stop expiry, start retry 77\n"
                                    + "retry fired -> SUBSCRIBE #2 3761, start confirm 32\n"
                                    + "NOTIFY e %1$s -> answer 200, stop confirm, start retry 4")
                            .formatted(reason));
        }

        @Test
        void rejected() {
            play(
                    LIVE
                            + """
                            NOTIFY d rejected after 1 -> unknown, answer 200, report server-identity, stop refresh, stop expiry, start retry 86400
                            """);
        }

        @Test
        void noResource() {
            play(
                    LIVE
                            + """
                            NOTIFY d noresource -> known nobody, answer 200, stop refresh, stop expiry, start retry 86400
                            registered          -> stop retry, SUBSCRIBE #2 3761, start confirm 32
                            """);
        }

        /** What never changes stays known. */
        @Test
        void invariant() {
            play(
                    LIVE
                            + """
                            NOTIFY d invariant -> answer 200, stop refresh, stop expiry, start retry 86400
                            idle fired         -> unknown, stop retry, release
                            """);
        }
    }

    @Nested
    class Timers {
        /** Stopping and firing may cross. */
        @Test
        void oneThatWasStoppedSaysNothing() {
            play(
                    LIVE
                            + "confirm fired ->\n"
                            + "retry fired ->\n"
                            + "NOTIFY d active full 1 phone -> answer 200");
        }

        /** A trouble that comes back after a good time is told again. */
        @Test
        void whatWasReportedIsNewsAgain() {
            play(
                    LIVE
                            + """
                            refresh fired
                            refused 503 -> report core-route, stop confirm, start retry 2
                            retry fired
                            NOTIFY d active 3600 -> stop confirm, start expiry 3600, start refresh 3000, answer 200, recovered
                            refresh fired
                            refused 503 -> report core-route, stop confirm, start retry 2
                            """);
        }
    }

    @Nested
    class Documents {
        @Test
        void whatIsMissingBetweenIsAskedFor() {
            play(
                    LIVE
                            + """
                            NOTIFY d active partial 2 tablet -> known phone tablet, answer 200, stop refresh, SUBSCRIBE #2 in d 3761, start confirm 32
                            NOTIFY d active full 3 watch     -> stop confirm, known watch, answer 200
                            ok                               -> start expiry 3761, start refresh 3161
                            """);
        }

        @Test
        void theAnswerToARefreshIsNoReasonForTheNext() {
            play(
                    LIVE
                            + """
                            NOTIFY d active partial 2 tablet
                            NOTIFY d active partial 9 watch -> stop confirm, known phone tablet watch, answer 200
                            """);
        }

        @Test
        void anOldOneChangesNothing() {
            play(
                    LIVE
                            + """
                            NOTIFY d active full 2 phone
                            NOTIFY d active full 1 tablet    -> answer 200
                            NOTIFY d active partial 2 tablet -> answer 200
                            """);
        }

        @Test
        void aNotifierThatNumbersAllOfThemZero() {
            play(LIVE + "NOTIFY d active full 0 tablet -> known tablet, answer 200");
        }

        @Test
        void oneThatCannotBeReadEndsTheSubscription() {
            play(
                    LIVE
                            + """
                            NOTIFY d active broken -> unknown, answer 400, SUBSCRIBE #2 in d 0, report device-source, stop refresh, stop expiry, start retry 2
                            NOTIFY d timeout       -> answer 481
                            refused 481            ->
                            """);
        }

        @Test
        void tooManyContacts() {
            play(
                    "wanted\nNOTIFY d active full 0 a b c d -> stop confirm, start expiry 3761,"
                            + " start refresh 3161, known a b c, answer 200,"
                            + " report registrar-max-contacts");
        }
    }

    @Nested
    class Dialogs {
        /** RFC 3680 §4.9: only one, whatever a fork brings. */
        @Test
        void theFirstToNotifyIsTheOne() {
            play(
                    LIVE
                            + """
                            NOTIFY other active full 0 tablet -> answer 481
                            NOTIFY d active full 1 tablet     -> known tablet, answer 200
                            """);
        }

        @Test
        void aForkThatIsOverBeforeItBeganIsFollowed() {
            play(
                    """
                    wanted
                    NOTIFY d deactivated -> answer 200, SUBSCRIBE #2 3761, start confirm 32
                    """);
        }

        @Test
        void aMessageComesWhileItEnds() {
            play(
                    LIVE
                            + """
                            idle fired
                            wanted           -> start idle 43200, SUBSCRIBE #3 3761, start confirm 32
                            NOTIFY d timeout #1 -> answer 481
                            """);
        }

        @Test
        void itsEndIsRefused() {
            play(LIVE + "idle fired\nrefused 481 -> stop confirm, release");
        }

        @Test
        void nobodyAsksWhileItRests() {
            play("wanted\nrefused 403\nidle fired -> stop retry, release");
        }
    }

    @Test
    void pausesGrowUpToALimit() {
        SubscriptionTimes times = SubscriptionTimes.DEFAULT;
        assertThat(times.pauseAfter(8, Duration.ZERO)).hasSeconds(512);
        assertThat(times.pauseAfter(9, Duration.ZERO)).hasSeconds(600);
        assertThat(times.pauseAfter(Integer.MAX_VALUE, Duration.ZERO)).hasSeconds(600);
    }

    @ParameterizedTest
    @CsvSource({"3761, 3161", "1201, 601", "1200, 600", "600, 300", "120, 60", "100, 60"})
    void refreshesInTime(long granted, long after) {
        assertThat(SubscriptionTimes.DEFAULT.refreshAfter(Duration.ofSeconds(granted)))
                .isEqualTo(Duration.ofSeconds(after));
    }
}
