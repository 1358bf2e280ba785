package org.carillon.call;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.carillon.call.Dialogue.answered;
import static org.carillon.call.Dialogue.inviting;
import static org.carillon.call.Dialogue.play;
import static org.carillon.call.Dialogue.talking;

import org.carillon.rules.Rule;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Given these events, exactly these commands. */
class CallTest {
    /** S-8 to S-31 without an accident. */
    @Nested
    class StraightPath {
        @Test
        void oneDevice() {
            play(
                    """
                    INVITE      -> start look-up, find sip:bob@home.example
                    found 1     -> stop look-up, start room, open b1
                    room opened -> stop room, start answer, INVITE b1
                    b1 180      ->
                    b1 200      -> start acknowledge, seat sender, 200 sender, stop answer
                    ACK         -> stop acknowledge, start lifetime, ACK b1, seat b1
                    whole       ->
                    b1 served   -> start linger
                    BYE         -> stop linger, BYE b1, unseat b1, close, stop lifetime, release DELIVERED 200 1/1
                    """);
        }

        /** S-11: one INVITE each; S-20: the second 200 is not forwarded; S-30: BYE one by one. */
        @Test
        void severalDevices() {
            play(
                    """
                    INVITE      -> start look-up, find sip:bob@home.example
                    found 3     -> stop look-up, start room, open b1 b2 b3
                    room opened -> stop room, start answer, INVITE b1, INVITE b2, INVITE b3
                    b2 200      -> start acknowledge, seat sender, 200 sender
                    b1 200      -> ACK b1, seat b1
                    ACK         -> stop acknowledge, start lifetime, ACK b2, seat b2
                    b2 served   ->
                    b3 200      -> ACK b3, seat b3, stop answer
                    whole       ->
                    BYE         -> BYE b2, unseat b2
                    b3 served   -> BYE b3, unseat b3
                    b1 served   -> BYE b1, unseat b1, close, stop lifetime, release DELIVERED 200 3/3
                    """);
        }

        /**
         * S-21 where the sender (against RFC 6135 §4.2.2) offers passive: we connect at its ACK.
         */
        @Test
        void weConnectToAPassiveSenderOnlyAtItsAck() {
            play(
                    """
                    INVITE passive
                    found 1
                    room opened
                    b1 200      -> start acknowledge, 200 sender, stop answer
                    ACK         -> seat sender, stop acknowledge, start lifetime, ACK b1, seat b1
                    """);
        }

        @Test
        void nothingComesAfterTheEnd() {
            play(
                    talking(1)
                            + """
                            whole
                            b1 served
                            BYE
                            BYE           ->
                            ACK           ->
                            CANCEL        ->
                            b1 200 fork   ->
                            b1 BYE        ->
                            fires settle  ->
                            room lost     ->
                            broken        ->
                            """);
        }
    }

    /** Before a device hears of the message. */
    @Nested
    class BeforeTheInvites {
        @Test
        void nobodyRegistered() {
            play(
                    """
                    INVITE
                    found 0 -> stop look-up, 480 sender, release REFUSED 480 0/0
                    """);
        }

        @Test
        void devicesUnknown() {
            play(
                    """
                    INVITE
                    unknown -> 503 sender, stop look-up, release REFUSED 503 0/0
                    """);
        }

        @Test
        void lookUpTooSlow() {
            play(
                    """
                    INVITE
                    fires look-up -> 503 sender, release REFUSED 503 0/0
                    found 2       ->
                    """);
        }

        @Test
        void noRoom() {
            play(
                    """
                    INVITE
                    found 1
                    room lost -> 503 sender, close, stop room, release REFUSED 503 0/0
                    """);
        }

        /** The Room may open behind our back; it has been told to close. */
        @Test
        void roomTooSlow() {
            play(
                    """
                    INVITE
                    found 1
                    fires room  -> 503 sender, close, release REFUSED 503 0/0
                    room opened ->
                    """);
        }

        @Test
        void cancelledWhileLookingUp() {
            play(
                    """
                    INVITE
                    CANCEL  -> stop look-up, release CANCELLED 487 0/0
                    found 1 ->
                    """);
        }

