package org.carillon.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.traffic.GlobalTrafficShapingHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Takes messages on any number of connections, made by it or by others, and answers every chunk.
 * Used by one thread; tally and latency by any.
 */
public final class Sink implements AutoCloseable {
    private static final long BINDING_SECONDS = 10;
    private static final long SPEED_CHECK_MILLIS = 100;

    private final Loops loops;
    private final boolean verify;
    private final InstantSource clock;
    private final Tally tally = new Tally();
    private final Latency latency = new Latency();

    /** Present if all connections together read no more than so much. */
    private final Optional<GlobalTrafficShapingHandler> speed;

    /**
     * A sink without connections.
     *
     * @param verify true: every octet of the content is checked, which costs more than counting
     */
    public Sink(int threads, boolean verify, InstantSource clock) {
        this(threads, verify, clock, 0);
    }

    private Sink(int threads, boolean verify, InstantSource clock, long bytesPerSecond) {
        this.loops = new Loops("load-sink", threads);
        this.verify = verify;
        this.clock = clock;
        this.speed =
                bytesPerSecond == 0
                        ? Optional.empty()
                        : Optional.of(
                                new GlobalTrafficShapingHandler(
                                        loops.group(), 0, bytesPerSecond, SPEED_CHECK_MILLIS));
    }

    /** A sink whose connections together read no more than that, until it hurries. */
    public static Sink slow(long bytesPerSecond, boolean verify, InstantSource clock) {
        return new Sink(1, verify, clock, bytesPerSecond);
    }

    /** From now on a slow sink is as fast as any. */
    public void hurry() {
        speed.ifPresent(handler -> handler.setReadLimit(0));
    }

    /**
     * Takes connections there.
     *
     * @return the port, of interest where 0 was asked for
     * @throws IOException if it cannot
     */
    public int listen(InetSocketAddress address, Optional<SslContext> tls) throws IOException {
        var bound =
                new ServerBootstrap()
                        .group(loops.group())
                        .channel(Loops.server())
                        .option(ChannelOption.SO_BACKLOG, 1024)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                        .childHandler(pipeline(tls, this::receiving))
                        .bind(address)
                        .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    "cannot listen on " + address + ": " + bound.cause().getMessage(),
                    bound.cause());
        }
        return ((InetSocketAddress) bound.channel().localAddress()).getPort();
    }

    private Receiving receiving() {
        return new Receiving(tally, latency, verify, clock, Optional.empty());
    }

    private ChannelInitializer<SocketChannel> pipeline(
            Optional<SslContext> tls, java.util.function.Supplier<Receiving> receiving) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(SocketChannel channel) {
                speed.ifPresent(channel.pipeline()::addLast);
                tls.ifPresent(
                        context -> channel.pipeline().addLast(context.newHandler(channel.alloc())));
                channel.pipeline().addLast(receiving.get());
            }
        };
    }

    /**
     * Makes a connection for each route, binds it by a SEND without content (RFC 4975 §5.4) and
     * waits for the answers.
     *
     * @throws IOException if one cannot connect, or is answered other than by 200
     */
    public void connect(List<Route> routes, Optional<SslContext> tls)
            throws IOException, InterruptedException {
        List<Receiving> all =
                routes.stream()
                        .map(r -> new Receiving(tally, latency, verify, clock, Optional.of(r)))
                        .toList();
        for (int i = 0; i < all.size(); i++) {
            connect(routes.get(i).connect(), all.get(i), tls);
        }
        for (Receiving each : all) {
            awaitBound(each);
        }
    }

    private void connect(InetSocketAddress to, Receiving receiving, Optional<SslContext> tls)
            throws IOException {
        var connected =
                new Bootstrap()
                        .group(loops.group())
                        .channel(Loops.client())
                        .option(ChannelOption.TCP_NODELAY, true)
                        .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                        .handler(pipeline(tls, () -> receiving))
                        .connect(to)
                        .awaitUninterruptibly();
        if (!connected.isSuccess()) {
            throw new IOException("cannot connect to " + to, connected.cause());
        }
    }

    private static void awaitBound(Receiving receiving) throws IOException, InterruptedException {
        try {
            int status = receiving.bound().get(BINDING_SECONDS, TimeUnit.SECONDS);
            if (status != 200) {
                throw new IOException("binding answered " + status + ", expected 200");
            }
        } catch (TimeoutException | ExecutionException e) {
            throw new IOException("binding not answered within " + BINDING_SECONDS + " s", e);
        }
    }

    /** What arrived so far. */
    public Tally tally() {
        return tally;
    }

    /** How old it was. */
    public Latency latency() {
        return latency;
    }

    /** Closes every connection and listener. */
    @Override
    public void close() {
        speed.ifPresent(GlobalTrafficShapingHandler::release);
        loops.close();
    }
}
