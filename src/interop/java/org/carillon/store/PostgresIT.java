package org.carillon.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.carillon.bench.cluster.Postgres;
import org.carillon.call.Aor;
import org.carillon.call.Binding;
import org.carillon.call.DeferredMessage;
import org.carillon.call.DeferredMessages;
import org.carillon.call.DeferredMessagesContract;
import org.carillon.call.Preferences;
import org.carillon.call.RegisterOutcome;
import org.carillon.call.SourceException;
import org.carillon.interop.PostgresServer;
import org.carillon.interop.SharedPostgres;
import org.carillon.it.agent.Eventually;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PostgreSQL as the store: every test of the store once more, and what is wrong with it. */
class PostgresIT {
    private static final Aor BOB = Aor.of("sip:bob@example.com");

    private static final int EACH = 20;

    private static String common = "";

    @RegisterExtension static final SharedPostgres POSTGRES = new SharedPostgres();

    private static PostgresServer postgres() {
        return POSTGRES.server();
    }

    private static StoreOptions fresh() throws Exception {
        return postgres().options(postgres().database());
    }

    /** Emptied, which is quicker than a fresh one. */
    private static StoreOptions emptied() throws Exception {
        if (common.isEmpty()) {
            common = postgres().database();
        }
        postgres().empty(common);
        return postgres().options(common);
    }

    @Nested
    class Bindings extends JdbcBindingsTest {
        @Override
        StoreOptions database() throws Exception {
            return emptied();
        }

        /** Two nodes: neither knows the other's locks. */
        @Test
        void ofChangesAtTheSameTimeNoneIsLost() throws Exception {
            ExecutorService threads = Executors.newFixedThreadPool(2);
            try {
                List<Callable<Integer>> both = List.of(() -> add("a"), () -> add("b"));
                for (Future<Integer> each : threads.invokeAll(both)) {
                    assertThat(each.get(20, TimeUnit.SECONDS)).isEqualTo(EACH);
                }
            } finally {
                threads.shutdownNow();
            }
            assertThat(bindings().bindingsOf(BOB, NOW)).hasSize(2 * EACH);
        }

        private int add(String name) throws Exception {
            for (int number = 0; number < EACH; number++) {
                Binding one = binding("sip:%s%d@h".formatted(name, number), "c");
                RegisterOutcome unused =
                        bindings()
                                .change(
                                        BOB,
                                        NOW,
                                        before -> {
                                            List<Binding> after = new ArrayList<>(before);
                                            after.add(one);
                                            return new RegisterOutcome.Registered(
                                                    after, NOW, false, List.of());
                                        });
            }
            return EACH;
        }
    }

    @Nested
    class Choices extends JdbcPreferencesTest {
        @Override
        StoreOptions database() throws Exception {
            return emptied();
        }
    }

    @Nested
    class Deferred extends JdbcDeferredMessagesTest {
        @Override
        StoreOptions database(Path directory) throws Exception {
            return emptied();
        }

        private DeferredMessages.Keeping arriving(DeferredMessages at, int octets)
                throws Exception {
            DeferredMessages.Keeping keeping =
                    at.begin(
                            DeferredMessagesContract.invite(BOB.uri()),
                            CONTENT,
                            List.of("phone", "tablet"));
            keeping.append(ByteBuffer.wrap(new byte[octets]));
            return keeping;
        }

        @Test
        void whoBeatsIsNotTakenForDead() throws Exception {
            String id = arriving(messages(), 100).complete(List.of(), false);
            DeferredMessages other = another();
            for (int beat = 0; beat < 10; beat++) {
                messages().recover();
                assertThat(other.recover()).isZero();
                pass(TAKEOVER.dividedBy(2));
            }
            assertThat(other.next(BOB, Optional.empty())).isEmpty();
            messages().release(id);
            assertThat(other.claim(id)).isTrue();
            assertThat(messages().claim(id)).isFalse();
        }

        /** It was not dead, only slow: nothing that it acknowledges now may be missing. */
        @ParameterizedTest
        @ValueSource(ints = {100, 100_000})
        void whoWasTakenForDeadCompletesNothing(int octets) throws Exception {
            DeferredMessages slow = messages();
            DeferredMessages.Keeping begun = arriving(slow, octets);
            String held = arriving(slow, octets).complete(List.of("phone"), false);
            assertThat(afterDeath()).isOne();
            assertThatThrownBy(() -> begun.complete(List.of(), false))
                    .isInstanceOf(SourceException.class);
            slow.served(held, "tablet");
            slow.release(held);
            DeferredMessage message = messages().next(BOB, Optional.empty()).orElseThrow();
            assertThat(message.id()).isEqualTo(held);
            assertThat(message.devices().served())
                    .as("a confirmation counts, whoever notes it")
                    .containsExactlyInAnyOrder("phone", "tablet");
            assertThat(slow.recover()).isZero();
            String next = arriving(slow, octets).complete(List.of(), false);
            slow.release(next);
            assertThat(messages().claim(next)).as("under a new name it goes on").isTrue();
        }