        @Test
        void cancelledWhileTheRoomOpens() {
            play(
                    """
                    INVITE
                    found 1
                    CANCEL      -> close, stop room, release CANCELLED 487 0/0
                    room opened ->
                    """);
        }

        @Test
        void aSecondInviteIsOurOwnMistake() {
            Call call = Dialogue.after("INVITE");
            assertThatThrownBy(() -> call.on(new CallEvent.Invited(Scene.invite())))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("LOOKING_UP");
        }
    }

    /** RFC 3261 §16.7 step 6 as far as a B2BUA follows it. */
    @Nested
    class NobodyAccepts {
        @Test
        void allBusy() {
            play(
                    inviting(2)
                            + """
                            b1 486 -> unseat b1
                            b2 486 -> unseat b2, stop answer, 486 sender, close, release REFUSED 486 0/2
                            """);
        }

        /** One device's 603 is not the user's: the other may still answer. */
        @Test
        void aGlobalRefusalCancelsNobody() {
            play(
                    inviting(2)
                            + """
                            b2 180
                            b1 603 -> unseat b1
                            b2 486 -> unseat b2, stop answer, 603 sender, close, release REFUSED 603 0/2
                            """);
        }

        @Test
        void aGlobalRefusalBesideAnAcceptance() {
            play(
                    inviting(2)
                            + """
                            b1 603 -> unseat b1
                            b2 200 -> start acknowledge, seat sender, 200 sender, stop answer
                            """);
        }

        @Test
        void loneServiceUnavailable() {
            play(
                    inviting(1)
                            + "b1 503 -> unseat b1, stop answer, 500 sender, close, release REFUSED"
                            + " 500 0/1");
        }

        /** RFC 3261 §9.1: CANCEL only where a 1xx was seen, else when it comes. */
        @Test
        void nobodyAnswersInTime() {
            play(
                    inviting(2)
                            + """
                            b1 180
                            fires answer -> CANCEL b1, unseat b1, unseat b2, 408 sender, close, start settle
                            b2 180       -> CANCEL b2, start settle
                            b1 487       ->
                            b2 487       -> stop settle, release REFUSED 408 0/2
                            """);
        }

        @Test
        void acceptanceWithoutAnAnswerIsHungUp() {
            play(
                    inviting(1)
                            + """
                            b1 200-without-sdp -> ACK b1, BYE b1, unseat b1, stop answer, 488 sender, close, release REFUSED 488 0/1
                            """);
        }

        @Test
        void theRelayFails() {
            play(
                    inviting(2)
                            + """
                            b1 180
                            room lost -> 500 sender, close, CANCEL b1, stop answer, start settle
                            """);
        }
    }

    /** RFC 3261 §9. */
    @Nested
    class SenderCancels {
        @Test
        @Rule("C-25")
        void beforeAnyProvisional() {
            play(
                    inviting(2)
                            + """
                            CANCEL -> close, stop answer, start settle
                            b1 180 -> CANCEL b1, start settle
                            b1 180 ->
                            b2 180 -> CANCEL b2, start settle
                            b1 487 ->
                            b2 487 -> stop settle, release CANCELLED 487 0/2
                            """);
        }

        @Test
        @Rule("C-25")
        void afterAProvisional() {
            play(
                    inviting(2)
                            + """
                            b2 180
                            CANCEL -> close, CANCEL b2, stop answer, start settle
                            b2 487 ->
                            b1 486 -> stop settle, release CANCELLED 487 0/2
                            """);
        }

        /** RFC 3261 §13.2.2.4: a 2xx that crossed the CANCEL is acknowledged, then hung up. */
        @Test
        @Rule("C-25")
        void crossingAnAcceptance() {
            play(
                    inviting(2)
                            + """
                            b1 180
                            CANCEL -> close, CANCEL b1, stop answer, start settle
                            b1 200 -> ACK b1, BYE b1
                            b1 200 ->
                            b2 200 -> ACK b2, BYE b2, stop settle, release CANCELLED 487 0/2
                            """);
        }

        @Test
        void aDeviceThatNeverSettlesIsForgotten() {
            play(
                    inviting(1)
                            + """
                            b1 180
                            CANCEL
                            fires settle -> release CANCELLED 487 0/1
                            """);
        }

