package org.carillon.relay;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
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
import org.carillon.network.Network;

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
    private final Optional<Tls> tls;

    /**
     * The bootstrap has channel class, loop and options; the handler is set for each connection.
     */
    Connector(
            EventLoop loop,
            Bootstrap bootstrap,
            Executor resolver,
            RelayOptions options,
            RelayMetrics metrics,
            Optional<Tls> tls) {
        this.loop = loop;
        this.bootstrap = bootstrap;
        this.resolver = resolver;
        this.options = options;
        this.metrics = metrics;
        this.tls = tls;
    }

    /**
     * A connection on its way.
     *
     * @param fingerprints the peer's certificate must have one of them, if it has named any
     */
    private record Attempt(
            List<CertificateFingerprint> fingerprints,
            LegListener leg,
            Consumer<SeatLoss.Cause> failed) {}

    @Override
    public void connect(Leg leg, LegListener listener, Consumer<SeatLoss.Cause> failed) {
        connect(leg.targets(), new Attempt(leg.fingerprints(), listener, failed));
    }

    private void connect(List<ConnectTarget> targets, Attempt attempt) {
        if (targets.isEmpty()) {
            attempt.failed().accept(SeatLoss.Cause.UNREACHABLE);
            return;
        }
        ConnectTarget target = targets.get(0);
        List<ConnectTarget> others = targets.subList(1, targets.size());
        resolve(
                target.bareHost(),
                addresses -> connect(target, addresses, attempt),
                () -> connect(others, attempt));
    }

    private void resolve(String bare, Consumer<List<InetAddress>> found, Runnable unknown) {
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

    private void connect(ConnectTarget target, List<InetAddress> addresses, Attempt attempt) {
        Optional<InetAddress> allowed = addresses.stream().filter(this::isAllowed).findFirst();
        if (allowed.isEmpty()) {
            metrics.limit("connect-networks");
            attempt.failed().accept(SeatLoss.Cause.NOT_ALLOWED);
        } else if (target.tls() && tls.isEmpty()) {
            attempt.failed().accept(SeatLoss.Cause.TLS_FAILED);
        } else {
            connect(target, new InetSocketAddress(allowed.get(), target.port()), attempt);
        }
    }

    private boolean isAllowed(InetAddress address) {
        Stream<Network> networks = options.connectNetworks().stream();
        return networks.anyMatch(network -> network.contains(address));
    }

    private void connect(ConnectTarget target, InetSocketAddress address, Attempt attempt) {
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
                    if (!done.isSuccess()) {
                        attempt.failed().accept(SeatLoss.Cause.UNREACHABLE);
                    } else {
                        connected((SocketChannel) connected.channel(), target, attempt);
                    }
                });
    }

    private void connected(SocketChannel channel, ConnectTarget target, Attempt attempt) {
        metrics.count(RelayMetrics.Counter.CONNECTED);
        metrics.count(RelayMetrics.Counter.CONNECTIONS);
        channel.closeFuture()
                .addListener(gone -> metrics.add(RelayMetrics.Counter.CONNECTIONS, -1));
        if (target.tls()) {
            shakeHands(channel, target, attempt);
        } else {
            bind(channel, attempt);
        }
    }

    private void shakeHands(SocketChannel channel, ConnectTarget target, Attempt attempt) {
        SslHandler handler = tls.orElseThrow().connect(channel, target, attempt.fingerprints());
        handler.handshakeFuture()
                .addListener(
                        done -> {
                            if (done.isSuccess()) {
                                channel.pipeline().remove(Failing.class);
                                bind(channel, attempt);
                            } else {
                                tellFailure(target, done.cause());
                                attempt.failed().accept(causeOf(done.cause()));
                            }
                        });
        channel.pipeline().addLast("tls", handler).addLast("failing", new Failing());
        channel.config().setAutoRead(true);
    }

    private SeatLoss.Cause causeOf(Throwable handshake) {
        if (NamedCertificates.ended(handshake)) {
            metrics.count(RelayMetrics.Counter.IMPOSTORS);
            return SeatLoss.Cause.WRONG_CERTIFICATE;
        }
        return SeatLoss.Cause.TLS_FAILED;
    }

    /** The handshake's future tells of a failure; the pipeline does so once more. */
    private static final class Failing extends ChannelInboundHandlerAdapter {
        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            var unused = ctx.close();
        }
    }

    /** What is wrong may quote the peer's certificate. */
    private static void tellFailure(ConnectTarget target, Throwable cause) {
        String why = String.valueOf(cause.getMessage()).replaceAll("[^ -~]|\"", "?");
        LOG.log(
                System.Logger.Level.INFO,
                () ->
                        "event=tls-failed to=%s:%d why=\"%s\""
                                .formatted(target.host(), target.port(), why));
    }

    private void bind(SocketChannel channel, Attempt attempt) {
        channel.pipeline().addLast("leg", new LegHandler(attempt.leg(), options.msrp()));
        channel.config().setAutoRead(true);
    }
}
