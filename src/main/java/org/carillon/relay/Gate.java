package org.carillon.relay;

import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts connections against their limits. Any thread. */
final class Gate {
    private final RelayLimits limits;
    private final RelayMetrics metrics;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger strangers = new AtomicInteger();
    private final Map<InetAddress, Integer> byAddress = new ConcurrentHashMap<>();

    Gate(RelayLimits limits, RelayMetrics metrics) {
        this.limits = limits;
        this.metrics = metrics;
    }

    /** A connection arrived. False: close it; {@link #leave} is due either way. */
    boolean enter(InetAddress address) {
        metrics.count(RelayMetrics.Counter.ACCEPTED);
        metrics.count(RelayMetrics.Counter.CONNECTIONS);
        boolean fits = within(connections.incrementAndGet(), limits.connections(), "connections");
        int ofAddress = byAddress.merge(address, 1, Integer::sum);
        return within(ofAddress, limits.connectionsPerAddress(), "connections-per-address") && fits;
    }

    void leave(InetAddress address) {
        metrics.add(RelayMetrics.Counter.CONNECTIONS, -1);
        connections.decrementAndGet();
        byAddress.computeIfPresent(address, (a, n) -> n == 1 ? null : n - 1);
    }

    /** A connection has to say who it is. False: close it; {@link #strangerGone} is due. */
    boolean strangerCame() {
        metrics.count(RelayMetrics.Counter.STRANGERS);
        return within(strangers.incrementAndGet(), limits.strangers(), "strangers");
    }

    void strangerGone() {
        metrics.add(RelayMetrics.Counter.STRANGERS, -1);
        strangers.decrementAndGet();
    }

    private boolean within(int count, int limit, String name) {
        if (count > limit) {
            metrics.limit(name);
        }
        return count <= limit;
    }
}