        /** The container gave the 487 while our 200 was on its way to it. */
        @Test
        void inTheMomentOfThe200() {
            play(
                    answered(2)
                            + """
                            CANCEL -> close, ACK b1, BYE b1, stop answer, stop acknowledge, start settle
                            b2 180 -> CANCEL b2, start settle
                            b2 487 -> stop settle, release CANCELLED 487 0/2
                            """);
        }

        @Test
        void tooLate() {
            play(talking(2) + "CANCEL ->");
        }
    }

    /** S-20 and S-26: devices come and go without touching one another. */
    @Nested
    class Devices {
        /** S-20, S-30: the devices that still ring are left alone. */
        @Test
        @Rule("C-6")
        void nobodyIsCancelledBecauseAnotherAnswered() {
            play(
                    inviting(3)
                            + """
                            b2 180 ->
                            b3 180 ->
                            b1 200 -> start acknowledge, seat sender, 200 sender
                            ACK    -> stop acknowledge, start lifetime, ACK b1, seat b1
                            b2 200 -> ACK b2, seat b2
                            b3 486 -> unseat b3, stop answer
                            """);
        }

        /** A 180 is no promise: it ends with the same timer, whoever else has answered. */
        @Test
        void oneThatRingsForeverIsGivenUp() {
            play(
                    inviting(2)
                            + """
                            b2 180
                            b1 200
                            ACK
                            whole
                            b1 served    ->
                            fires answer -> CANCEL b2, unseat b2, start linger
                            b2 487       ->
                            BYE          -> stop linger, BYE b1, unseat b1, close, stop lifetime, release DELIVERED 200 1/2
                            """);
        }

        @Test
        void oneWithoutAUsableAnswerIsDropped() {
            play(talking(2) + "b2 200-without-sdp -> ACK b2, BYE b2, unseat b2, stop answer");
        }

        /** RFC 3261 §13.2.2.4: a proxy behind us forked; one dialog a device is enough. */
        @Test
        void aForkedDialogIsAcknowledgedAndHungUpOnce() {
            play(
                    talking(1)
                            + """
                            b1 200 fork -> ACK b1/fork, BYE b1/fork
                            b1 200 fork ->
                            b1 200      ->
                            b1 BYE fork ->
                            """);
        }

        /** What the Room has yet to say of the first dialog is not forgotten for it. */
        @Test
        void aForkThatComesAfterTheDevicesByeChangesNothing() {
            play(
                    talking(1)
                            + """
                            whole
                            b1 BYE      -> part b1
                            b1 200 fork -> ACK b1/fork, BYE b1/fork
                            b1 served   -> unseat b1, start linger
                            BYE         -> stop linger, close, stop lifetime, release DELIVERED 200 1/1
                            """);
        }

        @Test
        void aRepeated200OfADeviceThatIsGoneIsNotHungUpAgain() {
            play(
                    talking(2)
                            + """
                            b1 BYE ->  part b1
                            b1 200 ->
                            b1 lost -> unseat b1
                            b1 200 ->
                            """);
        }

        @Test
        void forksAreLimited() {
            StringBuilder script = new StringBuilder(talking(1));
            for (int i = 1; i < Branch.MAX_DIALOGS; i++) {
                script.append("b1 200 f%1$d -> ACK b1/f%1$d, BYE b1/f%1$d\n".formatted(i));
            }
            play(script + "b1 200 one-more ->");
        }

        @Test
        void oneIsLostTheOtherGoesOn() {
            play(
                    talking(2)
                            + """
                            b2 200
                            b1 lost   -> BYE b1, unseat b1
                            whole     ->
                            b2 served -> start linger
                            BYE       -> stop linger, BYE b2, unseat b2, close, stop lifetime, release DELIVERED 200 1/2
                            """);
        }

        @Test
        void oneHangsUpTheOtherGoesOn() {
            play(
                    talking(2)
                            + """
                            b2 200
                            b2 BYE    -> part b2
                            b2 BYE    ->
                            b2 lost   -> unseat b2
                            b2 lost   ->
                            b2 served ->
                            b2 486    ->
                            """);
        }

