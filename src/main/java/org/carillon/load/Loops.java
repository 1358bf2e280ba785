package org.carillon.load;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Event loops, native where possible: what measures must cost less than what it measures. */
final class Loops implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 5;

    private final EventLoopGroup group;

    Loops(String name, int threads) {
        Supplier<IoHandlerFactory> io =
                Epoll.isAvailable() ? EpollIoHandler::newFactory : NioIoHandler::newFactory;
        group =
                new MultiThreadIoEventLoopGroup(
                        threads, new DefaultThreadFactory(name, true), io.get());
    }

    EventLoopGroup group() {
        return group;
    }

    static Class<? extends SocketChannel> client() {
        return Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class;
    }

    static Class<? extends ServerSocketChannel> server() {
        return Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    @Override
    public void close() {
        boolean unused =
                group.shutdownGracefully(0, PATIENCE_SECONDS, TimeUnit.SECONDS)
                        .awaitUninterruptibly(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
