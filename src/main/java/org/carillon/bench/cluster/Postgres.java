package org.carillon.bench.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * PostgreSQL as Debian packages it, run by an ordinary user in a directory of its own on the
 * loopback address, with its defaults for durability. Used by one thread.
 *
 * <pre>
 *  STOPPED --start--> SERVING --stop--> STOPPED
 * </pre>
 */
public final class Postgres implements AutoCloseable {
    /** Owns the databases, and has no other right. */
    public static final String USER = "carillon";

    public static final String PASSWORD = "secret";

    private static final Path PACKAGES = Path.of("/usr/lib/postgresql");
    private static final String SUPERUSER = "postgres";
    private static final int START_SECONDS = 30;
    private static final int STOP_SECONDS = 20;

    private final Path programs;
    private final Path directory;
    private final Path home;
    private final int port;
    private Optional<Process> process = Optional.empty();

    private Postgres(Path programs, Path directory, Path home, int port) {
        this.programs = programs;
        this.directory = directory;
        this.home = home;
        this.port = port;
    }

    /** Where the newest installed version is, if one is. */
    public static Optional<Path> installed() throws IOException {
        if (!Files.isDirectory(PACKAGES)) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(PACKAGES)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("postgres")))
                    .max(Comparator.comparingInt(Postgres::version));
        }
    }

    private static int version(Path programs) {
        return Integer.parseInt(programs.getParent().getFileName().toString());
    }

    /**
     * Makes one and starts it.
     *
     * @param directory empty; whoever made it deletes it
     * @throws IOException if it is not installed or does not start; with what it said
     */
    public static Postgres create(Path directory, int port) throws IOException {
        Path programs =
                installed()
                        .orElseThrow(
                                () ->
                                        new IOException(
                                                "PostgreSQL is missing; on Debian: apt-get install"
                                                        + " postgresql"));
        Postgres made =
                new Postgres(programs, directory, OrdinaryUser.home(directory, "home"), port);
        made.initialize();
        made.start();
        try {
            made.execute(SUPERUSER, "CREATE ROLE %s LOGIN PASSWORD '%s'".formatted(USER, PASSWORD));
        } catch (SQLException e) {
            made.close();
            throw new IOException(e);
        }
        return made;
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
            throw new IOException("initdb fails: " + Files.readString(output("initdb")));
        }
    }

    private Path data() {
        return home.resolve("data");
    }

    private Path output(String program) {
        return directory.resolve(program + ".log");
    }

    private Process run(String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(programs.resolve(program).toString());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(OrdinaryUser.command(command))
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output(program).toFile())
                .start();
    }

    /** Starts it with what it has stored, unless it serves already. */
    public void start() throws IOException {
        if (process.isPresent()) {
            return;
        }
        Process started =
                run(
                        "postgres",
                        "-D",
                        data().toString(),
                        "-p",
                        Integer.toString(port),
                        "-c",
                        "listen_addresses=127.0.0.1",
                        "-c",
                        "unix_socket_directories=");
        process = Optional.of(started);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!serves()) {
            if (!started.isAlive() || System.nanoTime() - deadline > 0) {
                started.destroyForcibly();
                throw new IOException(
                        "PostgreSQL does not serve: " + Files.readString(output("postgres")));
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean serves() {
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
        ProcessHandle itself = process.get().toHandle();
        signal("INT", itself);
        try {
            if (!process.get().waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.get().destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process = Optional.empty();
    }

    /** The server while it runs; its children serve the connections. */
    public Optional<Process> process() {
        return process;
    }

    /**
     * Sends a process a signal.
     *
     * @param name such as {@code STOP}
     */
    public static void signal(String name, ProcessHandle to) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(to.pid())).start().onExit().join();
        } catch (IOException e) {
            throw new IllegalStateException("kill is on every system", e);
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
        throw new SQLException("no driver of PostgreSQL");
    }

    /** Does something as its superuser. */
    public void execute(String database, String sql) throws SQLException {
        try (Connection connection = connection(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** For {@code store-url}. */
    public String url(String database) {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
    }

    /** Makes an empty database. */
    public void createDatabase(String name) throws SQLException {
        execute(SUPERUSER, "CREATE DATABASE %s OWNER %s".formatted(name, USER));
    }

    @Override
    public void close() {
        stop();
    }
}
