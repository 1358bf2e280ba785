package org.carillon.bench;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * One SIPp process that plays one scenario of {@code src/interop/sipp}, over UDP on the loopback
 * address. It ends by itself: after its calls, or when it has waited too long.
 *
 * <p>States: made, started, ended. Used by one thread.
 */
public final class Sipp implements AutoCloseable {
    private static final String HOST = InetAddress.getLoopbackAddress().getHostAddress();
    private static final int PATIENCE_SECONDS = 60;

    private final String scenario;
    private final Path directory;
    private final int port;
    private final List<String> command = new ArrayList<>();
    private int patienceSeconds = PATIENCE_SECONDS;
    private Process process;

    /**
     * A role on a free port.
     *
     * @param work where it may write, in a directory of its own
     */
    public Sipp(String scenario, Path work) throws IOException {
        this(scenario, work, freePort());
    }

    Sipp(String scenario, Path work, int port) throws IOException {
        this.scenario = scenario;
        this.directory = Files.createTempDirectory(work, scenario);
        this.port = port;
        command.addAll(List.of("sipp", "-sf", scenarios().resolve(scenario + ".xml").toString()));
        command.addAll(List.of("-i", HOST, "-p", Integer.toString(port), "-nostdin"));
        command.addAll(List.of("-timer_resol", "1"));
        command.addAll(List.of("-trace_stat", "-stf", directory.resolve("statistics").toString()));
        command.addAll(List.of("-trace_err", "-error_file", "errors"));
    }

    /** Beside the classes of this build: there is no benchmark without its source. */
    private static Path scenarios() {
        try {
            Path classes =
                    Path.of(Sipp.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            return classes.resolve("../../src/interop/sipp").normalize();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("our own location is no file", e);
        }
    }

    static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    public int port() {
        return port;
    }

    public Sipp with(String... options) {
        command.addAll(List.of(options));
        return this;
    }

    public Sipp calls(long count) {
        return with("-m", Long.toString(count));
    }

    /** How long the scenario's pause is. */
    public Sipp pausing(long milliseconds) {
        return with("-d", Long.toString(milliseconds));
    }

    /** To whom the first request goes. */
    public Sipp towards(int serverPort) {
        return with(HOST + ":" + serverPort);
    }

    /** It gives up after so long; a minute if nothing else is said. */
    public Sipp patience(long seconds) {
        patienceSeconds = Math.toIntExact(seconds);
        return this;
    }

    /** Starts it; it listens when this returns. */
    public Sipp start() throws IOException {
        command.addAll(List.of("-timeout", patienceSeconds + "s", "-timeout_error"));
        process =
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("screen").toFile())
                        .start();
        while (process.isAlive() && !listens()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        return this;
    }

    /** Looks without touching: a bind to try it out would be in SIPp's way. */
    private boolean listens() throws IOException {
        String local = ":%04X ".formatted(port);
        try (Stream<String> sockets = Files.lines(Path.of("/proc/net/udp"))) {
            return sockets.anyMatch(line -> line.contains(local));
        }
    }

    /**
     * Waits for its end.
     *
     * @throws SippFailure if a call failed or it gave up
     */
    public SippStatistics succeeds() throws IOException, InterruptedException {
        boolean ended = process.waitFor(patienceSeconds + 5L, TimeUnit.SECONDS);
        if (!ended || process.exitValue() != 0) {
            String exit = ended ? Integer.toString(process.exitValue()) : "never";
            throw new SippFailure("%s: exit %s%n%s".formatted(scenario, exit, whatItSaw()));
        }
        return SippStatistics.read(directory.resolve("statistics"));
    }

    private String whatItSaw() throws IOException {
        Path errors = directory.resolve("errors");
        return Files.readString(Files.exists(errors) ? errors : directory.resolve("screen"));
    }

    /** Makes it keep the time from INVITE to 200 of every call. */
    Sipp timing() {
        return with("-trace_rtt", "-rtt_freq", "1");
    }

    /** The times from INVITE to 200, in milliseconds. */
    DoubleStream times() throws IOException {
        Path file = directory.resolve("%s_%d_rtt.csv".formatted(scenario, process.pid()));
        return Files.exists(file)
                ? Files.readAllLines(file).stream()
                        .map(line -> line.split(";", -1))
                        .filter(cells -> cells.length > 1 && cells[1].matches("[0-9.]+"))
                        .mapToDouble(cells -> Double.parseDouble(cells[1]))
                : DoubleStream.empty();
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
        }
    }
}