        @Test
        void twoTakeOverOnce() throws Exception {
            for (int each = 0; each < 20; each++) {
                String unused = arriving(messages(), 40_000).complete(List.of(), false);
            }
            List<DeferredMessages> others = List.of(another(), another(), another());
            for (DeferredMessages other : others) {
                assertThat(other.recover()).isZero();
            }
            pass(TAKEOVER);
            ExecutorService threads = Executors.newFixedThreadPool(others.size());
            try {
                List<Callable<Integer>> all = new ArrayList<>();
                others.forEach(other -> all.add(other::recover));
                int taken = 0;
                for (Future<Integer> each : threads.invokeAll(all)) {
                    taken += each.get(20, TimeUnit.SECONDS);
                }
                assertThat(taken).isEqualTo(20);
            } finally {
                threads.shutdownNow();
            }
        }
    }

    /** What CockroachDB always does, and YugabyteDB on demand: the loser has to try again. */
    @Test
    void transactionsThatGetInOneAnothersWayAllSucceed() throws Exception {
        String database = postgres().database();
        postgres()
                .execute(
                        database,
                        "ALTER DATABASE %s SET default_transaction_isolation = 'serializable'"
                                .formatted(database));
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (Store store = Store.open(postgres().options(database))) {
            List<Callable<Integer>> both = List.of(() -> counts(store), () -> counts(store));
            for (Future<Integer> one : threads.invokeAll(both)) {
                assertThat(one.get(20, TimeUnit.SECONDS)).isEqualTo(EACH);
            }
            assertThat(count(store)).isEqualTo(2 * EACH);
        } finally {
            threads.shutdownNow();
        }
    }

    private static int counts(Store store) throws SourceException {
        int done = 0;
        while (done < EACH) {
            done += store.runAtomically("count", PostgresIT::countOnce);
        }
        return done;
    }

    /** Reads, and writes what it has read and one more. */
    private static int countOnce(Connection connection) throws java.sql.SQLException {
        long seen = count(connection);
        String sql = "INSERT INTO preference (aor, choices) VALUES ('%d', '{}')".formatted(seen);
        try (var statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    private static long count(Store store) throws SourceException {
        return store.run("count", PostgresIT::count);
    }

    private static long count(Connection connection) throws java.sql.SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT COUNT(*) FROM preference")) {
            row.next();
            return row.getLong(1);
        }
    }

    @Test
    void theDatabaseEndsWhatTakesTooLongAndTheConnectionStays() throws Exception {
        String database = postgres().database();
        try (Store store = Store.open(postgres().options(database));
                Connection other = postgres().connection(database)) {
            JdbcPreferences preferences = new JdbcPreferences(store, Preferences.DEFAULT);
            other.setAutoCommit(false);
            other.createStatement().execute("LOCK TABLE preference IN ACCESS EXCLUSIVE MODE");
            assertThatThrownBy(() -> preferences.preferencesOf(BOB))
                    .isInstanceOf(SourceException.class)
                    .hasMessageContaining("statement timeout");
            assertThat(store.trouble()).isEmpty();
            other.rollback();
            assertThat(preferences.preferencesOf(BOB)).isEqualTo(Preferences.DEFAULT);
        }
    }

    @Test
    void itComesBackByItself() throws Exception {
        try (Store store = Store.open(fresh())) {
            JdbcPreferences preferences = new JdbcPreferences(store, Preferences.DEFAULT);
            preferences.save(BOB, Preferences.UNREADABLE);
            postgres().stop();
            assertThatThrownBy(() -> preferences.preferencesOf(BOB))
                    .isInstanceOf(SourceException.class);
            assertThat(lost(store)).contains("look at store-url, and whether the database runs");
            postgres().start();
            Eventually.holds("it is back", () -> isBack(store));
            assertThat(preferences.preferencesOf(BOB)).isEqualTo(Preferences.UNREADABLE);
        } finally {
            postgres().start();
        }
    }

