package org.carillon.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carillon.call.Dialogue.playDurable;
import static org.carillon.call.Dialogue.playKeepingAll;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Every message is in the store before its end is acknowledged, until its devices have it. */
class DurableTest {
    private static final String TALKING = "INVITE\nfound 2\nroom opened\nb1 200\nb2 200\nACK\n";

    @Test
    void theStoreIsOneMoreReaderOfTheMessage() {
        playDurable(
                """
                INVITE
                found 2   -> stop look-up, start room, open b1 b2 store
                """);
    }

    @Test
    void whatADeviceHasIsDelivered() {
        playDurable(
                TALKING
                        + """
                        b1 served
                        whole
                        b2 lost   -> BYE b2, unseat b2, start linger
                        BYE       -> stop linger, BYE b1, unseat b1, close, stop lifetime, release DELIVERED 200 1/2
                        """);
    }

    /** The sender, which is still there, has a failure report: the message is its own again. */
    @Test
    void whatNoDeviceTakesIsTheSendersAgain() {
        playDurable(
                TALKING
                        + """
                        whole
                        b1 lost   -> BYE b1, unseat b1
                        b2 lost   -> BYE b2, unseat b2, BYE sender (no device left), close, stop lifetime, release UNDELIVERED 200 0/2
                        """);
    }

    /** Nobody can tell it any more: the message waits for the next device that comes. */
    @Test
    void whatNoDeviceTakesWhenTheSenderHasGoneWaits() {
        playDurable(
                TALKING
                        + """
                        whole
                        b1 lost   -> BYE b1, unseat b1
                        BYE
                        b2 lost   -> BYE b2, unseat b2, close, stop lifetime, release DEFERRED 200 0/2
                        """);
    }

    /** The same where messages for nobody are kept, and nobody has to be told. */
    @Test
    void whatNoDeviceTakesWaits() {
        playKeepingAll(
                TALKING
                        + """
                        whole
                        b1 lost   -> BYE b1, unseat b1
                        b2 lost   -> BYE b2, unseat b2, start linger
                        BYE       -> stop linger, close, stop lifetime, release DEFERRED 200 0/2
                        """);
    }

    /** Nothing of it was promised yet, and messages for nobody are refused here. */
    @Test
    void whenAllDevicesAreLostTheSenderIsTold() {
        playDurable(
                TALKING
                        + """
                        b1 lost   -> BYE b1, unseat b1
                        b2 lost   -> BYE b2, unseat b2, BYE sender (no device left), close, stop lifetime, release ABORTED 200 0/2
                        """);
    }

    /** Where messages for nobody are kept the sender notices nothing, and sends on. */
    @Test
    void whenAllDevicesAreLostTheRestStillArrives() {
        playKeepingAll(
                TALKING
                        + """
                        b1 lost   -> BYE b1, unseat b1
                        b2 lost   -> BYE b2, unseat b2
                        whole     -> start linger
                        BYE       -> stop linger, close, stop lifetime, release DEFERRED 200 0/2
                        """);
    }

    @Test
    void aByeBeforeItIsSafeWaitsForThat() {
        playKeepingAll(
                TALKING
                        + """
                        b1 lost
                        b2 lost
                        BYE       -> drain
                        whole     -> close, stop lifetime, release DEFERRED 200 0/2
                        """);
    }

    @Test
    void whatBreaksOffIsLost() {
        playKeepingAll(
                TALKING
                        + """
                        b1 lost
                        b2 lost
                        broken    -> BYE sender (message incomplete), close, stop lifetime, release ABORTED 200 0/2
                        """);
    }

    /** It was acknowledged in the moment in which we gave up. */
    @Test
    void whatWasSafeWhenWeHungUpIsNotLost() {
        playDurable(
                """
                INVITE
                found 2
                room opened
                b1 200
                b2 180
                fires acknowledge -> BYE sender (no ACK), close, ACK b1, BYE b1, CANCEL b2, stop answer, start settle
                whole
                b2 487            -> stop settle, release DEFERRED 200 0/2
                """);
    }

    /** What the Room held is in the store, too. */
    @Test
    void aLostRoomTakesNothingWithIt() {
        playDurable(
                TALKING
                        + """
                        whole
                        BYE
                        room lost
                        b1 lost
                        b2 lost   -> BYE b2, unseat b2, close, stop lifetime, release DEFERRED 200 0/2
                        """);
    }

    @Test
    void aMessageThatHasWaitedIsInTheStoreAlready() {
        Call call = new Call(Scene.DURABLE.ofKept(Optional.empty()), ScreeningPolicy.OPEN);
        List<CallCommand> unused = call.on(new CallEvent.Invited(Scene.invite().toKeep()));
        assertThat(Transcript.of(call.on(new CallEvent.RecipientFound(Scene.recipient(1)))))
                .contains("open b1");
    }
}
