package org.carillon.tool;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.carillon.certificate.SelfSigned;
import org.carillon.msrp.FrameListener;
import org.carillon.msrp.MsrpLimits;
import org.carillon.msrp.MsrpParser;
import org.carillon.msrp.MsrpUri;
import org.carillon.sdp.Fingerprint;

/**
 * One TCP or TLS connection that carries MSRP, with blocking reads and writes: a person's tool has
 * one or two of them, so a thread each is the simplest thing that streams.
 *
 * <p>One thread reads. Any thread may write; a frame is written whole. Closing it from any thread
 * ends a read that waits.
 */
final class MsrpConnection implements AutoCloseable {
    private static final int READ_BYTES = 64 * 1024;

    /** What a slow device lets the kernel hold, so that the sender feels that it is slow. */
    private static final int SLOW_RECEIVE_BUFFER = 16 * 1024;

    private final Wire wire;
    private final Pace pace;
    private final ReentrantLock writing = new ReentrantLock();
    private final ByteBuf incoming = Unpooled.buffer(READ_BYTES, READ_BYTES);

    private MsrpConnection(Wire wire, Pace pace) {
        this.wire = wire;
        this.pace = pace;
    }

    /** Connects to the adjacent hop of the peer's path, over TLS where that asks for it. */
    static MsrpConnection connect(MsrpDescription peer, Duration patience, Pace pace)
            throws IOException {
        MsrpUri hop = peer.path().leftmost();
        String host = hop.host().replaceAll("[\\[\\]]", "");
        SocketChannel channel = SocketChannel.open();
        try {
            configure(channel, pace);
            InetSocketAddress target = new InetSocketAddress(host, hop.port());
            if (target.isUnresolved()) {
                throw new IOException("the host name '" + Printable.of(host) + "' is unknown");
            }
            channel.socket().connect(target, Math.toIntExact(patience.toMillis()));
            Wire wire =
                    hop.secure()
                            ? TlsWire.over(channel.socket(), host, peer.fingerprints(), patience)
                            : new PlainWire(channel);
            return new MsrpConnection(wire, pace);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Waits for the one connection that the far side opens.
     *
     * @param ours our certificate, if it is to be TLS
     * @param theirs the far side's certificate must have one of these; empty: it may have none
     */
    static MsrpConnection accept(
            ServerSocketChannel listener,
            Optional<SelfSigned> ours,
            List<Fingerprint> theirs,
            Duration patience,
            Pace pace)
            throws IOException {
        SocketChannel channel = accept(listener, patience);
        try {
            configure(channel, pace);
            Wire wire =
                    ours.isPresent()
                            ? TlsWire.accepted(channel.socket(), ours.get(), theirs, patience)
                            : new PlainWire(channel);
            return new MsrpConnection(wire, pace);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static SocketChannel accept(ServerSocketChannel listener, Duration patience)
            throws IOException {
        listener.socket().setSoTimeout(Math.toIntExact(patience.toMillis()));
        try {
            return listener.socket().accept().getChannel();
        } catch (SocketTimeoutException e) {
            throw new IOException("nobody connected within " + patience.toSeconds() + " s", e);
        }
    }

    /**
     * Reads frames into the listener, whose calls are on this thread.
     *
     * @return whether there may be more; not at the end of the stream
     */
    boolean read(MsrpParser parser) throws IOException {
        incoming.clear();
        int size = pace.readSize(READ_BYTES);
        int count = wire.read(incoming, size);
        if (count < 0) {
            return false;
        }
        parser.parse(incoming);
        pace.took(count);
        return true;
    }

    /** A parser at the beginning of this connection. */
    static MsrpParser parser(FrameListener listener) {
        return new MsrpParser(MsrpLimits.defaults(), listener);
    }

    /** Writes all that is readable; waits while the far side does not take it. */
    void write(ByteBuf frame) throws IOException {
        writing.lock();
        try {
            while (frame.isReadable()) {
                wire.write(frame);
            }
        } finally {
            writing.unlock();
        }
    }

    /** Writes what the author puts into an empty buffer. */
    void write(Consumer<ByteBuf> author) throws IOException {
        ByteBuf frame = Unpooled.buffer();
        author.accept(frame);
        write(frame);
    }

    /** Says that we write no more; reading goes on. */
    void endOutput() throws IOException {
        wire.endOutput();
    }

    @Override
    public void close() throws IOException {
        wire.close();
    }

    private static void configure(SocketChannel channel, Pace pace) throws IOException {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        if (pace.limits()) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, SLOW_RECEIVE_BUFFER);
        }
    }
}
