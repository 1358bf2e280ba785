package org.carillon.tool;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A server of our own in a process of its own, started the way a person does it: {@code run}. It
 * shares nothing with the tools but the network, and ends with us even if we are interrupted.
 */
public final class ServerProcess implements DemoServer {
    private static final String LAUNCHER = "org.carillon.launcher.Carillon";
    private static final String READY = "carillon ready";
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(20);
    private static final int REMEMBERED_LINES = 20;
    private static final int PORT_ATTEMPTS = 50;

    private final Place place;
    private final Process process;
    private final Thread onExit;
    private final CompletableFuture<Boolean> ready = new CompletableFuture<>();
    private final Deque<String> lastLines = new ArrayDeque<>();

    /**
     * Where a server is and what it remembers: another one may be started there when it is gone.
     *
     * @param ports loopback, for SIP, MSRP and HTTP
     * @param data its data directory
     * @param settings {@code name=value} each
     */
    public record Place(List<Integer> ports, Path data, List<String> settings) {
        /** At ports that are free now. */
        public static Place free(Path data, List<String> settings) throws IOException {
            return new Place(freePorts(3), data, settings);
        }

        /** Where SIP is spoken. */
        public InetSocketAddress sip() {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.get(0));
        }
    }

    private ServerProcess(Place place, Process process) {
        this.place = place;
        this.process = process;
        this.onExit = new Thread(this::end, "carillon-server-end");
    }

    /**
     * Starts a server and waits until it is ready.
     *
     * @throws IOException if it ends or is silent instead; the message holds its last lines
     */
    static ServerProcess start(Path data) throws IOException, InterruptedException {
        ServerProcess server = launch(Place.free(data, List.of()));
        server.awaitReady();
        return server;
    }

    /** Starts a server; it is on its way when this returns. */
    public static ServerProcess launch(Place place) throws IOException {
        Process process = new ProcessBuilder(command(place)).redirectErrorStream(true).start();
        ServerProcess server = new ServerProcess(place, process);
        Runtime.getRuntime().addShutdownHook(server.onExit);
        server.startListening();
        return server;
    }

    @Override
    public InetSocketAddress sip() {
        return place.sip();
    }

    /** SIGKILL: it has no time for anything; returns when it is gone. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
        forgetHook();
    }

    /** SIGTERM: it takes nothing new, finishes what it has, and ends. */
    public void drain() {
        process.destroy();
    }

    /** Waits until it has ended by itself; whether it has in this time. */
    public boolean awaitEnd(Duration patience) throws InterruptedException {
        return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The process itself, for those who measure it. */
    public Process process() {
        return process;
    }

    @Override
    public void close() {
        end();
        forgetHook();
    }

    private void forgetHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(onExit);
        } catch (IllegalStateException alreadyShuttingDown) {
            // Then the hook runs too and finds nothing to end.
        }
    }

    private static List<String> command(Place place) {
        List<Integer> ports = place.ports();
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), LAUNCHER, "run"));
        command.addAll(List.of("--host", InetAddress.getLoopbackAddress().getHostAddress()));
        command.addAll(List.of("--sip-port", ports.get(0).toString()));
        command.addAll(List.of("--msrp-port", ports.get(1).toString()));
        command.addAll(List.of("--http-port", ports.get(2).toString()));
        command.addAll(List.of("--data", place.data().toString()));
        place.settings().forEach(setting -> command.addAll(List.of("--set", setting)));
        return command;
    }

    /** All open at once, so that they differ. */
    private static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(freeForBoth());
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }

    /** Bound for TCP, and free for UDP at this moment: the first of them is that of SIP. */
    private static ServerSocket freeForBoth() throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        for (int left = PORT_ATTEMPTS; ; left--) {
            ServerSocket tcp = new ServerSocket(0, 1, loopback);
            try {
                new DatagramSocket(tcp.getLocalPort(), loopback).close();
                return tcp;
            } catch (BindException taken) {
                tcp.close();
                if (left == 1) {
                    throw taken;
                }
            }
        }
    }

    private void startListening() {
        Thread reader = new Thread(this::readOutput, "carillon-server-output");
        reader.setDaemon(true);
        reader.start();
    }

    private void readOutput() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            String line = lines.readLine();
            while (line != null) {
                onLine(line);
                line = lines.readLine();
            }
        } catch (IOException e) {
            onLine(e.toString());
        }
        ready.complete(false);
    }

    private void onLine(String line) {
        if (lastLines.size() == REMEMBERED_LINES) {
            lastLines.removeFirst();
        }
        lastLines.addLast(Printable.of(line));
        if (line.startsWith(READY)) {
            ready.complete(true);
        }
    }

    /**
     * Waits until it serves.
     *
     * @throws IOException if it ends or is silent instead; the message holds its last lines
     */
    public void awaitReady() throws IOException, InterruptedException {
        try {
            if (ready.get(START.toSeconds(), TimeUnit.SECONDS)) {
                return;
            }
        } catch (ExecutionException | TimeoutException e) {
            ready.complete(false);
        }
        close();
        throw new IOException("the server did not start:\n" + String.join("\n", lastLines));
    }

    /** Politely first; a server that finishes deliveries may take its time. */
    private void end() {
        process.destroy();
        try {
            if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
