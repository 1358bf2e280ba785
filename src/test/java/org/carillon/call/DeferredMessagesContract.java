package org.carillon.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every {@link DeferredMessages} does. */
public interface DeferredMessagesContract {
    DeferralLimits LIMITS = new DeferralLimits(3, 1 << 20, Duration.ofDays(7));
    DeferredMessage.Content CONTENT =
            new DeferredMessage.Content("m\u00e41", "message/cpim", "X-A: \"b\"\r\n");

    /** The same store, with {@link #LIMITS}, whenever one test asks. */
    DeferredMessages messages();

    /** Its clock. */
    Instant now();

    void pass(Duration time);

    /**
     * The process has died, and another one goes on with its data: {@link #messages} are that
     * one's.
     *
     * @return how many more wait than before
     */
    int afterDeath() throws Exception;

    /** An INVITE to that user. */
    static CpmRequest invite(String user) {
        CpmRequest bob = Scene.invite().toKeep();
        return new CpmRequest(
                bob.call(),
                CpmRequest.Mode.LARGE_MESSAGE,
                Aor.of(user),
                bob.from(),
                bob.to(),
                bob.route(),
                bob.maxForwards(),
                bob.headers(),
                bob.contentType(),
                bob.offer(),
                bob.trustedPeer(),
                bob.time());
    }

    private String keep(String user, byte[] octets) throws SourceException {
        String id = hold(user, List.of(), octets);
        messages().release(id);
        return id;
    }

    private String hold(String user, List<String> invited, byte[] octets) throws SourceException {
        DeferredMessages.Keeping keeping = messages().begin(invite(user), CONTENT, invited);
        keeping.append(ByteBuffer.wrap(octets));
        return keeping.complete(List.of(), false);
    }

    private static byte[] octets(int length) {
        byte[] octets = new byte[length];
        new Random(length).nextBytes(octets);
        return octets;
    }

    private Optional<DeferredMessage> first(String user) throws SourceException {
        return messages().next(Aor.of(user), Optional.empty());
    }

