package org.carillon.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
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
    /** Work on one connection; it must not keep it. */
    @FunctionalInterface
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    // Held, because a logger that nobody holds forgets its level. The pool tells every start and
    // stop, with the whole URL in it, at INFO.
    private static final Logger POOL_LOG = Logger.getLogger("com.zaxxer.hikari");

    static {
        POOL_LOG.setLevel(Level.WARNING);
    }

    private static final String POOL = "carillon-store";
    private static final String MIGRATIONS = "classpath:org/carillon/store/migration";

    private final StoreOptions options;
    private final Dialect dialect;
    private final HikariDataSource pool;
    private final PoolThreads threads;
    private final GroupFlush flush = new GroupFlush();

    private Store(StoreOptions options, HikariDataSource pool, PoolThreads threads) {
        this.options = options;
        this.dialect = Dialect.of(options.url());
        this.pool = pool;
        this.threads = threads;
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
            return migrated(new Store(options, new HikariDataSource(config), threads));
        } catch (FlywayException e) {
            throw failure(options, "bring the schema up to date", e);
        } catch (RuntimeException e) { // the pool wraps whatever the driver threw
            Drivers.deregister();
            throw failure(options, "connect", e);
        }
    }

    private static Store migrated(Store store) {
        try {
            store.migrate();
            return store;
        } catch (FlywayException e) {
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
        config.setUsername(options.user());
        config.setPassword(options.password());
        config.setMaximumPoolSize(options.poolSize());
        config.setMinimumIdle(1);
        config.setConnectionTimeout(options.timeout().toMillis());
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
        return dialect == Dialect.H2;
    }

    /** Runs statements that each stand alone. */
    <T> T run(String what, Work<T> work) throws SourceException {
        try (Connection connection = pool.getConnection()) {
            return work.on(connection);
        } catch (SQLException e) {
            throw failure(options, what, e);
        }
    }

    /** Runs statements of which all take effect, or none. */
    <T> T runAtomically(String what, Work<T> work) throws SourceException {
        return run(what, connection -> inTransaction(connection, work));
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
    // back in the middle of a transaction, and puts auto-commit on again.
    private static <T> T inTransaction(Connection connection, Work<T> work) throws SQLException {
        connection.setAutoCommit(false);
        T result = work.on(connection);
        connection.commit();
        return result;
    }

    private static SourceException failure(StoreOptions options, String what, Exception cause) {
        return new SourceException(
                "store at %s could not %s: check store-url, store-user and store-password, and that the database runs"
                        .formatted(options.printableUrl(), what),
                cause);
    }

    @Override
    public void close() {
        pool.close();
        threads.join();
        Drivers.deregister();
    }
}
