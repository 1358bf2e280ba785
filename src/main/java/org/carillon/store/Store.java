package org.carillon.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.carillon.call.SourceException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.logging.LogFactory;

/**
 * The database: a bounded pool of connections and a schema that is brought up to date when it
 * opens. {@link #close} gives back every connection, thread and driver, so that an undeployed
 * application leaves nothing behind.
 */
public final class Store implements AutoCloseable {
    /**
     * Work on one connection, which it must not keep. It is done again where another transaction
     * was in its way.
     */
    @FunctionalInterface
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    private static final System.Logger LOG = System.getLogger(Store.class.getName());

    // Held, because a logger that nobody holds forgets its level. What goes wrong comes to us as
    // exceptions, and is told once.
    private static final Logger POOL_LOG = Logger.getLogger("com.zaxxer.hikari");

    static {
        POOL_LOG.setLevel(Level.OFF);
    }

    /** More would mean that something else is wrong. */
    private static final int ATTEMPTS = 10;

    private static final String SERIALIZATION_FAILURE = "40001";

    /** Two transactions wanted the same rows, and this one lost: serialization, deadlock. */
    private static final Set<String> RACE_LOST = Set.of(SERIALIZATION_FAILURE, "40P01");

    /** The same key twice: of two who both find nothing and insert, the later may get this. */
    private static final String UNIQUE_VIOLATION = "23505";

    private static final String POOL = "carillon-store";
    private static final String MIGRATIONS = "classpath:org/carillon/store/migration";

    private final StoreOptions options;
    private final Dialect dialect;
    private final HikariDataSource pool;
    private final PoolThreads threads;
    private final GroupFlush flush = new GroupFlush();
    private final Reach reach;

    private Store(StoreOptions options, HikariDataSource pool, PoolThreads threads) {
        this.options = options;
        this.dialect = Dialect.of(options.url());
        this.pool = pool;
        this.threads = threads;
        this.reach = new Reach(pool::getConnection);
    }

    /**
     * Connects and migrates.
     *
     * @throws SourceException if the database cannot be reached or its schema is not ours
     */
    public static Store open(StoreOptions options) throws SourceException {
        Drivers.register(Dialect.of(options.url()));
        try {
            PoolThreads threads = new PoolThreads(POOL);
            HikariConfig config = poolOf(options);
            config.setThreadFactory(threads);
            return ready(new Store(options, new HikariDataSource(config), threads));
        } catch (FlywayException e) {
            throw failure(options, "bring the schema up to date", e);
        } catch (RuntimeException e) { // the pool wraps whatever the driver threw
            Drivers.deregister();
            throw failure(options, "connect", e);
        }
    }

    private static Store ready(Store store) throws SourceException {
        try {
            store.migrate();
            store.warnUnlessDurable();
            return store;
        } catch (FlywayException | SourceException e) {
            store.close();
            throw e;
        }
    }

    private static HikariConfig poolOf(StoreOptions options) {
        Dialect dialect = Dialect.of(options.url());
        HikariConfig config = new HikariConfig();
        config.setPoolName(POOL);
        config.setDriverClassName(dialect.driver());
        dialect.configure(config, options);
        config.setCredentialsProvider(options.login());
        config.setMaximumPoolSize(options.poolSize());
        config.setMinimumIdle(1);
        config.setConnectionTimeout(options.timeout().toMillis());
        config.setValidationTimeout(options.timeout().toMillis());
        config.setInitializationFailTimeout(1); // one attempt: whoever starts us is waiting
        return config;
    }

    private void migrate() {
        Flyway migrations =
                Flyway.configure(Store.class.getClassLoader())
                        .dataSource(pool)
                        .locations(MIGRATIONS)
                        .failOnMissingLocations(true)
                        .validateMigrationNaming(true)
                        .load();
        LogFactory.setLogCreator(type -> new MigrationLog()); // load() has just reset it
        migrations.migrate();
    }

    /** Whether this process alone has the database, in a file of its own. */
    boolean isEmbedded() {
        return options.isEmbedded();
    }

    private void warnUnlessDurable() throws SourceException {
        List<String> because = run("tell its settings", dialect::notDurableBecause);
        if (!because.isEmpty()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "event=store-not-durable settings={0} why=\"a message kept for later may be"
                            + " lost\"",
                    because);
        }
    }

    /** What is wrong with the way to the database at this moment, in words. */
    public Optional<String> trouble() {
        return reach.lost().map(why -> "store: " + Remedy.of(why));
    }

    /** Tries the way to the database, so that {@link #trouble} is right though nobody uses it. */
    public void check() {
        try {
            boolean unused = run("answer", Store::answers);
        } catch (SourceException told) {
            // by trouble() and by the log
        }
    }

    /** The pool does not look at a connection that was used a moment ago. */
    private static boolean answers(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.execute("SELECT 1");
        }
    }

    /** Runs statements that each stand alone. */
    <T> T run(String what, Work<T> work) throws SourceException {
        return run(what, work, 1);
    }

    private <T> T run(String what, Work<T> work, int attempt) throws SourceException {
        try {
            return reach.run(work);
        } catch (SQLException e) {
            if (attempt == ATTEMPTS || !isRaceLost(e)) {
                throw failure(options, what, e);
            }
        }
        letOthersPass(attempt);
        return run(what, work, attempt + 1);
    }

    /** Up to 10, 20, 40, 80 ms, by chance: who tried at the same time should not do so again. */
    private static void letOthersPass(int attempt) {
        long most = TimeUnit.MILLISECONDS.toNanos(5L << Math.min(attempt, 4));
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(most));
    }

    private static boolean isRaceLost(SQLException failure) {
        return Optional.ofNullable(failure.getSQLState()).filter(RACE_LOST::contains).isPresent();
    }

    /** Runs statements of which all take effect, or none. */
    <T> T runAtomically(String what, Work<T> work) throws SourceException {
        return run(what, connection -> inTransaction(connection, work));
    }

    /** The same, as if no other transaction ran at the same time. */
    <T> T runAlone(String what, Work<T> work) throws SourceException {
        return run(
                what,
                connection -> {
                    connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
                    return inTransaction(connection, c -> raced(c, work));
                });
    }

    private static <T> T raced(Connection connection, Work<T> work) throws SQLException {
        try {
            return work.on(connection);
        } catch (SQLException e) {
            throw UNIQUE_VIOLATION.equals(e.getSQLState())
                    ? new SQLException(e.getMessage(), SERIALIZATION_FAILURE, e)
                    : e;
        }
    }

    /** The same, and the effect is on the disk itself when this returns. */
    <T> T runDurably(String what, Work<T> work) throws SourceException {
        T result = runAtomically(what, work);
        if (dialect.needsFlush()) {
            flush.run(() -> run(what, dialect::flush));
        }
        return result;
    }

    // What fails before the commit is rolled back: the pool does so with a connection that comes
    // back in the middle of a transaction, and puts auto-commit and isolation back.
    private static <T> T inTransaction(Connection connection, Work<T> work) throws SQLException {
        connection.setAutoCommit(false);
        T result = work.on(connection);
        connection.commit();
        return result;
    }

    private static SourceException failure(StoreOptions options, String what, Exception cause) {
        return new SourceException(
                "store at %s could not %s: %s".formatted(options.place(), what, Remedy.of(cause)),
                cause);
    }

    @Override
    public void close() {
        pool.close();
        threads.join();
        Drivers.deregister();
    }
}
