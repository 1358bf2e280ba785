package org.carillon.stack;

import gov.nist.core.HostPort;
import gov.nist.javax.sip.SipStackImpl;
import gov.nist.javax.sip.stack.ConnectionOrientedMessageChannel;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.NIOHandler;
import gov.nist.javax.sip.stack.NioTcpMessageChannel;
import gov.nist.javax.sip.stack.NioTcpMessageProcessor;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The stack's non-blocking TCP, with our framing ({@link SipStream}), limits to the connections
 * that peers may open and to the messages that wait, and without the race in which it loses what is
 * sent over a new connection. Answers that a peer does not take cannot pile up: the stack reads
 * nothing from a connection while it has something to write to it.
 *
 * <p>The stack hands a new socket to its selector first and says afterwards whose it is. A selector
 * that is awake for another reason meanwhile finds a socket of nobody and forgets it, and with it
 * the request that waits to be written. Here the selector waits for the owner, who is on its way.
 *
 * <p>The stack also forgets a socket of ours whose connect has not finished when it was asked for,
 * which is every one: the next message to the same peer opens another and closes this one, with the
 * requests that wait to be written and the responses on their way. Here a stream writes to its own
 * socket as long as that is open.
 */
final class SipConnections extends NioTcpMessageProcessor {
    /** Far more than the owner needs; an end to the wait should there be none. */
    private static final long PATIENCE_NANOS = Duration.ofMillis(200).toNanos();

    private final SipLimits limits;
    private final IncomingConnections incoming;
    private final WaitingLimit limit;
    private final AtomicInteger waiting = new AtomicInteger();

    SipConnections(InetAddress address, SIPTransactionStack stack, int port) {
        super(address, stack, port);
        limits = SipLimits.of(((SipStackImpl) stack).getConfigurationProperties());
        incoming = new IncomingConnections(limits);
        limit = new WaitingLimit("tcp", limits.messagesWaiting());
        nioHandler = new Owners(stack, this, incoming);
    }

    /** Called for every connection that comes in. */
    @Override
    public NioTcpMessageChannel createMessageChannel(
            NioTcpMessageProcessor itself, SocketChannel socket) throws IOException {
        SipStream stream = new SipStream(this, socket, limits);
        nioHandler.putMessageChannel(socket, stream);
        if (!incoming.admit(socket)) {
            stream.turnAway();
        }
        return stream;
    }

    @Override
    public MessageChannel createMessageChannel(HostPort target) throws IOException {
        String key = MessageChannel.getKey(target, transport);
        MessageChannel known = messageChannels.get(key);
        return known == null ? open(key, target.getInetAddress(), target.getPort()) : known;
    }

    @Override
    public MessageChannel createMessageChannel(InetAddress host, int port) throws IOException {
        String key = MessageChannel.getKey(host, port, transport);
        MessageChannel known = messageChannels.get(key);
        return known == null ? open(key, host, port) : known;
    }

    /**
     * Called for the first message of a connection; for two of them where both are first, because
     * they came together and each has a thread. The stack would take the connection for its own
     * predecessor and close it, with the answers still to be written.
     */
    @Override
    protected synchronized void cacheMessageChannel(ConnectionOrientedMessageChannel stream) {
        if (messageChannels.get(stream.getKey()) != stream) {
            super.cacheMessageChannel(stream);
        }
    }

    private synchronized MessageChannel open(String key, InetAddress host, int port)
            throws IOException {
        MessageChannel known = messageChannels.get(key);
        if (known != null) {
            return known; // somebody was faster
        }
        SipStream stream = new SipStream(host, port, sipStack, this, limits);
        messageChannels.put(key, stream);
        return stream;
    }

    /** Whether one more message may wait for a thread; if so, {@link #taken} says when it has. */
    boolean mayWait() {
        boolean admitted = limit.admits(waiting.getAndIncrement());
        if (!admitted) {
            taken();
        }
        return admitted;
    }

    void taken() {
        waiting.decrementAndGet();
    }

    /** Written by whoever sends, read by the selector's thread. */
    private static final class Owners extends NIOHandler {
        private final Map<SocketChannel, NioTcpMessageChannel> owners = new ConcurrentHashMap<>();

        private final NioTcpMessageProcessor processor;
        private final IncomingConnections incoming;

        Owners(
                SIPTransactionStack stack,
                NioTcpMessageProcessor processor,
                IncomingConnections incoming) {
            super(stack, processor);
            this.processor = processor;
            this.incoming = incoming;
        }

        @Override
        public NioTcpMessageChannel getMessageChannel(SocketChannel socket) {
            NioTcpMessageChannel owner = owners.get(socket);
            long start = System.nanoTime();
            while (owner == null && socket.isOpen() && System.nanoTime() - start < PATIENCE_NANOS) {
                Thread.onSpinWait();
                owner = owners.get(socket);
            }
            return owner;
        }

        @Override
        public SocketChannel sendBytes(
                InetAddress sender,
                InetAddress receiver,
                int port,
                String transport,
                byte[] octets,
                boolean retry,
                NioTcpMessageChannel stream)
                throws IOException {
            if (!((SipStream) stream).isOpenTo(receiver, port)) {
                return super.sendBytes(sender, receiver, port, transport, octets, retry, stream);
            }
            processor.send(stream.getSocketChannel(), octets);
            return stream.getSocketChannel();
        }

        @Override
        public void putMessageChannel(SocketChannel socket, NioTcpMessageChannel owner) {
            owners.put(socket, owner);
            super.putMessageChannel(socket, owner); // for the stack's check of idle sockets
        }

        @Override
        public void removeMessageChannel(SocketChannel socket) {
            if (socket != null) {
                owners.remove(socket);
                incoming.ended(socket);
                super.removeMessageChannel(socket);
            }
        }
    }
}