        @Test
        void theLastOneHangsUpOnAnIncompleteMessage() {
            play(
                    talking(2)
                            + """
                            b2 486
                            b1 BYE  -> part b1
                            b1 lost -> unseat b1, BYE sender (no device left), close, stop lifetime, release ABORTED 200 0/2
                            """);
        }

        @Test
        void aPendingOneMayStillTakeTheMessage() {
            play(
                    talking(2)
                            + """
                            b1 BYE  -> part b1
                            b1 lost -> unseat b1
                            b2 486  -> unseat b2, stop answer, BYE sender (no device left), close, stop lifetime, release ABORTED 200 0/2
                            """);
        }

        /** Everything is delivered: the sender's BYE ends it, ours is not needed. */
        @Test
        void theLastOneHangsUpOnACompleteMessage() {
            play(
                    talking(1)
                            + """
                            whole
                            b1 served -> start linger
                            b1 BYE    -> unseat b1
                            BYE       -> stop linger, close, stop lifetime, release DELIVERED 200 1/1
                            """);
        }

        /** The last response goes by TCP, the BYE by SIP: either may be the faster. */
        @Test
        void theByeOvertakesTheLastResponse() {
            play(
                    talking(1)
                            + """
                            whole
                            b1 BYE    -> part b1
                            b1 served -> unseat b1, start linger
                            BYE       -> stop linger, close, stop lifetime, release DELIVERED 200 1/1
                            """);
        }

        @Test
        void theByeOvertakesTheLastResponseOfADrainingCall() {
            play(
                    talking(1)
                            + """
                            whole
                            BYE       ->
                            b1 BYE    -> part b1
                            b1 served -> unseat b1, close, stop lifetime, release DELIVERED 200 1/1
                            """);
        }

        @Test
        void theCallIsOverBeforeTheRoomSaysWhatADeviceHasHad() {
            play(
                    talking(1)
                            + """
                            whole
                            b1 BYE    -> part b1
                            room lost -> BYE sender (message incomplete), close, stop lifetime, release ABORTED 200 0/1
                            b1 served ->
                            """);
        }

        @Test
        void allAreLost() {
            play(
                    talking(2)
                            + """
                            b2 200
                            whole
                            b1 lost -> BYE b1, unseat b1
                            b2 lost -> BYE b2, unseat b2, BYE sender (no device left), close, stop lifetime, release UNDELIVERED 200 0/2
                            """);
        }

        /** RFC 3261 §15: no BYE to the sender before its ACK. */
        @Test
        void theOnlyOneHangsUpBeforeTheSendersAck() {
            play(
                    answered(1)
                            + """
                            b1 BYE -> ACK b1, unseat b1
                            ACK    -> stop acknowledge, start lifetime, BYE sender (no device left), close, stop lifetime, release ABORTED 200 0/1
                            """);
        }
    }

    /** S-28 to S-31. */
    @Nested
    class SenderHangsUp {
        @Test
        void whileASlowDeviceIsInTheMiddle() {
            play(
                    talking(2)
                            + """
                            b2 200
                            whole
                            b1 served ->
                            BYE       -> BYE b1, unseat b1
                            BYE       ->
                            b2 served -> BYE b2, unseat b2, close, stop lifetime, release DELIVERED 200 2/2
                            """);
        }

        @Test
        void whileADeviceRings() {
            play(
                    talking(2)
                            + """
                            b2 180
                            whole
                            b1 served
                            BYE       -> stop answer, start join, BYE b1, unseat b1
                            b2 200    -> ACK b2, seat b2, stop join
                            b2 served -> BYE b2, unseat b2, close, stop lifetime, release DELIVERED 200 2/2
                            """);
        }

        @Test
        @Rule("C-22")
        void whileADeviceRingsForTooLong() {
            play(
                    talking(2)
                            + """
                            b2 180
                            whole
                            b1 served
                            BYE        -> stop answer, start join, BYE b1, unseat b1
                            fires join -> CANCEL b2, unseat b2, close, stop lifetime, start settle
                            b2 200     -> ACK b2, BYE b2, stop settle, release DELIVERED 200 1/2
                            """);
        }

