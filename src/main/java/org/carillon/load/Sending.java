package org.carillon.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.carillon.msrp.Continuation;
import org.carillon.msrp.FrameListener;
import org.carillon.msrp.Malformed;
import org.carillon.msrp.MsrpLimits;
import org.carillon.msrp.MsrpParser;
import org.carillon.msrp.RequestHead;
import org.carillon.msrp.ResponseHead;
import org.carillon.msrp.TransactionId;

/**
 * One session of a Source.
 *
 * <pre>
 *  SENDING --last chunk--> AWAITING --last answer--> OVER
 *     +------- refused, connection lost ------------->
 * </pre>
 *
 * Owner: its channel's loop.
 */
final class Sending extends ChannelInboundHandlerAdapter implements FrameListener {
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** Sessions that wake up in one tick; the others have theirs later. */
    private static final int IN_ONE_TICK = 16;

    private enum State {
        SENDING,
        AWAITING,
        OVER
    }

    private final Route route;
    private final Volume volume;
    private final Pattern pattern;
    private final Tally tally;
    private final InstantSource clock;
    private final int sessions;
    private final MsrpParser parser = new MsrpParser(MsrpLimits.defaults(), this);
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private ChannelHandlerContext context;
    private Chunks chunks;
    private State state = State.SENDING;
    private boolean filling;
    private boolean ending;
    private long began;
    private long answered;
    private long counted;

    Sending(
            Route route,
            Volume volume,
            Pattern pattern,
            Tally tally,
            InstantSource clock,
            int sessions) {
        this.route = route;
        this.volume = volume;
        this.pattern = pattern;
        this.tally = tally;
        this.clock = clock;
        this.sessions = sessions;
    }

    /** Completed when the session is over, well or not; any thread may wait for it. */
    CompletableFuture<Void> over() {
        return over;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        if (ctx.pipeline().get(SslHandler.class) == null) {
            begin();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == SslHandshakeCompletionEvent.SUCCESS) {
            begin();
        }
    }

    private void begin() {
        String messageId = TransactionId.toString(new SplittableRandom().nextLong());
        chunks = new Chunks(route, messageId, volume, pattern, context.alloc());
        began = System.nanoTime();
        fill();
        if (volume.bytesPerSecond() > 0) {
            schedule();
        }
    }

    private void schedule() {
        long nanos = TICK_NANOS * (1 + sessions / IN_ONE_TICK);
        var unused = context.executor().schedule(this::tick, nanos, TimeUnit.NANOSECONDS);
    }

    private void tick() {
        fill();
        if (state == State.SENDING) {
            schedule();
        }
    }

    /** The message ends with the next part. */
    void end() {
        context.executor()
                .execute(
                        () -> {
                            ending = true;
                            if (chunks != null) {
                                fill();
                            }
                        });
    }

    /**
     * Writes until the channel is full, flushes, and comes back later if it is not full any more.
     */
    private void fill() {
        if (filling || state != State.SENDING) {
            return;
        }
        filling = true;
        long stamp = Pattern.now(clock);
        tally.heard(stamp);
        while (mayMake()) {
            long begun = chunks.count();
            int parts = chunks.make(ending ? 1 : due(), ending, stamp, this::write);
            tally.chunks(chunks.count() - begun);
            tally.bytes((long) parts * volume.period());
            state = chunks.isEnded() ? State.AWAITING : State.SENDING;
        }
        context.flush();
        filling = false;
        if (mayMake()) {
            context.executor().execute(this::fill);
        }
        overIfAnswered();
    }

    private boolean mayMake() {
        return state == State.SENDING && context.channel().isWritable() && due() > 0;
    }

    private void write(ByteBuf octets) {
        var unused = context.write(octets, context.voidPromise());
    }

    /** Parts. */
    private long due() {
        if (ending || volume.bytesPerSecond() == 0) {
            return Long.MAX_VALUE;
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        return (long) (seconds * volume.bytesPerSecond() / volume.period()) - chunks.parts();
    }

    private void overIfAnswered() {
        if (state == State.AWAITING && (!volume.answered() || answered == chunks.count())) {
            state = State.OVER;
            tally.message();
            over.complete(null);
        }
    }

    private void fail(String what) {
        if (state != State.OVER) {
            state = State.OVER;
            tally.error(what);
            over.complete(null);
            var unused = context.close();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (chunks != null && ctx.channel().isWritable()) {
            fill();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf octets = (ByteBuf) message;
        try {
            parser.parse(octets);
        } finally {
            octets.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        tally.responses(answered - counted);
        tally.heard(Pattern.now(clock));
        counted = answered;
        overIfAnswered();
    }

    @Override
    public void onResponse(ResponseHead head) {
        if (head.statusCode() == 200) {
            answered++;
        } else {
            fail("status-" + head.statusCode());
        }
    }

    /** REPORTs and messages of the other side: nothing to a Source, and answered by nobody. */
    @Override
    public void onRequest(RequestHead head) {}

    @Override
    public void onBody(ByteBuf piece) {}

    @Override
    public void onRequestEnd(RequestHead head, Continuation flag) {}

    @Override
    public void onMalformed(Malformed malformed) {
        fail("malformed-" + malformed.fault());
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        fail("connection-lost");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail("connection: " + cause.getMessage());
    }
}
