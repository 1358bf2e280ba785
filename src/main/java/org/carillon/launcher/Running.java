package org.carillon.launcher;

import java.time.Duration;
import java.util.Optional;

/**
 * A server whose life ends with a signal, even one that arrives while it starts.
 *
 * <p>Started on the main thread, stopped on the JVM's shutdown hook; the lock is held for the whole
 * of either, so that a stop sees a server that is up or none at all.
 */
final class Running {
    private Optional<Server> server = Optional.empty();

    synchronized Server start(ServerOptions options) throws StartFailure {
        Server started = Server.start(options);
        server = Optional.of(started);
        return started;
    }

    /**
     * Finishes deliveries, stops, and ends the JVM with exit code 0 if a server was up. The JVM's
     * own exit code after a signal would be 128 and more, as if it had been killed.
     */
    synchronized void stop(Duration drainAtMost) {
        server.ifPresent(
                up -> {
                    drain(up, drainAtMost);
                    up.close();
                    Runtime.getRuntime().halt(0);
                });
    }

    private static void drain(Server server, Duration atMost) {
        try {
            server.drain(atMost);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
