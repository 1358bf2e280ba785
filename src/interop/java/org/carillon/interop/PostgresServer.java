package org.carillon.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.carillon.it.agent.Eventually;
import org.carillon.store.StoreLogin;
import org.carillon.store.StoreOptions;

/**
 * PostgreSQL as Debian packages it, run by an ordinary user in a directory of its own on a free
 * port of the loopback address, with its defaults for durability. Used by one thread.
 *
 * <pre>
 *  STOPPED --start--> SERVING --stop--> STOPPED --close--> (none)
 *                     SERVING --freeze--> FROZEN --thaw--> SERVING
 * </pre>
 */
public final class PostgresServer implements AutoCloseable {
    /** Owns the databases, and has no other right. */
    public static final String USER = "carillon";

    public static final String PASSWORD = "secret";

    private static final Path PACKAGES = Path.of("/usr/lib/postgresql");
    private static final String SUPERUSER = "postgres";
    private static final String OURS =
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
                    + " AND tablename NOT LIKE 'flyway%'";
    private static final int STOP_SECONDS = 20;

    private final Path programs;
    private final Path directory;
    private final Path home;
    private final int port;
    private Optional<Process> process = Optional.empty();
    private int databases;

    private PostgresServer(Path programs, Path directory, Path home, int port) {
        this.programs = programs;
        this.directory = directory;
        this.home = home;
        this.port = port;
    }

    /** Where it is not installed, ends the test. */
    static PostgresServer create() {
        try {
            Path directory = Files.createTempDirectory("carillon-postgres-");
            PostgresServer server =
                    new PostgresServer(
                            programs(),
                            directory,
                            OrdinaryUser.home(directory, "home"),
                            Neighbour.freePort());
            server.initialize();
            server.start();
            server.execute(
                    SUPERUSER, "CREATE ROLE %s LOGIN PASSWORD '%s'".formatted(USER, PASSWORD));
            return server;
        } catch (IOException | SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Those of the newest version. */
    private static Path programs() throws IOException {
        Optional<Path> newest = Optional.empty();
        if (Files.isDirectory(PACKAGES)) {
            try (Stream<Path> versions = Files.list(PACKAGES)) {
                newest =
                        versions.map(version -> version.resolve("bin"))
                                .filter(bin -> Files.isExecutable(bin.resolve("postgres")))
                                .max(Comparator.comparingInt(PostgresServer::version));
            }
        }
        if (newest.isEmpty()) {
            Neighbour.missing("PostgreSQL", "on Debian: apt-get install postgresql");
        }
        return newest.orElseThrow();
    }

    private static int version(Path programs) {
        return Integer.parseInt(programs.getParent().getFileName().toString());
    }

    private void initialize() throws IOException {
        Path password = Files.writeString(home.resolve("password"), PASSWORD);
        OrdinaryUser.own(home);
        Process initdb =
                run(
                        "initdb",
                        "--pgdata=" + data(),
                        "--username=" + SUPERUSER,
                        "--pwfile=" + password,
                        "--auth=scram-sha-256",
                        "--encoding=UTF8",
                        "--locale=C",
                        "--no-sync");
        if (initdb.onExit().join().exitValue() != 0) {
            throw new AssertionError("initdb fails: " + Files.readString(output("initdb")));
        }
    }

    private Path data() {
        return home.resolve("data");
    }

    private Path output(String program) {
        return directory.resolve(program + ".log");
    }

    private Process run(String program, String... arguments) throws IOException {
        List<String> command =
                Stream.concat(Stream.of(programs.resolve(program).toString()), Stream.of(arguments))
                        .toList();
        return new ProcessBuilder(OrdinaryUser.command(command))
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output(program).toFile())
                .start();
    }

    /** Starts it with what it has stored, unless it serves already. */
    public void start() {
        if (process.isPresent()) {
            return;
        }
        try {
            process =
                    Optional.of(
                            run(
                                    "postgres",
                                    "-D",
                                    data().toString(),
                                    "-p",
                                    Integer.toString(port),
                                    "-c",
                                    "listen_addresses=127.0.0.1",
                                    "-c",
                                    "unix_socket_directories="));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Eventually.holds("PostgreSQL serves", this::serves);
    }

    private boolean serves() {
        if (!process.orElseThrow().isAlive()) {
            throw new AssertionError("PostgreSQL has ended: see " + output("postgres"));
        }
        try (Connection probe = connection(SUPERUSER)) {
            return probe.isValid(0);
        } catch (SQLException e) {
            return false;
        }
    }

    /** Ends it and every connection; what was committed stays. */
    public void stop() {
        if (process.isEmpty()) {
            return;
        }
        thaw();
        signal("INT", process.get().toHandle());
        try {
            if (!process.get().waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.get().destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process = Optional.empty();
    }

    /** From now on it answers nothing, though its port is open: a machine that hangs. */
    public void freeze() {
        signal("STOP");
    }

    public void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        ProcessHandle itself = process.orElseThrow().toHandle();
        signal(name, itself);
        itself.descendants().forEach(each -> signal(name, each));
    }

    private static void signal(String name, ProcessHandle to) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(to.pid())).start().onExit().join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A connection of its superuser's. */
    public Connection connection(String database) throws SQLException {
        Properties login = new Properties();
        login.setProperty("user", SUPERUSER);
        login.setProperty("password", PASSWORD);
        // Not through DriverManager: a store that closes takes the driver out of it.
        for (Driver driver : ServiceLoader.load(Driver.class)) {
            if (driver.acceptsURL(url(database))) {
                return driver.connect(url(database), login);
            }
        }
        throw new AssertionError("no driver of PostgreSQL");
    }

    /** Does something as its superuser. */
    public void execute(String database, String sql) throws SQLException {
        try (Connection connection = connection(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    public String url(String database) {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
    }

    /** The name of a database that is empty. */
    public String database() throws SQLException {
        databases++;
        String name = "test_" + databases;
        execute(SUPERUSER, "CREATE DATABASE %s OWNER %s".formatted(name, USER));
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
        StoreLogin login = new StoreLogin(USER, PASSWORD, Optional.empty());
        return new StoreOptions(url(database), login, 4, Duration.ofSeconds(1));
    }

    @Override
    public void close() throws IOException {
        stop();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
