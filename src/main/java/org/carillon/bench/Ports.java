package org.carillon.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Ports on this machine's loopback address. */
public final class Ports {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(15);

    private static final int LEAST = 20_000;
    private static final int MOST = 32_000;
    private static final int ATTEMPTS = 100;

    private Ports() {}

    public static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** Below those that Linux gives to connections, or one of these would take it meanwhile. */
    public static int free() throws IOException {
        for (int i = 0; i < ATTEMPTS; i++) {
            int port = ThreadLocalRandom.current().nextInt(LEAST, MOST);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IOException("no free port from " + LEAST + " to " + MOST);
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Starts a process and waits until somebody listens on a port; that process, one hopes.
     *
     * @throws IOException if it does not; with what it said
     */
    public static Process startListening(List<String> command, int port, Path log)
            throws IOException, InterruptedException {
        return startListening(command, Map.of(), port, log);
    }

    /** The same with more in its environment. */
    public static Process startListening(
            List<String> command, Map<String, String> environment, int port, Path log)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!isOpen(port)) {
            if (!process.isAlive() || System.nanoTime() - deadline > 0) {
                process.destroyForcibly();
                throw new IOException(command.get(0) + " does not start: " + Files.readString(log));
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return process;
    }

    private static boolean isOpen(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
