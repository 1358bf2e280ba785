package org.carillon.relay;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.util.ArrayDeque;
import java.util.Queue;
import org.carillon.msrp.MsrpLimits;
import org.carillon.msrp.MsrpParser;

/**
 * The last handler of a connection that is bound to a leg: octets in, frames to the leg. Owner: the
 * Room's loop.
 */
final class LegHandler extends ChannelInboundHandlerAdapter {
    private final LegListener leg;
    private final MsrpParser parser;

    /** What was read while nobody wanted it; a few buffers, since the channel is not read then. */
    private final Queue<ByteBuf> backlog = new ArrayDeque<>();

    private ChannelHandlerContext context;
    private boolean reading = true;

    LegHandler(LegListener leg, MsrpLimits limits) {
        this.leg = leg;
        this.parser = new MsrpParser(limits, leg);
    }

    /** Binds the connection to the leg. */
    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        guard(() -> leg.onBound(new ChannelConnection(this, ctx.channel())));
    }

    /** Takes what was read before this handler came; the channel is not being read. */
    void begin(ByteBuf octets) {
        backlog.add(octets);
        readBacklog();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf octets = (ByteBuf) message;
        if (reading && backlog.isEmpty()) {
            parse(octets);
        } else {
            backlog.add(octets);
        }
    }

    private void parse(ByteBuf octets) {
        try {
            guard(() -> parser.parse(octets));
        } finally {
            octets.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        guard(leg::onBatchEnd);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable()) {
            guard(leg::onWritable);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        releaseBacklog();
        guard(leg::onClosed);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        releaseBacklog();
    }

    private void releaseBacklog() {
        backlog.forEach(ByteBuf::release);
        backlog.clear();
    }

    /** The network's trouble, such as a reset: ours goes to {@link #guard}. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        var unused = ctx.close();
    }

    /** Reads on, or leaves octets where they are. */
    void reading(boolean wanted) {
        reading = wanted;
        if (!wanted) {
            context.channel().config().setAutoRead(false);
        } else if (backlog.isEmpty()) {
            context.channel().config().setAutoRead(true);
        } else {
            // Not now: the caller may be in the middle of a callback.
            context.channel().eventLoop().execute(this::readBacklog);
        }
    }

    private void readBacklog() {
        while (reading && !backlog.isEmpty()) {
            parse(backlog.remove());
        }
        guard(leg::onBatchEnd);
        if (reading && backlog.isEmpty()) {
            context.channel().config().setAutoRead(true);
        }
    }

    /** What the peer still says matters no more; it is read to let the peer come to its end. */
    void discard() {
        parser.discard();
        reading(true);
    }

    /** What the peer still says matters no more, and is not read either. */
    void ignore() {
        parser.discard();
    }

    /** Says to the peer that no more will come; a channel that cannot say so is closed. */
    static void shutDownOutput(Channel channel) {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (channel.isActive() && tls != null) {
            tls.closeOutbound().addListener(said -> shutDownSocket(channel));
        } else {
            shutDownSocket(channel);
        }
    }

    private static void shutDownSocket(Channel channel) {
        if (channel.isActive() && channel instanceof DuplexChannel duplex) {
            var unused = duplex.shutdownOutput();
        } else {
            var unused = channel.close();
        }
    }

    /** A fault of ours ends the Room, and this connection. */
    void guard(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            leg.onFault(e);
            var unused = context.close();
        }
    }
}
