package org.carillon.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carillon.call.Dialogue.answered;
import static org.carillon.call.Dialogue.inviting;
import static org.carillon.call.Dialogue.play;
import static org.carillon.call.Dialogue.talking;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.sdp.SessionDescription;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** re-INVITE and UPDATE of the sender and of the devices, in every phase (RFC 3261 §14.2). */
class ReofferedTest {
    @Nested
    class Sender {
        /** RFC 4975 §8.4: what has not changed has the same o-line. */
        @ParameterizedTest
        @ValueSource(strings = {"re-INVITE", "UPDATE"})
        void changesNothing(String method) {
            play(
                    talking(1)
                            + "sender %s 2 same -> seat sender,%s answer sender 2 200 v1 passive recvonly"
                                    .formatted(
                                            method,
                                            method.equals("UPDATE")
                                                    ? ""
                                                    : " start sender acknowledge 32s,"));
        }

        @Test
        void changesNothingSoOurOctetsAreTheSame() {
            Dialogue dialogue = Dialogue.told(inviting(1));
            SessionDescription first =
                    dialogue.tell("b1 200").stream()
                            .filter(CallCommand.AnswerSender.class::isInstance)
                            .map(c -> ((CallCommand.AnswerSender) c).sdp())
                            .findFirst()
                            .orElseThrow();
            dialogue.tell("ACK");
            List<CallCommand> again = dialogue.tell("sender re-INVITE 2 same");
            Optional<SessionDescription> sdp =
                    again.stream()
                            .filter(CallCommand.AnswerReoffer.class::isInstance)
                            .findFirst()
                            .flatMap(c -> ((CallCommand.AnswerReoffer) c).reply().sdp());
            assertThat(sdp.orElseThrow().octets()).isEqualTo(first.octets());
        }

        /**
         * RFC 3264 §8.4: inactive is answered with inactive, and every change with a new version.
         */
        @Test
        void holdsAndResumes() {
            play(
                    talking(1)
                            + """
                            sender UPDATE 2 hold -> seat sender, answer sender 2 200 v2 passive inactive
                            sender UPDATE 3 hold -> seat sender, answer sender 3 200 v2 passive inactive
                            sender UPDATE 4 same -> seat sender, answer sender 4 200 v3 passive recvonly
                            """);
        }

        /** RFC 4975 §5.4: also how it makes a new session after its connection is lost. */
        @Test
        void moves() {
            play(
                    talking(1)
                            + "sender UPDATE 2 moved -> seat sender, answer sender 2 200 v2"
                            + " passive recvonly");
        }

        /** What it has moved to is where we connect, once we may. */
        @Test
        void movesBeforeWeConnect() {
            play(
                    """
                    INVITE passive
                    found 1
                    room opened
                    b1 200
                    sender UPDATE 2 moved -> answer sender 2 200 v2 passive recvonly
                    ACK                   -> seat sender, stop acknowledge, start lifetime, ACK b1, seat b1
                    """);
        }

        @Test
        void offersNothing() {
            play(
                    talking(1)
                            + """
                            sender UPDATE 2 none    -> answer sender 2 200
                            sender re-INVITE 3 none -> start sender acknowledge 32s, answer sender 3 200 v1 actpass recvonly
                            sender ACK 3 same       -> stop sender acknowledge, seat sender
                            sender ACK 3 same       ->
                            """);
        }

        /** What held goes on to hold. */
        @Test
        void cannotBeFollowed() {
            play(
                    talking(1)
                            + """
                            sender re-INVITE 2 audio  -> answer sender 2 488
                            sender re-INVITE 3 broken -> answer sender 3 400
                            sender re-INVITE 4 other  -> answer sender 4 415
                            sender UPDATE 5 same      -> seat sender, answer sender 5 200 v1 passive recvonly
                            """);
        }

        /** RFC 3311 §5.2: there is nothing yet that could be changed. */
        @Test
        void comesTooEarly() {
            play(
                    """
                    INVITE
                    sender UPDATE 2 none    -> answer sender 2 500
                    found 1
                    sender UPDATE 3 same    -> answer sender 3 500
                    room opened
                    sender re-INVITE 4 same -> answer sender 4 500
                    """);
        }

        @Test
        void overtakesItsAck() {
            play(
                    answered(1)
                            + "sender UPDATE 2 same -> seat sender, answer sender 2 200 v1 passive"
                            + " recvonly");
        }

        @Test
        void comesAfterItsBye() {
            play(
                    talking(1)
                            + """
                            BYE
                            sender UPDATE 3 same -> answer sender 3 481
                            """);
        }

