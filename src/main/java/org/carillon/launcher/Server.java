package org.carillon.launcher;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.carillon.stack.SipLimits;

/**
 * The running product: the container with the application in it.
 *
 * <p>States: serving, drained, closed. Used by one thread at a time. The application tells about
 * itself through servlet context attributes; an application without them runs too, only its MSRP
 * addresses are unknown, nothing is counted and {@link #drain} returns at once.
 */
public final class Server implements AutoCloseable {
    /** {@code String}, {@code host:port} that MSRP is bound to. */
    private static final String MSRP_ADDRESS = "org.carillon.msrp-address";

    /** The same of MSRP over TLS. */
    private static final String MSRPS_ADDRESS = "org.carillon.msrps-address";

    /** {@code Supplier<Map<String, Long>>}: what the application has counted. */
    private static final String COUNTERS = "org.carillon.counters";

    /** {@code Callable<Boolean>}: refuses new work, returns when the rest is done or given up. */
    private static final String DRAIN = "org.carillon.drain";

    /** {@code Supplier<Map<String, Long>>}: what the application holds at this moment. */
    private static final String GAUGES = "org.carillon.gauges";

    private final ScopedProperties settings;
    private final EmbeddedContainer container;

    private Server(ScopedProperties settings, EmbeddedContainer container) {
        this.settings = settings;
        this.container = container;
    }

    /**
     * Starts the server; it serves when this returns.
     *
     * @throws StartFailure with every reason that could be found, before anything is started where
     *     that is possible
     */
    public static Server start(ServerOptions options) throws StartFailure {
        Preflight preflight = Preflight.of(options);
        if (!preflight.problems().isEmpty()) {
            throw new StartFailure(preflight.problems());
        }
        ScopedProperties settings = new ScopedProperties(options.systemProperties());
        try {
            return new Server(settings, deployed(options, preflight.sipPublicHost()));
        } catch (StartFailure e) {
            settings.close();
            throw e;
        }
    }

    private static EmbeddedContainer deployed(ServerOptions options, Optional<String> publicHost)
            throws StartFailure {
        EmbeddedContainer container =
                EmbeddedContainer.start(
                        new ContainerOptions(
                                options.host(),
                                publicHost,
                                options.sipPort(),
                                options.httpPort(),
                                Optional.empty(),
                                SipLimits.DEFAULT));
        try {
            container.deploy(options.war());
            return container;
        } catch (StartFailure e) {
            container.close();
            throw e;
        }
    }

    /** Where it takes SIP, over UDP and TCP. */
    public InetSocketAddress sipAddress() {
        return container.sipAddress();
    }

    /** Where it takes MSRP, if the application does. */
    public Optional<InetSocketAddress> msrpAddress() {
        return attribute(MSRP_ADDRESS, String.class).map(Server::address);
    }

    /** Where it takes MSRP over TLS, if the application does. */
    public Optional<InetSocketAddress> msrpsAddress() {
        return attribute(MSRPS_ADDRESS, String.class).map(Server::address);
    }

    /** What the application has counted so far, by name; zero for what it never heard of. */
    public long counted(String name) {
        return attribute(COUNTERS, Supplier.class)
                .map(Server::values)
                .map(all -> (Long) all.get(name))
                .orElse(0L);
    }

    private static Map<?, ?> values(Supplier<?> counters) {
        return (Map<?, ?>) counters.get();
    }

    /** Where it serves HTTP. */
    public InetSocketAddress httpAddress() {
        return container.httpAddress();
    }

    /**
     * What the container and the application hold at this moment, by name. All of it is zero while
     * there is nothing to deliver, once the last transactions have timed out (64*T1).
     */
    public Map<String, Long> gauges() {
        Map<String, Long> gauges = new TreeMap<>(container.gauges());
        attribute(GAUGES, Supplier.class)
                .map(supplier -> (Map<?, ?>) supplier.get())
                .ifPresent(
                        held ->
                                held.forEach(
                                        (name, value) -> gauges.put((String) name, (Long) value)));
        return gauges;
    }

    /**
     * Refuses new work and waits for the deliveries in progress. The application has a bound of its
     * own; this one stands behind it.
     *
     * @return whether every delivery was finished in time
     */
    public boolean drain(Duration atMost) throws InterruptedException {
        Optional<FutureTask<?>> task = attribute(DRAIN, Callable.class).map(Server::task);
        if (task.isEmpty()) {
            return true;
        }
        Thread worker = new Thread(task.get(), "carillon-drain");
        worker.setDaemon(true);
        worker.start();
        try {
            return Boolean.TRUE.equals(task.get().get(atMost.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException | ExecutionException e) {
            return false;
        }
    }

    /** Stops at once; {@link #drain} first where deliveries should finish. */
    @Override
    public void close() {
        try {
            container.close();
        } finally {
            settings.close();
        }
    }

    private static FutureTask<?> task(Callable<?> drain) {
        return new FutureTask<>(drain);
    }

    private <T> Optional<T> attribute(String name, Class<T> type) {
        return container
                .application()
                .map(context -> context.getAttribute(name))
                .filter(type::isInstance)
                .map(type::cast);
    }

    private static InetSocketAddress address(String hostAndPort) {
        int colon = hostAndPort.lastIndexOf(':');
        return new InetSocketAddress(
                hostAndPort.substring(0, colon),
                Integer.parseInt(hostAndPort.substring(colon + 1)));
    }
}