        /** What is on its way may still arrive; then it counts. */
        @Test
        void beforeTheLastChunkWasRead() {
            play(
                    talking(1)
                            + """
                            BYE       -> drain
                            whole     ->
                            b1 served -> BYE b1, unseat b1, close, stop lifetime, release DELIVERED 200 1/1
                            """);
        }

        @Test
        void inTheMiddleOfTheMessage() {
            play(
                    talking(2)
                            + """
                            b2 180
                            BYE    -> stop answer, start join, drain
                            broken -> close, BYE b1, CANCEL b2, stop join, stop lifetime, start settle
                            b2 487 -> stop settle, release ABORTED 200 0/2
                            """);
        }

        @Test
        void beforeItsAck() {
            play(
                    answered(1)
                            + """
                            BYE    -> stop acknowledge, start lifetime, ACK b1, seat b1, drain
                            ACK    ->
                            broken -> close, BYE b1, stop lifetime, release ABORTED 200 0/1
                            """);
        }

        @Test
        void afterTheOnlyDeviceHungUp() {
            play(
                    answered(1)
                            + """
                            b1 BYE
                            BYE -> stop acknowledge, start lifetime, drain, close, stop lifetime, release ABORTED 200 0/1
                            """);
        }

        @Test
        void neverSoWeDo() {
            play(
                    talking(1)
                            + """
                            whole
                            b1 served    -> start linger
                            fires linger -> BYE sender (no BYE), close, BYE b1, stop lifetime, release DELIVERED 200 1/1
                            """);
        }
    }

    /** A timer stands behind every wait; the words of a fault never reach a peer. */
    @Nested
    class Faults {
        /** RFC 3261 §13.3.1.4. */
        @Test
        @Rule("C-27")
        void theSenderNeverAcknowledges() {
            play(
                    answered(2)
                            + """
                            b2 200
                            fires acknowledge -> BYE sender (no ACK), close, ACK b1, BYE b1, BYE b2, release ABORTED 200 0/2
                            """);
        }

        @Test
        void theMessageBreaks() {
            play(
                    talking(2)
                            + """
                            b2 180
                            broken -> BYE sender (message incomplete), close, BYE b1, CANCEL b2, stop answer, stop lifetime, start settle
                            """);
        }

        /** RFC 3261 §15: not before the ACK. */
        @Test
        void theMessageBreaksBeforeTheAck() {
            play(
                    answered(1)
                            + """
                            broken ->
                            ACK    -> stop acknowledge, start lifetime, ACK b1, seat b1, BYE sender (message incomplete), close, BYE b1, stop lifetime, release ABORTED 200 0/1
                            """);
        }

        @Test
        void theRoomIsLostWithTheWholeMessage() {
            play(
                    talking(2)
                            + """
                            b2 200
                            whole
                            b1 served
                            room lost -> BYE sender (message incomplete), close, BYE b1, BYE b2, stop lifetime, release DELIVERED 200 1/2
                            """);
        }

        @Test
        void theRoomIsLostAfterTheSendersBye() {
            play(
                    talking(1)
                            + """
                            whole
                            BYE       ->
                            room lost -> close, BYE b1, stop lifetime, release ABORTED 200 0/1
                            """);
        }

        @Test
        void theRoomFallsSilent() {
            play(
                    talking(1)
                            + """
                            whole
                            fires lifetime -> BYE sender (call too long), close, BYE b1, release UNDELIVERED 200 0/1
                            """);
        }

        @Test
        void theRoomFallsSilentAfterTheSendersBye() {
            play(
                    talking(1)
                            + """
                            BYE
                            fires lifetime -> close, BYE b1, release ABORTED 200 0/1
                            """);
        }

        /** It ran out in the moment in which it was stopped. */
        @Test
        void aTimerThatCrossesItsStopIsIgnored() {
            play(
                    inviting(2)
                            + """
                            fires look-up     ->
                            fires room        ->
                            b2 180            ->
                            b1 200
                            ACK
                            fires acknowledge ->
                            BYE               -> stop answer, start join, drain
                            fires answer      ->
                            b2 200            -> ACK b2, seat b2, stop join
                            fires join        ->
                            fires linger      ->
                            fires settle      ->
                            """);
        }
    }
}
