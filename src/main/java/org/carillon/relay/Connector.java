package org.carillon.relay;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Connects for the Rooms of one loop. The peer says where to; so what is checked against the
 * networks allowed is the very address that is then connected to. Owner: that loop.
 */
final class Connector implements Dialer {
    private static final System.Logger LOG = System.getLogger(Connector.class.getName());

    private final EventLoop loop;
    private final Bootstrap bootstrap;
    private final Executor resolver;
    private final RelayOptions options;
    private final RelayMetrics metrics;

    /**
     * The bootstrap has channel class, loop and options; the handler is set for each connection.
     */
    Connector(
            EventLoop loop,
            Bootstrap bootstrap,
            Executor resolver,
            RelayOptions options,
            RelayMetrics metrics) {
        this.loop = loop;
        this.bootstrap = bootstrap;
        this.resolver = resolver;
        this.options = options;
        this.metrics = metrics;
    }

    @Override
    public void connect(
            List<ConnectTarget> targets, LegListener leg, Consumer<SeatLoss.Cause> failed) {
        if (targets.isEmpty()) {
            failed.accept(SeatLoss.Cause.UNREACHABLE);
            return;
        }
        ConnectTarget target = targets.get(0);
        List<ConnectTarget> others = targets.subList(1, targets.size());
        resolve(
                target.host(),
                addresses -> connect(target, addresses, leg, failed),
                () -> connect(others, leg, failed));
    }

    private void resolve(String host, Consumer<List<InetAddress>> found, Runnable unknown) {
        String bare = host.replaceAll("^\\[|\\]$", "");
        Optional<InetAddress> numeric = numeric(bare);
        if (numeric.isPresent()) {
            found.accept(List.of(numeric.get()));
            return;
        }
        try {
            resolver.execute(() -> ask(bare, found, unknown));
        } catch (RejectedExecutionException e) {
            metrics.limit("resolver");
            unknown.run();
        }
    }

    private static Optional<InetAddress> numeric(String host) {
        return Optional.ofNullable(NetUtil.createByteArrayFromIpAddressString(host))
                .map(
                        octets -> {
                            try {
                                return InetAddress.getByAddress(octets);
                            } catch (UnknownHostException e) {
                                throw new AssertionError("4 or 16 octets are an address", e);
                            }
                        });
    }

    // On the resolver's thread: Java's DNS blocks.
    private void ask(String host, Consumer<List<InetAddress>> found, Runnable unknown) {
        try {
            List<InetAddress> addresses = List.of(InetAddress.getAllByName(host));
            loop.execute(() -> found.accept(addresses));
        } catch (UnknownHostException e) {
            loop.execute(unknown);
        }
    }

    private void connect(
            ConnectTarget target,
            List<InetAddress> addresses,
            LegListener leg,
            Consumer<SeatLoss.Cause> failed) {
        Optional<InetAddress> allowed = addresses.stream().filter(this::isAllowed).findFirst();
        if (allowed.isEmpty()) {
            metrics.limit("connect-networks");
            failed.accept(SeatLoss.Cause.NOT_ALLOWED);
        } else if (target.tls()) {
            LOG.log(System.Logger.Level.WARNING, "event=connect-refused why=tls-not-supported");
            failed.accept(SeatLoss.Cause.UNREACHABLE);
        } else {
            connect(new InetSocketAddress(allowed.get(), target.port()), leg, failed);
        }
    }

    private boolean isAllowed(InetAddress address) {
        Stream<Network> networks = options.connectNetworks().stream();
        return networks.anyMatch(network -> network.contains(address));
    }

    private void connect(
            InetSocketAddress address, LegListener leg, Consumer<SeatLoss.Cause> failed) {
        ChannelFuture connected =
                bootstrap
                        .clone()
                        .handler(
                                new ChannelInitializer<SocketChannel>() {
                                    @Override
                                    protected void initChannel(SocketChannel channel) {
                                        // Bound below, when it is known to be connected.
                                    }
                                })
                        .connect(address);
        connected.addListener(
                done -> {
                    if (done.isSuccess()) {
                        bind(connected, leg);
                    } else {
                        failed.accept(SeatLoss.Cause.UNREACHABLE);
                    }
                });
    }

    private void bind(ChannelFuture connected, LegListener leg) {
        metrics.count(RelayMetrics.Counter.CONNECTED);
        metrics.count(RelayMetrics.Counter.CONNECTIONS);
        connected
                .channel()
                .closeFuture()
                .addListener(gone -> metrics.add(RelayMetrics.Counter.CONNECTIONS, -1));
        connected.channel().pipeline().addLast("leg", new LegHandler(leg, options.msrp()));
        connected.channel().config().setAutoRead(true);
    }
}