        @Test
        void comesAfterOurBye() {
            play(
                    talking(2)
                            + """
                            b2 180
                            broken               -> BYE sender (message incomplete), close, BYE b1, CANCEL b2, stop answer, stop lifetime, start settle
                            sender UPDATE 3 same -> answer sender 3 481
                            """);
        }
    }

    @Nested
    class Device {
        /** The device said active in its answer, so we are passive when it offers. */
        @Test
        void changesNothing() {
            play(talking(1) + "b1 UPDATE 1 same -> seat b1, answer b1 1 200 v1 passive sendonly");
        }

        @Test
        void holdsAndResumes() {
            play(
                    talking(1)
                            + """
                            b1 UPDATE 1 hold -> hold b1, seat b1, answer b1 1 200 v2 passive inactive
                            b1 UPDATE 2 hold -> seat b1, answer b1 2 200 v2 passive inactive
                            b1 UPDATE 3 same -> resume b1, seat b1, answer b1 3 200 v3 passive sendonly
                            """);
        }

        @Test
        void moves() {
            play(
                    talking(1)
                            + "b1 UPDATE 1 moved -> seat b1, answer b1 1 200 v2 passive"
                            + " sendonly");
        }

        /** The version that we have come to is the one that we refresh with. */
        @Test
        void movesAndIsRefreshed() {
            play(
                    talking(2)
                            + """
                            b2 200 SE=600;refresher=uac
                            b2 re-INVITE 1 moved SE=600;refresher=uas timer
                            fires b2 refresh -> refresh b2 INVITE 600;refresher=uac v2 actpass sendonly
                            """);
        }

        /** It has everything: it may be where it likes. */
        @Test
        void movesWhenServed() {
            play(
                    talking(1)
                            + """
                            whole
                            b1 served
                            b1 UPDATE 1 moved -> answer b1 1 200 v2 passive sendonly
                            """);
        }

        /** RFC 3261 §14.2: our INVITE is not over before its ACK. */
        @Test
        void comesBeforeOurAck() {
            play(
                    answered(1)
                            + """
                            b1 re-INVITE 1 same  -> answer b1 1 491
                            b1 UPDATE 2 moved    -> answer b1 2 200 v2 passive sendonly
                            """);
        }

        @Test
        void comesInADialogThatIsNotKept() {
            play(
                    talking(2)
                            + """
                            b2 UPDATE 1 same -> answer b2 1 481
                            b1 BYE           -> part b1
                            b1 UPDATE 1 same -> answer b1 1 481
                            """);
        }

        @Test
        void comesWhileTheCallDrains() {
            play(
                    talking(1)
                            + """
                            BYE
                            b1 UPDATE 1 same -> seat b1, answer b1 1 200 v1 passive sendonly
                            """);
        }

        /** RFC 3264 §8.4: it is sent nothing; the others go on, and so does the waiting for it. */
        @Test
        void holdsWhileTheOthersFinish() {
            play(
                    talking(2)
                            + """
                            b2 200
                            b1 UPDATE 1 hold -> hold b1, seat b1, answer b1 1 200 v2 passive inactive
                            whole
                            BYE              ->
                            b2 served        -> BYE b2, unseat b2
                            b1 UPDATE 2 same -> resume b1, seat b1, answer b1 2 200 v3 passive sendonly
                            b1 served        -> BYE b1, unseat b1, close, stop lifetime, release DELIVERED 200 2/2
                            """);
        }

        @Test
        void holdsBeforeItIsSeated() {
            play(
                    answered(1)
                            + """
                            b1 UPDATE 1 hold -> answer b1 1 200 v2 passive inactive
                            ACK              -> stop acknowledge, start lifetime, ACK b1, hold b1, seat b1
                            """);
        }

        /** A hold is no longer than its dialog: whoever does not refresh that is hung up. */
        @Test
        void holdsAndForgets() {
            play(
                    talking(2)
                            + """
                            b2 200 SE=600;refresher=uas
                            b2 UPDATE 1 hold timer SE=600;refresher=uac
                            fires b2 expiry -> BYE b2, unseat b2
                            """);
        }

        /** RFC 4975 §8.1: port 0 gives the line up, so there is nowhere to connect to. */
        @Test
        void closesAndReopensItsLine() {
            play(
                    talking(1)
                            + """
                            b1 UPDATE 1 closed -> hold b1, answer b1 1 200 v2
                            b1 UPDATE 2 same   -> resume b1, seat b1, answer b1 2 200 v3 passive sendonly
                            """);
        }
    }

