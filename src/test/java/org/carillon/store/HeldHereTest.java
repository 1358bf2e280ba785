package org.carillon.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.carillon.call.Aor;
import org.carillon.call.DeferredMessage;
import org.carillon.call.DeferredMessages;
import org.carillon.call.DeferredMessagesContract;
import org.carillon.call.SourceException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeldHereTest implements DeferredMessagesContract {
    private static final Duration TAKEOVER = Duration.ofSeconds(15);
    private static final Aor BOB = Aor.of("sip:bob@x");

    private Instant now = Instant.parse("2026-11-23T00:00:00Z");
    @TempDir private Path contents;
    private Store own;
    private Store common;
    private JdbcDeferredMessages here;
    private JdbcDeferredMessages there;
    private DeferredMessages messages;

    @BeforeEach
    void open(@TempDir Path directory) throws Exception {
        own = Store.open(H2.in(directory));
        common = Store.open(H2.inMemory());
        restart();
    }

    private void restart() throws SourceException {
        here = in(own, "here");
        there = in(common, "there");
        messages = new HeldHere(here, there);
    }

    private JdbcDeferredMessages in(Store store, String name) throws SourceException {
        return new JdbcDeferredMessages(store, contents.resolve(name), LIMITS, TAKEOVER, () -> now);
    }

    @AfterEach
    void close() {
        common.close();
        own.close();
    }

    @Override
    public DeferredMessages messages() {
        return messages;
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public void pass(Duration time) {
        now = now.plus(time);
    }

    @Override
    public int afterDeath() throws Exception {
        restart();
        return messages.recover();
    }

    private String hold(int octets) throws SourceException {
        DeferredMessages.Keeping keeping =
                messages.begin(
                        DeferredMessagesContract.invite("sip:bob@x"),
                        CONTENT,
                        List.of("phone", "tablet"));
        keeping.append(ByteBuffer.wrap(new byte[octets]));
        return keeping.complete(List.of(), false);
    }

    @Test
    void whatIsUnderWayIsNobodyElsesBusiness() throws Exception {
        String id = hold(100_000);
        assertThat(there.find(id)).isEmpty();
        assertThat(here.find(id)).isPresent();
        messages.release(id);
        assertThat(there.find(id)).isPresent();
        assertThat(here.find(id)).isEmpty();
        assertThat(contents.resolve("here")).isEmptyDirectory();
    }

    /** It is found where it lies meanwhile. */
    @Test
    void withoutTheCommonDatabaseItStaysUntilThatIsBack() throws Exception {
        for (int full = 0; full < 2; full++) { // more than deferred-disk, and that of nobody here
            DeferredMessages.Keeping keeping =
                    there.begin(DeferredMessagesContract.invite("sip:a@x"), CONTENT, List.of());
            keeping.append(ByteBuffer.wrap(new byte[(1 << 19) - 1]));
            keeping.complete(List.of(), false);
        }
        String id = hold(100);
        messages.release(id);
        assertThat(messages.next(BOB, Optional.empty())).isEmpty();
        assertThat(messages.find(id)).isPresent();
        assertThat(messages.piece(messages.find(id).orElseThrow(), 0)).hasSize(100);
        for (DeferredMessage other : all("sip:a@x")) {
            there.giveUp(other);
        }
        assertThat(messages.recover()).as("it was known before").isZero();
        assertThat(messages.next(BOB, Optional.empty()).orElseThrow().id()).isEqualTo(id);
    }

    private List<DeferredMessage> all(String user) throws SourceException {
        int unused = new JdbcAccess(common).waitAll();
        DeferredMessage one = there.next(Aor.of(user), Optional.empty()).orElseThrow();
        return List.of(one, there.next(Aor.of(user), Optional.of(one)).orElseThrow());
    }

    /** A death between its arrival there and its end here. */
    @Test
    void itIsMovedOnceOnly() throws Exception {
        String id = hold(100);
        here.release(id);
        there.adopt(here.find(id).orElseThrow(), here);
        assertThat(afterDeath()).isZero();
        assertThat(here.find(id)).isEmpty();
        DeferredMessage message = messages.next(BOB, Optional.empty()).orElseThrow();
        assertThat(message.id()).isEqualTo(id);
        assertThat(messages.next(BOB, Optional.of(message))).isEmpty();
    }

    private record JdbcAccess(Store store) {
        int waitAll() throws SourceException {
            return store.run(
                    "wait",
                    c ->
                            Statements.execute(
                                    c,
                                    "UPDATE deferred_message SET state = 'WAITING', node = NULL"));
        }
    }
}