    private static boolean isBack(Store store) {
        store.check();
        return store.trouble().isEmpty();
    }

    private static String lost(Store store) {
        return Eventually.present(
                () -> {
                    store.check();
                    return store.trouble();
                });
    }

    private static final String TERMINATE =
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'rotates'";

    @Test
    void aNewPasswordNeedsNoRestart(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("password"), Postgres.PASSWORD);
        String database = postgres().database();
        postgres().execute(database, "CREATE ROLE rotates LOGIN PASSWORD 'secret'");
        postgres().execute(database, "GRANT ALL ON SCHEMA public TO rotates");
        StoreLogin login = new StoreLogin("rotates", "", Optional.of(file));
        StoreOptions options =
                new StoreOptions(postgres().url(database), login, 4, Duration.ofSeconds(1));
        try (Store store = Store.open(options)) {
            postgres().execute(database, "ALTER ROLE rotates PASSWORD 'other'");
            postgres().execute(database, TERMINATE);
            Eventually.holds(
                    "the old password is refused",
                    () -> lost(store).contains("look at store-user and store-password"));
            Files.writeString(file, "other");
            store.check();
            assertThat(store.trouble()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "test, wrong, look at store-user and store-password: FATAL: password authentication failed",
        "nowhere, secret, look at store-url: its database has to be there: FATAL",
    })
    void whatIsWrongAtTheStartIsNamed(String database, String password, String words)
            throws Exception {
        String there = postgres().database();
        String url = postgres().url(database.equals("test") ? there : database);
        assertRefused(url, password, words);
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://127.0.0.1:1/x, Connection to 127.0.0.1:1 refused",
        "jdbc:postgresql://no-such-host.invalid/x, The connection attempt failed",
    })
    void aDatabaseThatIsNotThereIsNamed(String url, String words) {
        assertRefused(url, "secret", "look at store-url, and whether the database runs: " + words);
    }

    private static void assertRefused(String url, String password, String words) {
        StoreLogin login = new StoreLogin(Postgres.USER, password, Optional.empty());
        StoreOptions options = new StoreOptions(url, login, 4, Duration.ofSeconds(1));
        String said =
                saidWhile(
                        () ->
                                assertThatThrownBy(() -> Store.open(options))
                                        .isInstanceOf(SourceException.class)
                                        .hasMessageStartingWith(
                                                "store at " + url + " could not connect: ")
                                        .hasMessageContaining(words)
                                        .hasMessageNotContaining("\n"));
        assertThat(said).isEmpty();
        assertThat(ourThreads()).isEmpty();
    }

    @Test
    void aDatabaseThatDoesNotWriteToTheDiskIsTold() throws Exception {
        String database = postgres().database();
        assertThat(saidWhile(() -> Store.open(postgres().options(database)).close())).isEmpty();
        postgres()
                .execute(
                        database,
                        "ALTER DATABASE %s SET synchronous_commit = off".formatted(database));
        assertThat(saidWhile(() -> Store.open(postgres().options(database)).close()))
                .startsWith("event=store-not-durable settings=[synchronous_commit=off]");
    }

    @Test
    void nothingOfItRunsOrIsRegisteredAfterClose() throws Exception {
        try (Store store = Store.open(fresh())) {
            assertThat(count(store)).isZero();
            assertThat(ourThreads()).isNotEmpty();
        }
        assertThat(Eventually.empty(PostgresIT::ourThreads)).isEmpty();
        assertThat(DriverManager.drivers())
                .noneMatch(driver -> driver.getClass().getName().startsWith("org.postgresql"));
    }

    private static Set<String> ourThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.contains("carillon-store") || name.contains("PostgreSQL"))
                .collect(Collectors.toSet());
    }

    private interface Step {
        void take() throws Exception;
    }

    /** What is in the log of whatever is done. */
    private static String saidWhile(Step step) {
        List<String> said = new ArrayList<>();
        Handler listener =
                new Handler() {
                    @Override
                    public void publish(LogRecord entry) {
                        said.add(
                                java.text.MessageFormat.format(
                                        entry.getMessage(), entry.getParameters()));
                    }

                    @Override
                    public void flush() {}

                    @Override
                    public void close() {}
                };
        Logger root = Logger.getLogger("");
        root.addHandler(listener);
        try {
            step.take();
        } catch (Exception e) {
            throw new AssertionError(e);
        } finally {
            root.removeHandler(listener);
        }
        return String.join("\n", said);
    }
}
