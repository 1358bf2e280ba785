package org.carillon.relay;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.carillon.msrp.MsrpLimits;
import org.carillon.msrp.StatusCode;

/**
 * Receives a connection until its first request says which leg it belongs to, then takes it to the
 * loop of that leg's Room and steps aside.
 *
 * <pre>
 *  LISTENING --first request--> MOVING --on the Room's loop--> (LegHandler)
 *      |                          |
 *      +-- too late, nonsense, ---+-- 481, 506 --> REFUSED
 * </pre>
 *
 * Owner: the channel's loop, which changes while MOVING, when nothing is read.
 */
final class StrangerHandler extends ChannelInboundHandlerAdapter {
    private static final System.Logger LOG = System.getLogger(StrangerHandler.class.getName());

    /** How long a refused peer may take to read why. */
    private static final long LAST_WORDS_SECONDS = 5;

    private enum State {
        LISTENING,
        MOVING,
        REFUSED
    }

    private final boolean secure;
    private final Directory directory;
    private final Gate gate;
    private final RelayTimers timers;
    private final RelayMetrics metrics;
    private final MsrpLimits limits;
    private final FirstRequest first;
    private State state = State.LISTENING;
    private Optional<Future<?>> timeout = Optional.empty();
    private ByteBuf seen;

    /**
     * @param secure whether it came over TLS: a leg of the other kind is not to be had here
     */
    StrangerHandler(
            boolean secure,
            Directory directory,
            Gate gate,
            RelayTimers timers,
            RelayMetrics metrics,
            MsrpLimits limits) {
        this.secure = secure;
        this.directory = directory;
        this.gate = gate;
        this.timers = timers;
        this.metrics = metrics;
        this.limits = limits;
        this.first = new FirstRequest(limits);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        seen = ctx.alloc().buffer();
        if (!gate.strangerCame()) {
            var unused = ctx.close();
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        timeout.ifPresent(future -> future.cancel(false));
        gate.strangerGone();
        seen.release();
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        timeout =
                Optional.of(
                        ctx.executor()
                                .schedule(
                                        () -> tooLate(ctx),
                                        timers.firstRequest().toNanos(),
                                        TimeUnit.NANOSECONDS));
    }

    private void tooLate(ChannelHandlerContext ctx) {
        metrics.limit("first-request");
        close(ctx);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf octets = (ByteBuf) message;
        try {
            if (state != State.REFUSED) {
                seen.writeBytes(octets, octets.readerIndex(), octets.readableBytes());
            }
            if (state == State.LISTENING) {
                judge(ctx, first.look(octets));
            }
        } finally {
            octets.release();
        }
    }

    private void judge(ChannelHandlerContext ctx, FirstRequest.Verdict verdict) {
        if (verdict == FirstRequest.Verdict.UNFIT) {
            refuse(ctx, StatusCode.BAD_REQUEST);
        } else if (verdict == FirstRequest.Verdict.REQUEST) {
            directory
                    .find(first.sessionId())
                    .filter(door -> door.secure() == secure)
                    .ifPresentOrElse(
                            door -> move(ctx, door), () -> refuse(ctx, StatusCode.NO_SESSION));
        }
    }

    private void move(ChannelHandlerContext ctx, Directory.Door door) {
        state = State.MOVING;
        timeout.ifPresent(future -> future.cancel(false));
        Channel channel = ctx.channel();
        channel.config().setAutoRead(false);
        if (door.loop() == channel.eventLoop()) {
            handOver(ctx, door);
        } else {
            // Later, so that the read that brought us here comes to its end on this loop.
            channel.eventLoop()
                    .execute(() -> channel.deregister().addListener(left -> register(ctx, door)));
        }
    }

    private void register(ChannelHandlerContext ctx, Directory.Door door) {
        door.loop()
                .register(ctx.channel())
                .addListener(
                        arrived -> {
                            if (ctx.pipeline().context(this) == null) {
                                return; // closed on the way, and the pipeline has let go of us
                            }
                            if (arrived.isSuccess()) {
                                handOver(ctx, door);
                            } else {
                                ctx.channel().unsafe().closeForcibly();
                                ctx.pipeline().remove(this);
                            }
                        });
    }

    // On the Room's loop.
    private void handOver(ChannelHandlerContext ctx, Directory.Door door) {
        Room.Admission admission = door.room().admit(door.leg());
        if (admission instanceof Room.Admission.Admitted admitted) {
            ByteBuf octets = seen.retain();
            LegHandler handler = new LegHandler(admitted.leg(), limits);
            ctx.pipeline().replace(this, "leg", handler);
            handler.begin(octets);
        } else if (admission instanceof Room.Admission.Refused refused) {
            refuse(ctx, refused.status());
        }
    }

    private void refuse(ChannelHandlerContext ctx, StatusCode status) {
        state = State.REFUSED;
        LOG.log(
                System.Logger.Level.DEBUG,
                () -> "event=stranger-refused peer=" + ctx.channel().remoteAddress());
        ByteBuf out = ctx.alloc().buffer();
        FirstRequest.refuse(seen, status, limits, metrics, out);
        ctx.channel().config().setAutoRead(true);
        ctx.writeAndFlush(out).addListener(done -> LegHandler.shutDownOutput(ctx.channel()));
        var unused =
                ctx.executor().schedule(() -> close(ctx), LAST_WORDS_SECONDS, TimeUnit.SECONDS);
    }

    private static void close(ChannelHandlerContext ctx) {
        var unused = ctx.close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        var unused = ctx.close();
    }
}
