package org.carillon.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.carillon.msrp.Continuation;
import org.carillon.msrp.FrameListener;
import org.carillon.msrp.Malformed;
import org.carillon.msrp.Method;
import org.carillon.msrp.MsrpLimits;
import org.carillon.msrp.MsrpParser;
import org.carillon.msrp.MsrpWriter;
import org.carillon.msrp.RequestHead;
import org.carillon.msrp.ResponseHead;
import org.carillon.msrp.StatusCode;

/**
 * One connection of a Sink; may carry several sessions, as relays do (RFC 4976 §6). Answers once in
 * a read. Owner: its channel's loop.
 */
final class Receiving extends ChannelInboundHandlerAdapter implements FrameListener {
    private static final int ANSWERS = 8 << 10;

    private final Tally tally;
    private final Latency latency;
    private final boolean verify;
    private final InstantSource clock;
    private final Optional<Route> binding;
    private final MsrpParser parser = new MsrpParser(MsrpLimits.defaults(), this);
    private final CompletableFuture<Integer> bound = new CompletableFuture<>();
    private final Map<String, Arrival> arrivals = new HashMap<>();
    private ChannelHandlerContext context;
    private byte[] lastPath = {};
    private Arrival arrival;
    private ByteBuf answers;
    private boolean taking;
    private long now;
    private int answered;

    /**
     * @param binding what to bind the connection with at once, if we made it
     */
    Receiving(
            Tally tally,
            Latency latency,
            boolean verify,
            InstantSource clock,
            Optional<Route> binding) {
        this.tally = tally;
        this.latency = latency;
        this.verify = verify;
        this.clock = clock;
        this.binding = binding;
    }

    /** The status code of the answer to what binds the connection. Any thread may wait for it. */
    CompletableFuture<Integer> bound() {
        return bound;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        binding.ifPresent(
                route -> {
                    ByteBuf send = ctx.alloc().directBuffer();
                    Chunks.writeBinding(send, route);
                    var unused = ctx.writeAndFlush(send);
                });
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf octets = (ByteBuf) message;
        now = Pattern.now(clock);
        tally.heard(now);
        try {
            parser.parse(octets);
        } finally {
            octets.release();
        }
        if (answers != null && answers.readableBytes() > ANSWERS / 2) {
            writeAnswers();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        writeAnswers();
        ctx.flush();
    }

    private void writeAnswers() {
        if (answers != null) {
            tally.responses(answered);
            answered = 0;
            var unused = context.write(answers, context.voidPromise());
            answers = null;
        }
    }

    @Override
    public void onRequest(RequestHead head) {
        taking = head.method() == Method.SEND && head.hasBody();
        if (taking) {
            arrival = arrivalOf(head);
            arrival.begin(head);
        }
    }

    private Arrival arrivalOf(RequestHead head) {
        if (!head.toPath().whole().contentEquals(lastPath)) {
            lastPath = head.toPath().whole().toBytes();
            arrival =
                    arrivals.computeIfAbsent(
                            head.toPath().whole().toString(),
                            path -> new Arrival(tally, latency, verify));
        }
        return arrival;
    }

    @Override
    public void onBody(ByteBuf piece) {
        if (taking) {
            arrival.take(piece, now);
        }
    }

    @Override
    public void onRequestEnd(RequestHead head, Continuation flag) {
        if (head.method() != Method.SEND) {
            return;
        }
        if (head.failureReport().allowsResponse(StatusCode.OK.code())) {
            if (answers == null) {
                answers = context.alloc().directBuffer(ANSWERS);
            }
            MsrpWriter.writeResponse(answers, head, StatusCode.OK);
            answered++;
        }
        if (taking) {
            arrival.end(head, flag);
        }
    }

    @Override
    public void onResponse(ResponseHead head) {
        boolean unused = bound.complete(head.statusCode());
    }

    @Override
    public void onMalformed(Malformed malformed) {
        tally.error("malformed-" + malformed.fault());
        var unused = context.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        arrivals.values().forEach(Arrival::lost);
        boolean unused = bound.complete(0);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        tally.error("connection: " + cause.getMessage());
        var unused = ctx.close();
    }
}
