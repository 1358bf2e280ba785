package org.carillon.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.carillon.bench.cluster.Postgres;
import org.carillon.store.StoreLogin;
import org.carillon.store.StoreOptions;

/**
 * {@link Postgres} with databases for tests. Used by one thread.
 *
 * <pre>
 *  STOPPED --start--> SERVING --stop--> STOPPED --close--> (none)
 *                     SERVING --freeze--> FROZEN --thaw--> SERVING
 * </pre>
 */
public final class PostgresServer implements AutoCloseable {
    private static final String OURS =
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
                    + " AND tablename NOT LIKE 'flyway%'";

    private final Path directory;
    private final Postgres postgres;
    private int databases;

    private PostgresServer(Path directory, Postgres postgres) {
        this.directory = directory;
        this.postgres = postgres;
    }

    /** Where it is not installed, ends the test. */
    static PostgresServer create() {
        try {
            if (Postgres.installed().isEmpty()) {
                Neighbour.missing("PostgreSQL", "on Debian: apt-get install postgresql");
            }
            Path directory = Files.createTempDirectory("carillon-postgres-");
            return new PostgresServer(directory, Postgres.create(directory, Neighbour.freePort()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it with what it has stored, unless it serves already. */
    public void start() {
        try {
            postgres.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it and every connection; what was committed stays. */
    public void stop() {
        thaw();
        postgres.stop();
    }

    /** From now on it answers nothing, though its port is open: a machine that hangs. */
    public void freeze() {
        signal("STOP");
    }

    public void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        postgres.process()
                .map(Process::toHandle)
                .ifPresent(
                        itself -> {
                            Postgres.signal(name, itself);
                            itself.descendants().forEach(each -> Postgres.signal(name, each));
                        });
    }

    /** A connection of its superuser's. */
    public Connection connection(String database) throws SQLException {
        return postgres.connection(database);
    }

    /** Does something as its superuser. */
    public void execute(String database, String sql) throws SQLException {
        postgres.execute(database, sql);
    }

    public String url(String database) {
        return postgres.url(database);
    }

    /** The name of a database that is empty. */
    public String database() throws SQLException {
        databases++;
        String name = "test_" + databases;
        postgres.createDatabase(name);
        return name;
    }

    /** Deletes every row that a store has written. */
    public void empty(String database) throws SQLException {
        try (Connection connection = connection(database);
                Statement statement = connection.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet names = statement.executeQuery(OURS)) {
                while (names.next()) {
                    tables.add(names.getString(1));
                }
            }
            if (!tables.isEmpty()) {
                statement.execute("TRUNCATE " + String.join(", ", tables));
            }
        }
    }

    /** For a store in this database. */
    public StoreOptions options(String database) {
        StoreLogin login = new StoreLogin(Postgres.USER, Postgres.PASSWORD, Optional.empty());
        return new StoreOptions(url(database), login, 4, Duration.ofSeconds(1));
    }

    @Override
    public void close() throws IOException {
        postgres.close();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
