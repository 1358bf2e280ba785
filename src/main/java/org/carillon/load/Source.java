package org.carillon.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends one message in each of its sessions. Used by one thread; the tally by any. */
public final class Source implements AutoCloseable {
    private static final WriteBufferWaterMark WATER_MARK =
            new WriteBufferWaterMark(128 << 10, 256 << 10);

    private final Loops loops;
    private final Optional<SslContext> tls;
    private final Tally tally = new Tally();
    private final List<Sending> sessions = new ArrayList<>();

    private Source(int threads, Optional<SslContext> tls) {
        this.loops = new Loops("load-source", threads);
        this.tls = tls;
    }

    /**
     * Connects every session and begins to send in each as soon as it is connected.
     *
     * @param tls what to speak TLS with, if any
     * @throws IOException if one cannot connect
     */
    public static Source start(
            List<Route> routes,
            Volume volume,
            int threads,
            Optional<SslContext> tls,
            InstantSource clock)
            throws IOException {
        Source source = new Source(threads, tls);
        try {
            Pattern pattern = Pattern.of(volume.period());
            for (Route route : routes) {
                Sending sending =
                        new Sending(route, volume, pattern, source.tally, clock, routes.size());
                source.connect(route, sending);
            }
            return source;
        } catch (IOException e) {
            source.close();
            throw e;
        }
    }

    private void connect(Route route, Sending sending) throws IOException {
        sessions.add(sending);
        var connected =
                new Bootstrap()
                        .group(loops.group())
                        .channel(Loops.client())
                        .option(ChannelOption.TCP_NODELAY, true)
                        .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                        .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                        .handler(
                                new ChannelInitializer<SocketChannel>() {
                                    @Override
                                    protected void initChannel(SocketChannel channel) {
                                        addTls(channel);
                                        channel.pipeline().addLast(sending);
                                    }
                                })
                        .connect(route.connect())
                        .awaitUninterruptibly();
        if (!connected.isSuccess()) {
            throw new IOException("cannot connect to " + route.connect(), connected.cause());
        }
    }

    private void addTls(Channel channel) {
        tls.ifPresent(context -> channel.pipeline().addLast(context.newHandler(channel.alloc())));
    }

    /** Ends every message with its next chunk, or the next part of a large one. */
    public void end() {
        sessions.forEach(Sending::end);
    }

    /** Waits until every chunk of every session is answered; false if that takes too long. */
    public boolean await(Duration most) throws InterruptedException {
        CompletableFuture<?>[] all =
                sessions.stream().map(Sending::over).toArray(CompletableFuture[]::new);
        try {
            var unused = CompletableFuture.allOf(all).get(most.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (java.util.concurrent.ExecutionException e) {
            throw new AssertionError("sessions end, they do not fail", e);
        }
    }

    /** What was sent and answered so far. */
    public Tally tally() {
        return tally;
    }

    /** Closes every connection. */
    @Override
    public void close() {
        loops.close();
    }
}
