package org.carillon.stack;

import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the SIP connections that peers have opened, in all and from each address, and says when it
 * is enough. Thread-safe: they come on the selector's thread and may end on any.
 */
final class IncomingConnections {
    private static final System.Logger LOG = System.getLogger(IncomingConnections.class.getName());

    private final SipLimits limits;
    private final Map<SocketChannel, InetAddress> open = new ConcurrentHashMap<>();
    private final Map<InetAddress, Integer> ofPeer = new ConcurrentHashMap<>();
    private final LongAdder refused = new LongAdder();

    IncomingConnections(SipLimits limits) {
        this.limits = limits;
    }

    /** Whether one more may stay; if so, it counts until {@link #ended}. */
    boolean admit(SocketChannel connection) {
        InetAddress peer = connection.socket().getInetAddress();
        if (open.size() >= limits.connections()
                || ofPeer.getOrDefault(peer, 0) >= limits.connectionsOfOnePeer()) {
            refuse(peer);
            return false;
        }
        open.put(connection, peer);
        ofPeer.merge(peer, 1, Integer::sum);
        return true;
    }

    private void refuse(InetAddress peer) {
        refused.increment();
        LOG.log(
                Level.WARNING,
                "event=sip-connection-refused peer={0} of-peer={1} open={2} refused={3}",
                peer.getHostAddress(),
                Integer.toString(ofPeer.getOrDefault(peer, 0)),
                Integer.toString(open.size()),
                refused.toString());
    }

    /** Does nothing for one that is not counted. */
    void ended(SocketChannel connection) {
        InetAddress peer = open.remove(connection);
        if (peer != null) {
            ofPeer.computeIfPresent(peer, (address, count) -> count == 1 ? null : count - 1);
        }
    }
}
