package org.carillon.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.carillon.call.Aor;
import org.carillon.call.Binding;
import org.carillon.call.BindingStoreContract;
import org.carillon.call.Device;
import org.carillon.call.SourceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoreTest {
    private static final Aor BOB = Aor.of("sip:bob@example.com");
    private static final StoreLogin NOBODY = new StoreLogin("c", "", Optional.empty());
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    @TempDir Path data;

    @Test
    void rowsSurviveAReopening() throws SourceException {
        Binding binding = binding();
        try (Store store = Store.open(StoreOptions.embedded(data))) {
            BindingStoreContract.replace(new JdbcBindings(store), BOB, List.of(binding));
        }
        try (Store store = Store.open(StoreOptions.embedded(data))) {
            assertThat(new JdbcBindings(store).bindingsOf(BOB, NOW)).containsExactly(binding);
        }
    }

    @Test
    void aCommitIsOnDiskBeforeTheStoreIsClosed() throws Exception {
        Binding binding = binding();
        Path copy = Files.createDirectories(data.resolve("copy").resolve("store"));
        try (Store store = Store.open(StoreOptions.embedded(data))) {
            BindingStoreContract.replace(new JdbcBindings(store), BOB, List.of(binding));
            // what a process that is killed now leaves to the next one
            Files.copy(data.resolve("store/carillon.mv.db"), copy.resolve("carillon.mv.db"));
        }
        try (Store store = Store.open(StoreOptions.embedded(data.resolve("copy")))) {
            assertThat(new JdbcBindings(store).bindingsOf(BOB, NOW)).containsExactly(binding);
        }
    }

    @Test
    void nothingOfItRunsOrIsRegisteredAfterClose() throws Exception {
        Set<String> before = threads();
        Store store = Store.open(StoreOptions.embedded(data));
        new JdbcBindings(store).bindingsOf(BOB, NOW);
        assertThat(threads()).hasSizeGreaterThan(before.size());
        store.close();
        assertThat(threads()).noneMatch(name -> name.contains("carillon-store"));
        Instant deadline = Instant.now().plusSeconds(10);
        while (!before.containsAll(threads()) && Instant.now().isBefore(deadline)) {
            Thread.onSpinWait();
        }
        assertThat(before).containsAll(threads());
        assertThat(DriverManager.drivers())
                .noneMatch(d -> d.getClass().getName().startsWith("org.h2"));
    }

    @Test
    void openingSaysNothingInTheLog() throws SourceException {
        StringBuilder said = new StringBuilder();
        Handler listener = new Listener(said);
        Logger root = Logger.getLogger("");
        root.addHandler(listener);
        try {
            Store.open(StoreOptions.embedded(data)).close();
        } finally {
            root.removeHandler(listener);
        }
        assertThat(said).isEmpty();
    }

    @Test
    void aDatabaseThatCannotBeOpenedNamesTheSettings() throws Exception {
        Files.writeString(data.resolve("store"), "a file where a directory is needed");
        assertThatThrownBy(() -> Store.open(StoreOptions.embedded(data)))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("store-url")
                .hasMessageContaining(data.toString());
    }

    @Test
    void aSchemaThatIsNotOursIsRefusedAndItsConnectionsAreGivenBack() throws SourceException {
        Set<String> before = threads();
        Store store = Store.open(StoreOptions.embedded(data));
        store.run(
                "prepare the test",
                connection -> {
                    String sql = "UPDATE \"flyway_schema_history\" SET \"checksum\" = 1";
                    return connection.createStatement().executeUpdate(sql);
                });
        store.close();
        assertThatThrownBy(() -> Store.open(StoreOptions.embedded(data)))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("schema");
        Instant deadline = Instant.now().plusSeconds(10);
        while (!before.containsAll(threads()) && Instant.now().isBefore(deadline)) {
            Thread.onSpinWait();
        }
        assertThat(before).containsAll(threads());
    }

    @Test
    void connectionsAreBounded() throws Exception {
        StoreOptions few =
                new StoreOptions("jdbc:h2:mem:bounded", NOBODY, 3, Duration.ofSeconds(1));
        try (Store store = Store.open(few)) {
            assertThatThrownBy(() -> nested(store, 4))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("look at store-pool-size")
                    .hasRootCauseInstanceOf(SQLTransientConnectionException.class);
            assertThat(store.trouble().orElseThrow()).contains("store-pool-size");
            store.check();
            assertThat(store.trouble()).isEmpty();
            assertThat(nested(store, 3)).isZero();
        }
    }

    /** As if another transaction had been in the way that often. */
    @ParameterizedTest
    @CsvSource({"40001, 4", "40P01, 4"})
    void aTransactionThatLostARaceIsTriedAgain(String state, int times) throws Exception {
        try (Store store = Store.open(H2.inMemory())) {
            AtomicInteger attempts = new AtomicInteger();
            int done =
                    store.runAtomically(
                            "race",
                            connection -> {
                                if (attempts.incrementAndGet() <= times) {
                                    throw new SQLException("lost", state);
                                }
                                return attempts.get();
                            });
            assertThat(done).isEqualTo(times + 1);
        }
    }

    @ParameterizedTest
    @CsvSource({"40001, 10", "23505, 1", ", 1"})
    void notForEverAndNotForAnotherReason(String state, int attemptsMade) throws Exception {
        try (Store store = Store.open(H2.inMemory())) {
            AtomicInteger attempts = new AtomicInteger();
            assertThatThrownBy(
                            () ->
                                    store.run(
                                            "race",
                                            connection -> {
                                                attempts.incrementAndGet();
                                                throw new SQLException("lost", state);
                                            }))
                    .isInstanceOf(SourceException.class)
                    .hasMessageContaining("could not race")
                    .hasMessageContaining("lost");
            assertThat(attempts).hasValue(attemptsMade);
        }
    }

    // Takes one connection inside another, as many as are asked for.
    private static int nested(Store store, int connections) {
        if (connections == 0) {
            return 0;
        }
        try {
            return store.run("nest", connection -> nested(store, connections - 1));
        } catch (SourceException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    @Test
    void optionsRefuseWhatCannotWork() {
        assertThatThrownBy(() -> H2.options("jdbc:oracle:thin:scott/tiger@db"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("store-url")
                .hasMessageNotContaining("tiger");
        assertThatThrownBy(() -> new StoreOptions("jdbc:h2:mem:", NOBODY, 2, Duration.ofSeconds(5)))
                .hasMessageContaining("store-pool-size is 2, expected 3 or more");
        assertThatThrownBy(
                        () -> new StoreOptions("jdbc:h2:mem:", NOBODY, 4, Duration.ofMillis(999)))
                .hasMessageContaining("store-timeout");
        assertThatThrownBy(() -> StoreOptions.embedded(data.resolve("a;INIT=x")))
                .hasMessageContaining("';'");
    }

    @Test
    void passwordsAreNeverPrinted() {
        StoreLogin login = new StoreLogin("u", "secret", Optional.empty());
        StoreOptions options = new StoreOptions("jdbc:h2:mem:x", login, 4, Duration.ofSeconds(5));
        assertThat(options.toString()).contains("jdbc:h2:mem:x").doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://u:secret@db/x",
                "jdbc:postgresql://db/x?user=u&password=secret",
                "jdbc:postgresql://db/x?sslPassword=secret",
                "jdbc:h2:mem:x;PASSWORD=secret",
            })
    void aPasswordInTheUrlIsRefused(String url) {
        assertThatThrownBy(() -> H2.options(url))
                .hasMessageContaining("store-url")
                .hasMessageContaining("store-password")
                .hasMessageNotContaining("secret");
    }

    @Test
    void onePasswordIsEnough() {
        assertThatThrownBy(() -> new StoreLogin("u", "secret", Optional.of(data)))
                .hasMessage("store-password, store-password-file: expected one of them");
    }

    @Test
    void thePasswordIsReadFromItsFileEachTime() throws Exception {
        Path file = Files.writeString(data.resolve("password"), "first\n");
        StoreLogin login = new StoreLogin("u", "", Optional.of(file));
        assertThat(login.getCredentials().getPassword()).isEqualTo("first");
        Files.writeString(file, "second");
        assertThat(login.getCredentials().getPassword()).isEqualTo("second");
        Files.delete(file);
        assertThatThrownBy(login::getCredentials).hasMessageContaining("store-password-file");
    }

    private static Binding binding() {
        Device device =
                new Device(
                        Optional.empty(),
                        Optional.empty(),
                        "sip:bob@192.0.2.1",
                        List.of(),
                        List.of(),
                        1000);
        return new Binding(BOB, device, "c", 1, Optional.empty(), NOW.plusSeconds(60));
    }

    private static Set<String> threads() {
        Set<String> names = new TreeSet<>();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            names.add(thread.getId() + " " + thread.getName());
        }
        return names;
    }

    private static final class Listener extends Handler {
        private final StringBuilder said;

        Listener(StringBuilder said) {
            this.said = said;
        }

        @Override
        public void publish(LogRecord entry) {
            said.append(entry.getLoggerName()).append(' ').append(entry.getMessage()).append('\n');
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
