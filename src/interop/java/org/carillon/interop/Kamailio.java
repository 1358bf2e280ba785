package org.carillon.interop;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.carillon.it.agent.PortPair;

/**
 * Kamailio as this machine's packages have it, with the configuration that operators get, on the
 * loopback address. Used by one thread.
 */
final class Kamailio implements AutoCloseable {
    static final Path CONFIGURATION = Path.of("docker/kamailio");
    private static final InetAddress HOST = InetAddress.getLoopbackAddress();
    private static final int PATIENCE_SECONDS = 20;

    private final Path directory;
    private final int port;
    private Process process;

    /** Not started, so that a server can be told of its address first. */
    Kamailio(Path directory) throws IOException {
        this(directory, PortPair.free());
    }

    private Kamailio(Path directory, int port) {
        this.directory = directory;
        this.port = port;
    }

    static void require() {
        Neighbour.require("kamailio", "kamailio kamailio-presence-modules kamailio-sqlite-modules");
        Neighbour.require("sqlite3", "sqlite3");
    }

    InetSocketAddress address() {
        return new InetSocketAddress(HOST, port);
    }

    /** An XDMS that serves on this port; what it is told stays in the directory. */
    static Kamailio xdms(Path directory, int port) throws IOException, InterruptedException {
        Kamailio xdms = new Kamailio(directory, port);
        Path database = xdms.database();
        if (!Files.exists(database)) {
            xdms.run(tables(), database.toString());
        }
        xdms.launch(
                "xcap.cfg",
                Map.of(
                        "XCAP_HOST", HOST.getHostAddress(),
                        "XCAP_PORT", Integer.toString(port),
                        "PRESENCE_DATABASE", database.toString()));
        return xdms;
    }

    /**
     * Starts it as the SIP core; it serves when this returns.
     *
     * @param carillon the URI that it reaches the server under test by
     * @param options of its command line
     */
    Kamailio start(String carillon, String... options) throws IOException, InterruptedException {
        run(tables(), database().toString());
        launch(
                "kamailio.cfg",
                Map.of(
                        "CORE_HOST", HOST.getHostAddress(),
                        "CORE_PORT", Integer.toString(port),
                        "HOME_DOMAIN", "localhost",
                        "CARILLON_HOST", HOST.getHostAddress(),
                        "CARILLON_URI", carillon,
                        "PRESENCE_DATABASE", database().toString()),
                options);
        return this;
    }

    private Path database() {
        return directory.resolve("presence.db").toAbsolutePath();
    }

    private static String tables() {
        return CONFIGURATION.resolve("presence-tables.sh").toString();
    }

    private void launch(String configuration, Map<String, String> environment, String... options)
            throws IOException {
        List<String> command = new ArrayList<>(List.of("kamailio", "-DD", "-E", "-m", "64"));
        command.addAll(List.of("-f", CONFIGURATION.resolve(configuration).toString()));
        command.addAll(List.of("-w", directory.toString()));
        command.addAll(List.of(options));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        process = builder.redirectErrorStream(true).redirectOutput(log().toFile()).start();
        awaitStart();
    }

    private void run(String... command) throws IOException, InterruptedException {
        Process done = new ProcessBuilder(command).inheritIO().start();
        if (done.waitFor() != 0) {
            throw new AssertionError(String.join(" ", command) + ": exit " + done.exitValue());
        }
    }

    private Path log() {
        return directory.resolve("log");
    }

    /** TCP is the last thing that it opens; its workers are there by then. */
    private void awaitStart() throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        String listening = ":%04X 00000000:0000 0A".formatted(port);
        while (!Files.readString(Path.of("/proc/net/tcp")).contains(listening)) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new AssertionError("Kamailio does not start:\n" + Files.readString(log()));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    /** Ends it and its workers. */
    @Override
    public void close() {
        if (process == null) {
            return;
        }
        process.destroy();
        try {
            process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
