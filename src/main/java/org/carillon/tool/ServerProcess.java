package org.carillon.tool;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
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
final class ServerProcess implements DemoServer {
    private static final String LAUNCHER = "org.carillon.launcher.Carillon";
    private static final String READY = "carillon ready";
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(20);
    private static final int REMEMBERED_LINES = 20;

    private final InetSocketAddress sip;
    private final Process process;
    private final Thread onExit;
    private final CompletableFuture<Boolean> ready = new CompletableFuture<>();
    private final Deque<String> lastLines = new ArrayDeque<>();

    private ServerProcess(InetSocketAddress sip, Process process) {
        this.sip = sip;
        this.process = process;
        this.onExit = new Thread(this::end, "carillon-demo-server-end");
    }

    /**
     * Starts a server and waits until it is ready.
     *
     * @param data its data directory
     * @throws IOException if it ends or is silent instead; the message holds its last lines
     */
    static ServerProcess start(Path data) throws IOException, InterruptedException {
        List<Integer> ports = freePorts(3);
        Process process =
                new ProcessBuilder(command(data, ports)).redirectErrorStream(true).start();
        InetAddress host = InetAddress.getLoopbackAddress();
        ServerProcess server =
                new ServerProcess(new InetSocketAddress(host, ports.get(0)), process);
        Runtime.getRuntime().addShutdownHook(server.onExit);
        server.startListening();
        server.awaitReady();
        return server;
    }

    @Override
    public InetSocketAddress sip() {
        return sip;
    }

    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(onExit);
        } catch (IllegalStateException alreadyShuttingDown) {
            // Then the hook runs too and finds nothing to end.
        }
    }

    private static List<String> command(Path data, List<Integer> ports) {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), LAUNCHER, "run"));
        command.addAll(List.of("--host", InetAddress.getLoopbackAddress().getHostAddress()));
        command.addAll(List.of("--sip-port", ports.get(0).toString()));
        command.addAll(List.of("--msrp-port", ports.get(1).toString()));
        command.addAll(List.of("--http-port", ports.get(2).toString()));
        command.addAll(List.of("--data", data.toString()));
        return command;
    }

    /** All open at once, so that they differ. */
    private static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }

    private void startListening() {
        Thread reader = new Thread(this::readOutput, "carillon-demo-server-output");
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

    private void awaitReady() throws IOException, InterruptedException {
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