    /** A re-INVITE without an offer: ours is in the 200, the answer in the ACK (RFC 3261 §14.2). */
    @Nested
    class Offerless {
        @Test
        void theAnswerHolds() {
            play(
                    talking(1)
                            + """
                            b1 re-INVITE 1 none -> start b1 acknowledge 32s, answer b1 1 200 v1 actpass sendonly
                            b1 ACK 1 hold       -> stop b1 acknowledge, hold b1, seat b1
                            b1 re-INVITE 2 none -> start b1 acknowledge 32s, answer b1 2 200 v2 actpass sendonly
                            b1 ACK 2 moved      -> stop b1 acknowledge, resume b1, seat b1
                            """);
        }

        /** RFC 3264 §8.4: our offer does not repeat the hold of the sender, who may so end it. */
        @Test
        void theSenderMayEndItsHold() {
            play(
                    talking(1)
                            + """
                            sender UPDATE 2 hold    -> seat sender, answer sender 2 200 v2 passive inactive
                            sender re-INVITE 3 none -> start sender acknowledge 32s, answer sender 3 200 v3 actpass recvonly
                            sender ACK 3 hold       -> stop sender acknowledge, seat sender
                            sender UPDATE 4 hold    -> seat sender, answer sender 4 200 v4 passive inactive
                            """);
        }

        @ParameterizedTest
        @ValueSource(strings = {"none", "broken", "audio"})
        void aDeviceWithoutAUsableAnswerIsHungUp(String what) {
            play(
                    talking(2)
                            + """
                            b2 200
                            b1 re-INVITE 1 none
                            b1 ACK 1 %s -> stop b1 acknowledge, BYE b1, unseat b1
                            """
                                    .formatted(what));
        }

        @ParameterizedTest
        @ValueSource(strings = {"none", "broken", "audio"})
        void aSenderWithoutAUsableAnswerIsHungUp(String what) {
            play(
                    talking(1)
                            + """
                            sender re-INVITE 2 none
                            sender ACK 2 %s -> stop sender acknowledge, BYE sender (%s), close, BYE b1, stop lifetime, release ABORTED 200 0/1
                            """
                                    .formatted(what, WHY.get(what)));
        }

        private static final Map<String, String> WHY =
                Map.of(
                        "none", "no answer in ACK",
                        "broken", "unreadable answer in ACK",
                        "audio", "The MSRP m= line became another");

        /** Its body would be an answer to nothing. */
        @Test
        void anAckOfAnythingElseIsOnlyAReceipt() {
            play(
                    talking(1)
                            + """
                            b1 re-INVITE 1 same
                            b1 ACK 1 audio -> stop b1 acknowledge
                            b1 ACK 7 audio ->
                            """);
        }
    }

    /** RFC 3261 §14.2: a 2xx that is never acknowledged ends the dialog. */
    @Nested
    class WithoutAck {
        @Test
        void ofADevice() {
            play(
                    talking(2)
                            + """
                            b2 200
                            b1 re-INVITE 1 same -> seat b1, start b1 acknowledge 32s, answer b1 1 200 v1 passive sendonly
                            fires b1 acknowledge -> BYE b1, unseat b1
                            """);
        }

        @Test
        void ofTheSender() {
            play(
                    talking(1)
                            + """
                            sender re-INVITE 2 same
                            fires sender acknowledge -> BYE sender (no ACK), close, BYE b1, stop lifetime, release ABORTED 200 0/1
                            """);
        }

        /** The session timer is another matter, whatever an UPDATE meanwhile says of it. */
        @Test
        void isNotForgottenForAnUpdate() {
            play(
                    talking(1)
                            + """
                            sender re-INVITE 2 same timer SE=1800;refresher=uac
                            sender UPDATE 3 none -> stop sender expiry, answer sender 3 200
                            fires sender acknowledge -> BYE sender (no ACK), close, BYE b1, stop lifetime, release ABORTED 200 0/1
                            """);
        }

        /** The next one stands for it: what it needs to know has come through. */
        @Test
        void anotherReInviteTakesItsPlace() {
            play(
                    talking(1)
                            + """
                            sender re-INVITE 2 same
                            sender re-INVITE 3 same -> seat sender, start sender acknowledge 32s, answer sender 3 200 v1 passive recvonly
                            sender ACK 2 none       ->
                            sender ACK 3 none       -> stop sender acknowledge
                            """);
        }
    }
}