    private byte[] contentOf(DeferredMessage message) throws SourceException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int number = 0; all.size() < message.octets(); number++) {
            all.writeBytes(messages().piece(message, number));
        }
        return all.toByteArray();
    }

    @Test
    default void whatIsKeptComesBackWhole() throws Exception {
        Instant began = now();
        keep("sip:bob@home.example", octets(200_001));
        DeferredMessage message = first("sip:bob@home.example").orElseThrow();
        assertThat(message.invite()).isEqualTo(invite("sip:bob@home.example"));
        assertThat(message.content()).isEqualTo(CONTENT);
        assertThat(message.arrived()).isEqualTo(began);
        assertThat(contentOf(message)).isEqualTo(octets(200_001));
        assertThat(first("sip:carol@home.example")).isEmpty();
    }

    @Test
    default void anEmptyOneToo() throws Exception {
        keep("sip:bob@home.example", octets(0));
        assertThat(first("sip:bob@home.example").orElseThrow().octets()).isZero();
    }

    @Test
    default void howItArrivesDoesNotMatter() throws Exception {
        byte[] octets = octets(100_000);
        DeferredMessages.Keeping keeping =
                messages().begin(invite("sip:bob@home.example"), CONTENT, List.of());
        for (int at = 0; at < octets.length; at += 777) {
            keeping.append(
                    ByteBuffer.wrap(
                            Arrays.copyOfRange(octets, at, Math.min(at + 777, octets.length))));
        }
        messages().release(keeping.complete(List.of(), false));
        assertThat(contentOf(first("sip:bob@home.example").orElseThrow())).isEqualTo(octets);
    }

    @Test
    default void nobodyFindsOneThatStillArrives() throws Exception {
        DeferredMessages.Keeping keeping =
                messages().begin(invite("sip:bob@home.example"), CONTENT, List.of());
        keeping.append(ByteBuffer.wrap(octets(100_000)));
        assertThat(first("sip:bob@home.example")).isEmpty();
        String id = keeping.complete(List.of(), false);
        assertThat(first("sip:bob@home.example")).as("its call delivers it").isEmpty();
        messages().release(id);
        assertThat(first("sip:bob@home.example")).isPresent();
    }

    @Test
    default void anAbortedOneIsGone() throws Exception {
        for (int i = 0; i < 20; i++) { // their octets would be more than there is space for
            DeferredMessages.Keeping keeping =
                    messages().begin(invite("sip:bob@home.example"), CONTENT, List.of());
            keeping.append(ByteBuffer.wrap(octets(100_000)));
            keeping.abort();
        }
        assertThat(first("sip:bob@home.example")).isEmpty();
    }

    @Test
    default void theOldestComesFirst() throws Exception {
        for (int length : List.of(30, 10, 20)) {
            keep("sip:bob@home.example", octets(length));
            pass(Duration.ofSeconds(1));
        }
        Optional<DeferredMessage> message = first("sip:bob@home.example");
        for (int length : List.of(30, 10, 20)) {
            assertThat(message.orElseThrow().octets()).isEqualTo(length);
            message = messages().next(Aor.of("sip:bob@home.example"), message);
        }
        assertThat(message).isEmpty();
    }

    @Test
    default void thoseOfOneMomentAreAllThere() throws Exception {
        for (int i = 0; i < 3; i++) {
            keep("sip:bob@home.example", octets(i));
        }
        Optional<DeferredMessage> message = first("sip:bob@home.example");
        long octets = 0;
        int count = 0;
        while (message.isPresent()) {
            octets += message.get().octets();
            count++;
            message = messages().next(Aor.of("sip:bob@home.example"), message);
        }
        assertThat(count).isEqualTo(3);
        assertThat(octets).isEqualTo(0 + 1 + 2);
    }

    @Test
    default void oneThatIsDeliveredIsGone() throws Exception {
        keep("sip:bob@home.example", octets(100_000));
        DeferredMessage message = first("sip:bob@home.example").orElseThrow();
        messages().settle(message.id(), List.of("phone"));
        assertThat(first("sip:bob@home.example")).isEmpty();
        assertThatThrownBy(() -> messages().piece(message, 0)).isInstanceOf(SourceException.class);
    }

    @Test
    default void aUserHasALimit() throws Exception {
        for (int i = 0; i < LIMITS.perUser(); i++) {
            keep("sip:bob@home.example", octets(i));
        }
        assertThatThrownBy(() -> keep("sip:bob@home.example", octets(1)))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("deferred-per-user");
        assertThat(messages().counters()).containsEntry("limit-deferred-per-user", 1L);
        keep("sip:carol@home.example", octets(1));
    }

    @Test
    default void allTogetherHaveALimit() throws Exception {
        assertThatThrownBy(() -> keep("sip:bob@home.example", octets(2 << 20)))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("deferred-disk");
        String kept = keep("sip:carol@home.example", octets(1)); // what was refused takes nothing
        assertThatThrownBy(() -> keep("sip:bob@home.example", octets((1 << 20) - 1)))
                .as("beside " + kept)
                .hasMessageContaining("deferred-disk");
        assertThat(messages().counters()).containsEntry("limit-deferred-disk", 2L);
    }

    @Test
    default void nobodyWaitsForEver() throws Exception {
        keep("sip:bob@home.example", octets(50_000));
        pass(LIMITS.expires().minusSeconds(1));
        assertThat(messages().expired(now())).isEmpty();
        DeferredMessage message = first("sip:bob@home.example").orElseThrow();
        pass(Duration.ofSeconds(1));
        assertThat(first("sip:bob@home.example")).isEmpty();
        assertThat(messages().expired(now())).containsExactly(message);
        assertThat(messages().piece(message, 0)).as("it is still there").isNotEmpty();
        messages().giveUp(message);
        messages().giveUp(message);
        assertThat(messages().expired(now())).isEmpty();
        assertThat(messages().find(message.id())).isEmpty();
        assertThatThrownBy(() -> messages().piece(message, 0)).isInstanceOf(SourceException.class);
    }

    // --- under way in a call

    byte[] SOME = octets(100);
    List<String> TWO = List.of("phone", "tablet");

    private static Device device(String instance) {
        return new Device(
                Optional.of(instance), Optional.empty(), "sip:x@y", List.of(), List.of(), 1000);
    }

    private List<String> wanted(DeferredMessage message) {
        return Stream.of("phone", "tablet", "watch")
                .filter(name -> message.isFor(device(name)))
                .toList();
    }

    @Test
    default void theCallThatHoldsItDeliversIt() throws Exception {
        String id = hold("sip:bob@home.example", TWO, SOME);
        assertThat(first("sip:bob@home.example")).isEmpty();
        messages().settle(id, TWO);
        assertThat(afterDeath()).isZero();
        assertThat(first("sip:bob@home.example")).isEmpty();
    }

    @Test
    default void inVainItWaitsForAnyDevice() throws Exception {
        messages().release(hold("sip:bob@home.example", TWO, SOME));
        DeferredMessage message = first("sip:bob@home.example").orElseThrow();
        assertThat(wanted(message)).containsExactly("phone", "tablet", "watch");
        messages().settle(message.id(), List.of("watch"));
        assertThat(first("sip:bob@home.example")).isEmpty();
    }

    /** The process has died. */
    @Test
    default void thoseWhoHaveNotConfirmedItGetIt() throws Exception {
        String id = hold("sip:bob@home.example", TWO, SOME);
        messages().served(id, "phone");
        assertThat(afterDeath()).isOne();
        DeferredMessage message = first("sip:bob@home.example").orElseThrow();
        assertThat(message.id()).isEqualTo(id);
        assertThat(contentOf(message)).isEqualTo(SOME);
        assertThat(wanted(message)).containsExactly("tablet");
        messages().settle(id, List.of("tablet"));
        assertThat(first("sip:bob@home.example")).isEmpty();
    }

    @Test
    default void itWaitsUntilTheLastOfThemHasIt() throws Exception {
        String id = hold("sip:bob@home.example", TWO, SOME);
        assertThat(afterDeath()).isOne();
        messages().served(id, "phone");
        messages().settle(id, List.of("phone"));
        DeferredMessage message = first("sip:bob@home.example").orElseThrow();
        assertThat(wanted(message)).containsExactly("tablet");
        messages().settle(id, List.of("tablet"));
        assertThat(first("sip:bob@home.example")).isEmpty();
    }

    @Test
    default void whoHadItBeforeItWasSafeIsNoted() throws Exception {
        DeferredMessages.Keeping keeping =
                messages().begin(invite("sip:bob@home.example"), CONTENT, TWO);
        keeping.append(ByteBuffer.wrap(SOME));
        String id = keeping.complete(List.of("tablet"), true);
        assertThat(afterDeath()).isOne();
        DeferredMessage message = first("sip:bob@home.example").orElseThrow();
        assertThat(message.id()).isEqualTo(id);
        assertThat(wanted(message)).containsExactly("phone");
        assertThat(message.recorded()).isTrue();
    }

    @Test
    default void whatEverybodyHasIsNotRecovered() throws Exception {
        String id = hold("sip:bob@home.example", TWO, SOME);
        messages().served(id, "phone");
        messages().served(id, "tablet");
        assertThat(afterDeath()).isZero();
        assertThat(first("sip:bob@home.example")).isEmpty();
    }

    @Test
    default void whatIsForNobodyIsRecoveredForAll() throws Exception {
        hold("sip:bob@home.example", List.of(), SOME);
        assertThat(afterDeath()).isOne();
        assertThat(wanted(first("sip:bob@home.example").orElseThrow()))
                .containsExactly("phone", "tablet", "watch");
    }

    /** One that waited for any device, and whose delivery was cut short by a death. */
    @Test
    default void whoConfirmedADeferredOneIsNotedToo() throws Exception {
        String id = keep("sip:bob@home.example", SOME);
        messages().served(id, "watch");
        assertThat(afterDeath()).isZero();
        assertThat(wanted(first("sip:bob@home.example").orElseThrow()))
                .containsExactly("phone", "tablet");
    }

    @Test
    default void whatIsRecordedIsNoted() throws Exception {
        String id = keep("sip:bob@home.example", SOME);
        assertThat(first("sip:bob@home.example").orElseThrow().recorded()).isFalse();
        messages().recorded(id);
        assertThat(first("sip:bob@home.example").orElseThrow().recorded()).isTrue();
    }

    /** Notes about a message that is gone are late, and nothing else. */
    @Test
    default void aLateNoteChangesNothing() throws Exception {
        String id = hold("sip:bob@home.example", TWO, SOME);
        messages().settle(id, TWO);
        messages().served(id, "phone");
        messages().recorded(id);
        messages().settle(id, TWO);
        messages().release(id);
        assertThat(afterDeath()).isZero();
        assertThat(first("sip:bob@home.example")).isEmpty();
    }

    /** A call ends when its message has been recovered already. */
    @Test
    default void aReleaseIsForTheHeldOnly() throws Exception {
        String id = hold("sip:bob@home.example", List.of("phone"), SOME);
        assertThat(afterDeath()).isOne();
        messages().release(id);
        assertThat(wanted(first("sip:bob@home.example").orElseThrow())).containsExactly("phone");
    }

    /** Nobody was told that it is safe, so nobody is told that it is not. */
    @Test
    default void whatNeverArrivedIsDroppedInSilence() throws Exception {
        DeferredMessages.Keeping keeping =
                messages().begin(invite("sip:bob@home.example"), CONTENT, List.of());
        keeping.append(ByteBuffer.wrap(octets(600_000)));
        assertThat(afterDeath()).isZero();
        assertThat(first("sip:bob@home.example")).isEmpty();
    }

    // --- claimed for a call of its own

    @Test
    default void oneHasItAtATime() throws Exception {
        String id = keep("sip:bob@home.example", SOME);
        assertThat(messages().claim(id)).isTrue();
        assertThat(messages().claim(id)).isFalse();
        assertThat(first("sip:bob@home.example")).as("what is behind it has to wait").isPresent();
        messages().release(id);
        assertThat(messages().claim(id)).isTrue();
        messages().settle(id, List.of("phone"));
        assertThat(messages().claim(id)).isFalse();
    }

    @Test
    default void nobodyClaimsWhatACallHolds() throws Exception {
        String id = hold("sip:bob@home.example", TWO, SOME);
        assertThat(messages().claim(id)).isFalse();
    }

    @Test
    default void whatADeadOneHadClaimedCanBeClaimed() throws Exception {
        String id = keep("sip:bob@home.example", SOME);
        assertThat(messages().claim(id)).isTrue();
        assertThat(afterDeath()).as("it has waited before").isZero();
        assertThat(messages().claim(id)).isTrue();
    }

    /** One of those whom it was owed to has it; it waits for the other. */
    @Test
    default void whatIsStillOwedCanBeClaimedAgain() throws Exception {
        String id = hold("sip:bob@home.example", TWO, SOME);
        assertThat(afterDeath()).isOne();
        assertThat(messages().claim(id)).isTrue();
        messages().settle(id, List.of("phone"));
        assertThat(messages().claim(id)).isTrue();
        messages().release(id);
        assertThat(wanted(first("sip:bob@home.example").orElseThrow())).containsExactly("tablet");
    }

    @Test
    default void oneAtATimeGivesUp() throws Exception {
        String id = keep("sip:bob@home.example", SOME);
        pass(LIMITS.expires());
        assertThat(messages().expired(now())).hasSize(1);
        assertThat(messages().claim(id)).isTrue();
        assertThat(messages().expired(now())).isEmpty();
        messages().release(id);
        assertThat(messages().expired(now())).hasSize(1);
    }

    /** The user's limit is for those who are not there; those who are have their calls' limits. */
    @Test
    default void whatIsUnderWayCountsInOctetsOnly() throws Exception {
        for (int i = 0; i <= LIMITS.perUser(); i++) {
            hold("sip:bob@home.example", TWO, octets(i));
        }
        assertThat(messages().counters()).containsEntry("limit-deferred-per-user", 0L);
        assertThatThrownBy(() -> hold("sip:bob@home.example", TWO, octets(2 << 20)))
                .hasMessageContaining("deferred-disk");
    }

    @Test
    default void whatIsDeliveredMakesRoom() throws Exception {
        for (int i = 0; i < 20; i++) { // together more than there is space for
            messages().settle(hold("sip:bob@home.example", TWO, octets(100_000)), TWO);
        }
        assertThat(messages().counters()).containsEntry("limit-deferred-disk", 0L);
    }
}
