package org.carillon.relay;

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
import java.util.function.Supplier;

/** Which kind of channels and loops: Linux's epoll where it loads, otherwise Java's own. */
record Transport(
        String name,
        Supplier<IoHandlerFactory> io,
        Class<? extends ServerSocketChannel> server,
        Class<? extends SocketChannel> client) {

    static Transport choose(boolean preferNative) {
        return preferNative && Epoll.isAvailable()
                ? new Transport(
                        "epoll",
                        EpollIoHandler::newFactory,
                        EpollServerSocketChannel.class,
                        EpollSocketChannel.class)
                : new Transport(
                        "nio",
                        NioIoHandler::newFactory,
                        NioServerSocketChannel.class,
                        NioSocketChannel.class);
    }

    EventLoopGroup loops(int threads) {
        return new MultiThreadIoEventLoopGroup(
                threads, new DefaultThreadFactory("carillon-relay", true), io.get());
    }
}
