package org.carillon.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** A connection on a Netty channel. Owner: the channel's loop, which is the Room's. */
final class ChannelConnection implements Connection {
    /** How long a peer may take to read our last words. */
    private static final long LAST_WORDS_SECONDS = 5;

    private final LegHandler handler;
    private final Channel channel;

    ChannelConnection(LegHandler handler, Channel channel) {
        this.handler = handler;
        this.channel = channel;
    }

    @Override
    public long writable() {
        return channel.bytesBeforeUnwritable();
    }

    @Override
    public long unflushed() {
        ChannelOutboundBuffer outbound = channel.unsafe().outboundBuffer();
        return outbound == null
                ? 0
                : outbound.totalPendingWriteBytes() - outbound.currentProgress();
    }

    @Override
    public void write(ByteBuf octets) {
        ChannelFuture unused = channel.write(octets, channel.voidPromise());
    }

    @Override
    public void write(ByteBuf octets, Runnable flushed) {
        channel.write(octets).addListener(future -> runIf(future.isSuccess(), flushed));
    }

    private void runIf(boolean success, Runnable flushed) {
        if (success) {
            handler.guard(flushed);
        }
    }

    @Override
    public void flush() {
        channel.flush();
    }

    @Override
    public void reading(boolean wanted) {
        handler.reading(wanted);
    }

    /**
     * Ends our side and leaves the peer the time to read it: closing at once, with octets of the
     * peer still unread, would make the network drop our last answer.
     */
    @Override
    public void close() {
        if (!channel.isActive()) {
            cut();
            return;
        }
        handler.discard();
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER)
                .addListener(done -> LegHandler.shutDownOutput(channel));
        Future<?> cut =
                channel.eventLoop().schedule(this::cut, LAST_WORDS_SECONDS, TimeUnit.SECONDS);
        channel.closeFuture().addListener(closed -> cut.cancel(false));
    }

    @Override
    public void cut() {
        handler.ignore();
        ChannelFuture unused = channel.close();
    }

    @Override
    public Optional<X509Certificate> certificate() {
        return Optional.ofNullable(channel.pipeline().get(SslHandler.class))
                .flatMap(tls -> certificate(tls.engine().getSession()));
    }

    private static Optional<X509Certificate> certificate(SSLSession session) {
        try {
            return Optional.of((X509Certificate) session.getPeerCertificates()[0]);
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        }
    }

    @Override
    public String peer() {
        return String.valueOf(channel.remoteAddress());
    }
}
