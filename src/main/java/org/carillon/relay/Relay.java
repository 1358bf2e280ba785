package org.carillon.relay;

import java.io.IOException;
import java.util.Objects;
import java.util.random.RandomGenerator;

/** The door of the package. */
public final class Relay implements AutoCloseable {

    private final RelayOptions options;
    private final RelayMetrics metrics = new RelayMetrics();

    private Relay(RelayOptions options) {
        this.options = options;
    }

    /**
     * Binds the listening port and starts the event loops.
     *
     * @param random chooses session-ids and transaction ids: must be unpredictable and safe for use
     *     by many threads, as {@code SecureRandom} is
     * @throws IOException if the port cannot be bound or the spool directory not be written
     */
    public static Relay start(RelayOptions options, RandomGenerator random) throws IOException {
        return new Relay(Objects.requireNonNull(random) == null ? null : options);
    }

    /** The port in use; of interest where the options say 0. */
    public int port() {
        return options.listen().getPort();
    }

    /**
     * Opens a Room: when this returns, every leg's own URI is listening. Any thread; does not
     * block.
     */
    public Opening open(RoomRequest request, RoomListener listener) {
        return new Opening.Refused("not written yet: " + request + listener);
    }

    /** What the relay counts; safe for any thread. */
    public RelayMetrics metrics() {
        return metrics;
    }

    /** Closes every Room and connection; leaves no thread, port or file. Blocks up to 10 s. */
    @Override
    public void close() {}
}
