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

    private static LargeMessageInvite invite(String user) {
        LargeMessageInvite bob = Scene.invite().toKeep();
        return new LargeMessageInvite(
                bob.call(),
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

    private void keep(String user, byte[] octets) throws SourceException {
        DeferredMessages.Keeping keeping = messages().begin(invite(user), CONTENT);
        keeping.append(ByteBuffer.wrap(octets));
        keeping.complete();
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
                messages().begin(invite("sip:bob@home.example"), CONTENT);
        for (int at = 0; at < octets.length; at += 777) {
            keeping.append(
                    ByteBuffer.wrap(
                            Arrays.copyOfRange(octets, at, Math.min(at + 777, octets.length))));
        }
        keeping.complete();
        assertThat(contentOf(first("sip:bob@home.example").orElseThrow())).isEqualTo(octets);
    }

    @Test
    default void nobodyFindsOneThatStillArrives() throws Exception {
        DeferredMessages.Keeping keeping =
                messages().begin(invite("sip:bob@home.example"), CONTENT);
        keeping.append(ByteBuffer.wrap(octets(100_000)));
        assertThat(first("sip:bob@home.example")).isEmpty();
        keeping.complete();
        assertThat(first("sip:bob@home.example")).isPresent();
    }

    @Test
    default void anAbortedOneIsGone() throws Exception {
        for (int i = 0; i < 20; i++) { // their octets would be more than there is space for
            DeferredMessages.Keeping keeping =
                    messages().begin(invite("sip:bob@home.example"), CONTENT);
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
        messages().remove(message);
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
        assertThatThrownBy(() -> keep("sip:carol@home.example", octets(1)))
                .hasMessageContaining("deferred-disk");
        assertThat(messages().counters()).containsEntry("limit-deferred-disk", 2L);
    }

    @Test
    default void nobodyWaitsForEver() throws Exception {
        keep("sip:bob@home.example", octets(50_000));
        pass(LIMITS.expires().minusSeconds(1));
        assertThat(messages().expire(now())).isEmpty();
        DeferredMessage message = first("sip:bob@home.example").orElseThrow();
        pass(Duration.ofSeconds(1));
        assertThat(first("sip:bob@home.example")).isEmpty();
        assertThat(messages().expire(now()))
                .containsExactly(
                        new DeferredMessages.Expired(
                                message.id(),
                                Aor.of("sip:bob@home.example"),
                                new CallId("call-1")));
        assertThat(messages().expire(now())).isEmpty();
        assertThatThrownBy(() -> messages().piece(message, 0)).isInstanceOf(SourceException.class);
    }

    /** Its server was killed: nobody was told that it is safe, so nobody is told that it is not. */
    @Test
    default void whatNeverArrivedIsSweptAwayInSilence() throws Exception {
        DeferredMessages.Keeping keeping =
                messages().begin(invite("sip:bob@home.example"), CONTENT);
        keeping.append(ByteBuffer.wrap(octets(50_000)));
        pass(Duration.ofDays(2));
        assertThat(messages().expire(now())).isEmpty();
        assertThatThrownBy(keeping::complete)
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("swept");
    }
}
