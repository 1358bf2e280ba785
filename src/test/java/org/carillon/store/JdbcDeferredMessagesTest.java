package org.carillon.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.carillon.call.Aor;
import org.carillon.call.Binding;
import org.carillon.call.BindingStore;
import org.carillon.call.BindingStoreContract;
import org.carillon.call.CallId;
import org.carillon.call.CpmRequest;
import org.carillon.call.DeferredMessage;
import org.carillon.call.DeferredMessages;
import org.carillon.call.DeferredMessagesContract;
import org.carillon.call.Device;
import org.carillon.call.Headers;
import org.carillon.call.SourceException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdbcDeferredMessagesTest implements DeferredMessagesContract {
    static final Duration TAKEOVER = Duration.ofSeconds(15);

    private Instant now = Instant.parse("2026-11-23T00:00:00Z");
    @TempDir private Path contents;
    private StoreOptions database;
    private Store store;
    private DeferredMessages messages;

    /** Empty; another one for each test. */
    StoreOptions database(Path directory) throws Exception {
        return H2.in(directory);
    }

    @BeforeEach
    final void open(@TempDir Path directory) throws Exception {
        database = database(directory);
        store = Store.open(database);
        messages = in(store);
    }

    /** Another process on the same database. */
    final DeferredMessages another() throws SourceException {
        return in(store);
    }

    private JdbcDeferredMessages in(Store database) throws SourceException {
        return new JdbcDeferredMessages(database, contents, LIMITS, TAKEOVER, () -> now);
    }

    @AfterEach
    final void close() {
        store.close();
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
        messages = in(store);
        return recovered(messages);
    }

    /** Another process of an embedded database has died; of another one, when it is silent. */
    private int recovered(DeferredMessages by) throws SourceException {
        int atOnce = by.recover();
        pass(TAKEOVER);
        return atOnce + by.recover();
    }

    @Test
    void itOutlivesTheProcess() throws Exception {
        Aor bob = Aor.of("sip:bob@example.com");
        CpmRequest invite =
                new CpmRequest(
                        new CallId("c"),
                        CpmRequest.Mode.LARGE_MESSAGE,
                        bob,
                        "<sip:a@b>",
                        "<sip:bob@example.com>",
                        List.of(),
                        70,
                        new Headers(List.of()),
                        Optional.of("application/sdp"),
                        Optional.of("v=0\r\n"),
                        true,
                        "now");
        DeferredMessages.Keeping keeping = messages.begin(invite, CONTENT, List.of());
        keeping.append(ByteBuffer.wrap(new byte[70_000]));
        assertThat(keeping.complete(List.of(), false)).isNotEmpty();
        store.close();
        try (Store second = Store.open(database)) {
            DeferredMessages again = in(second);
            assertThat(recovered(again)).isOne();
            DeferredMessage message = again.next(bob, Optional.empty()).orElseThrow();
            assertThat(message.invite()).isEqualTo(invite);
            assertThat(message.octets()).isEqualTo(70_000);
            assertThat(again.piece(message, 0)).isNotEmpty();
        }
    }

    /** As after the death of the process: nobody knows who was being tried. */
    @Test
    void whoIsRegisteredIsReachable() throws Exception {
        List<String> users = List.of("sip:a@x", "sip:b@x", "sip:c@x", "sip:d@x", "sip:e@x");
        for (String user : users.subList(0, 4)) {
            String id = hold(user);
            if (!user.equals("sip:d@x")) {
                messages.release(id);
                messages.release(hold(user));
            }
        }
        BindingStore bindings = new JdbcBindings(store);
        for (String user : List.of("sip:a@x", "sip:c@x", "sip:d@x", "sip:e@x")) {
            BindingStoreContract.replace(bindings, Aor.of(user), List.of(binding(Aor.of(user))));
        }
        assertThat(messages.reachable(Optional.empty()))
                .as("b is not registered, d in a call, nothing waits for e")
                .containsExactly(Aor.of("sip:a@x"), Aor.of("sip:c@x"));
        assertThat(messages.reachable(Optional.of(Aor.of("sip:a@x"))))
                .containsExactly(Aor.of("sip:c@x"));
        pass(Duration.ofSeconds(61));
        assertThat(messages.reachable(Optional.empty())).isEmpty();
    }

    private String hold(String user) throws Exception {
        DeferredMessages.Keeping keeping =
                messages.begin(DeferredMessagesContract.invite(user), CONTENT, List.of());
        return keeping.complete(List.of(), false);
    }

    private Binding binding(Aor user) {
        Device device =
                new Device(
                        Optional.empty(), Optional.empty(), "sip:d@h", List.of(), List.of(), 1000);
        return new Binding(user, device, "c@h", 1, Optional.empty(), now.plusSeconds(60));
    }

    /** Nothing is left of what is delivered, aborted or given up. */
    @Test
    void aLargeOneLeavesNoFile() throws Exception {
        for (String end : List.of("settled", "aborted", "expired", "dead")) {
            DeferredMessages.Keeping keeping =
                    messages.begin(
                            DeferredMessagesContract.invite("sip:bob@x"), CONTENT, List.of());
            keeping.append(ByteBuffer.wrap(new byte[300_000]));
            switch (end) {
                case "settled" -> messages.settle(keeping.complete(List.of(), false), List.of());
                case "aborted" -> keeping.abort();
                case "expired" -> {
                    messages.release(keeping.complete(List.of(), false));
                    pass(LIMITS.expires());
                    List<DeferredMessage> expired = messages.expired(now);
                    assertThat(expired).hasSize(1);
                    messages.giveUp(expired.get(0));
                }
                default -> assertThat(afterDeath()).isZero();
            }
            assertThat(contents).as(end).isEmptyDirectory();
        }
    }
}
