package org.carillon.relay;

import static org.carillon.relay.RoomSummary.End.RELAY_CLOSED;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.carillon.msrp.MsrpUri;

/**
 * The door of the package: one listening port, a second one for TLS, their event loops, and the
 * Rooms on them.
 *
 * <p>Threads: {@code carillon-relay} carry connections and own Rooms, and never block; {@code
 * carillon-relay-disk} may block on spool files, {@code -record} on recorders, {@code -dns} on
 * names.
 */
public final class Relay implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Relay.class.getName());
    private static final WriteBufferWaterMark WATER_MARK =
            new WriteBufferWaterMark(64 << 10, 128 << 10);
    private static final int READ_LEAST = 2048;
    private static final int READ_MOST = 64 << 10;

    /** Then the devices get what came, while it is still in the processor's cache. */
    private static final int READS_AT_ONCE = 4;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private record OpenRoom(Loop loop, CountDownLatch gone) {}

    private final RelayOptions options;
    private final RandomGenerator random;
    private final RelayMetrics metrics;
    private final Directory directory = new Directory();
    private final Gate gate;
    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final EventLoopGroup loops;
    private final Transport transport;
    private final ExecutorService disk;
    private final ExecutorService record;
    private final ExecutorService resolver;
    private final Map<EventLoop, Surroundings> surroundings = new ConcurrentHashMap<>();
    private final Map<Room, OpenRoom> rooms = new ConcurrentHashMap<>();
    private final AtomicInteger roomCount = new AtomicInteger();
    private final AtomicLong roomNumber = new AtomicLong();
    private final Budget memory;
    private final Budget diskSpace;
    private final Optional<Tls> tls;
    private volatile boolean closing;
    private int port;
    private int tlsPort;

    private Relay(
            RelayOptions options, RandomGenerator random, Optional<Tls> tls, RelayMetrics metrics) {
        this.options = options;
        this.random = random;
        this.tls = tls;
        this.metrics = metrics;
        this.gate = new Gate(options.limits(), metrics);
        this.transport = Transport.choose(options.nativeTransport());
        this.loops = transport.loops(options.eventLoops());
        this.disk = pool("carillon-relay-disk", options.diskThreads(), Integer.MAX_VALUE);
        this.record = pool("carillon-relay-record", options.diskThreads(), Integer.MAX_VALUE);
        this.resolver = pool("carillon-relay-dns", 2, 1000);
        this.memory = new Budget(options.limits().relayMemory());
        this.diskSpace = new Budget(options.limits().spoolDisk());
    }

    /** One entry per lane at most waits in it, so the Rooms bound it. */
    private static ExecutorService pool(String name, int threads, int waiting) {
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(
                        threads,
                        threads,
                        5,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(waiting),
                        new DefaultThreadFactory(name, true));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /**
     * Binds the listening port and starts the event loops.
     *
     * @param random chooses session-ids and transaction ids: must be unpredictable and safe for use
     *     by many threads, as {@code SecureRandom} is
     * @throws IOException if a port cannot be bound, the spool directory not be written or the
     *     certificate not be used
     */
    public static Relay start(RelayOptions options, RandomGenerator random) throws IOException {
        Files.createDirectories(options.spoolDirectory());
        if (!Files.isWritable(options.spoolDirectory())) {
            throw new IOException(options.spoolDirectory() + " is not writable");
        }
        RelayMetrics metrics = new RelayMetrics();
        Optional<Tls> tls = Optional.empty();
        if (options.tls().isPresent()) {
            tls = Optional.of(new Tls(options.tls().get(), options.nativeTransport(), metrics));
        }
        Relay relay = new Relay(options, random, tls, metrics);
        try {
            relay.listen();
        } catch (IOException e) {
            relay.close();
            throw e;
        }
        return relay;
    }

    private void listen() throws IOException {
        port = listen(options.listen(), false);
        tell(port, "none");
        if (tls.isPresent()) {
            tlsPort = listen(tls.get().options().listen(), true);
            tell(tlsPort, tls.get().name());
        }
    }

    private void tell(int itsPort, String itsTls) {
        LOG.log(
                System.Logger.Level.INFO,
                () ->
                        "event=relay-listening port=%d transport=%s tls=\"%s\""
                                .formatted(itsPort, transport.name(), itsTls));
    }

    private int listen(InetSocketAddress address, boolean secure) throws IOException {
        var bound =
                new ServerBootstrap()
                        .group(loops)
                        .channel(transport.server())
                        .option(ChannelOption.SO_BACKLOG, 1024)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.SO_KEEPALIVE, true)
                        .childOption(ChannelOption.ALLOCATOR, allocator())
                        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                        .childOption(ChannelOption.RECVBUF_ALLOCATOR, reads())
                        .childHandler(
                                new ChannelInitializer<SocketChannel>() {
                                    @Override
                                    protected void initChannel(SocketChannel channel) {
                                        accept(channel, secure);
                                    }
                                })
                        .bind(address)
                        .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException("cannot listen on " + address, bound.cause());
        }
        channels.add(bound.channel());
        return ((InetSocketAddress) bound.channel().localAddress()).getPort();
    }

    /** Every pipeline: (TLS, where it is spoken), then who it is, and then its leg alone. */
    private void accept(SocketChannel channel, boolean secure) {
        channels.add(channel);
        var address = channel.remoteAddress().getAddress();
        channel.closeFuture().addListener(gone -> gate.leave(address));
        if (gate.enter(address) && (!secure || shakeHands(channel))) {
            channel.pipeline()
                    .addLast(
                            "stranger",
                            new StrangerHandler(
                                    secure,
                                    directory,
                                    gate,
                                    options.timers(),
                                    metrics,
                                    options.msrp()));
        } else {
            var unused = channel.close();
        }
    }

    private boolean shakeHands(SocketChannel channel) {
        Optional<SslHandler> handler = tls.orElseThrow().accept(channel);
        handler.ifPresent(h -> channel.pipeline().addLast("tls", h));
        return handler.isPresent();
    }

    private static ByteBufAllocator allocator() {
        return PooledByteBufAllocator.DEFAULT;
    }

    private static RecvByteBufAllocator reads() {
        return new AdaptiveRecvByteBufAllocator(READ_LEAST, READ_LEAST, READ_MOST)
                .maxMessagesPerRead(READS_AT_ONCE);
    }

    /** The port in use; of interest where the options say 0. */
    public int port() {
        return port;
    }

    /** The port of {@code msrps}, if there is TLS. */
    public OptionalInt tlsPort() {
        return tls.isPresent() ? OptionalInt.of(tlsPort) : OptionalInt.empty();
    }

    /** Which TLS it is, for people; empty if there is none. */
    public Optional<String> tlsName() {
        return tls.map(Tls::name);
    }

    /** What descriptions say of our certificate from now on; empty if there is no TLS. */
    public List<CertificateFingerprint> fingerprints() {
        return tls.map(Tls::fingerprints).orElse(List.of());
    }

    /**
     * Opens a Room: when this returns, every leg's own URI is listening. Any thread; does not
     * block.
     */
    public Opening open(RoomRequest request, RoomListener listener) {
        if (closing) {
            return new Opening.Refused("the relay is closing");
        }
        if (request.secure().any() && tls.isEmpty()) {
            return new Opening.Refused("there is no certificate for TLS");
        }
        if (roomCount.incrementAndGet() > options.limits().rooms()) {
            roomCount.decrementAndGet();
            metrics.limit("rooms");
            return new Opening.Refused("limit rooms=" + options.limits().rooms() + " reached");
        }
        return new Opening.Opened(open(loops.next(), request, listener));
    }

    private RoomHandle open(EventLoop loop, RoomRequest request, RoomListener listener) {
        Surroundings around = surroundings.computeIfAbsent(loop, this::surroundingsOn);
        RoomRequest.Secure secure = request.secure();
        MsrpUri sender = uri(secure.sender());
        List<MsrpUri> devices =
                IntStream.range(0, request.seats()).mapToObj(n -> uri(secure.devices())).toList();
        List<String> ids = new ArrayList<>(devices.stream().map(MsrpUri::sessionId).toList());
        ids.add(sender.sessionId());
        String name = "room-" + roomNumber.incrementAndGet();
        Room room = new Room(around, name, request, listener, r -> closed(r, ids));
        rooms.put(room, new OpenRoom(around.loop(), new CountDownLatch(1)));
        metrics.count(RelayMetrics.Counter.ROOMS);
        metrics.count(RelayMetrics.Counter.ROOMS_OPENED);
        directory.put(
                sender.sessionId(), new Directory.Door(room, Room.SENDER, loop, secure.sender()));
        for (int n = 0; n < devices.size(); n++) {
            directory.put(
                    devices.get(n).sessionId(),
                    new Directory.Door(room, n, loop, secure.devices()));
        }
        around.loop().execute(room::start);
        return new RoomHandle(around.loop(), room, sender, devices);
    }

    /** 128 random bits: who knows the URI is let in (RFC 4975 §14.1). */
    private MsrpUri uri(boolean secure) {
        String id = "%016x%016x".formatted(random.nextLong(), random.nextLong());
        return MsrpUri.tcp(secure, options.host(), secure ? tlsPort : port, id);
    }

    private void closed(Room room, List<String> ids) {
        ids.forEach(directory::remove);
        metrics.add(RelayMetrics.Counter.ROOMS, -1);
        roomCount.decrementAndGet();
        rooms.remove(room).gone().countDown();
    }

    private Surroundings surroundingsOn(EventLoop loop) {
        return new Surroundings(
                new NettyLoop(loop, metrics),
                allocator(),
                new Connector(loop, bootstrap(loop), resolver, options, metrics, tls),
                directory,
                disk,
                record,
                options.spoolDirectory(),
                memory,
                diskSpace,
                options.limits(),
                options.timers(),
                metrics,
                options.msrp(),
                random);
    }

    private Bootstrap bootstrap(EventLoop loop) {
        return new Bootstrap()
                .group(loop)
                .channel(transport.client())
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.ALLOCATOR, allocator())
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .option(ChannelOption.RECVBUF_ALLOCATOR, reads())
                .option(
                        ChannelOption.CONNECT_TIMEOUT_MILLIS,
                        (int) options.timers().connect().toMillis());
    }

    /** What the relay counts; safe for any thread. */
    public RelayMetrics metrics() {
        return metrics;
    }

    /** Closes every Room and connection; leaves no thread, port or file. Blocks up to 10 s. */
    @Override
    public void close() {
        closing = true;
        Map<Room, OpenRoom> open = Map.copyOf(rooms);
        open.forEach((room, there) -> there.loop().run(() -> room.close(RELAY_CLOSED)));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        open.values().forEach(there -> await(there.gone(), deadline));
        channels.close().awaitUninterruptibly(PATIENCE.toMillis());
        tls.ifPresent(Tls::close);
        List.of(disk, record, resolver).forEach(ExecutorService::shutdown);
        loops.shutdownGracefully(0, PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .awaitUninterruptibly(PATIENCE.toMillis());
    }

    private static void await(CountDownLatch latch, long deadline) {
        try {
            boolean unused = latch.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
