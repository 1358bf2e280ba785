package org.carillon.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.carillon.msrp.MsrpLimits;
import org.carillon.msrp.MsrpParser;
import org.carillon.msrp.MsrpPath;
import org.carillon.msrp.MsrpUri;

/**
 * A Room in the middle of a message that never ends: a read full of chunks comes in again and
 * again, and devices take everything at once. Itself it allocates nothing.
 */
final class FlowingRoom implements AutoCloseable {
    private static final MsrpUri DEVICE_LEG = MsrpUri.tcp(false, "pf.example", 2855, "leg");

    /** In place of the first octet's number, so that it can be written over. */
    private static final String NUMBER = "000000000000000";

    private final RelayMetrics metrics = new RelayMetrics();
    private final List<Taker> devices = new ArrayList<>();
    private final Room room;
    private final MsrpParser parser;
    private final LegListener sender;
    private final ByteBuf read;
    private final List<Integer> numbers = new ArrayList<>();
    private final int chunk;
    private long said;

    /**
     * @param chunk octets of body in each
     * @param chunks in each read
     */
    FlowingRoom(Path spool, int devices, int chunk, int chunks) {
        this.chunk = chunk;
        this.room = room(spool, devices);
        for (int i = 0; i < devices; i++) {
            Taker device = new Taker();
            this.devices.add(device);
            join(i, device);
        }
        this.sender = join(Room.SENDER, new Taker());
        this.parser = new MsrpParser(MsrpLimits.defaults(), sender);
        this.read = PooledByteBufAllocator.DEFAULT.directBuffer(chunks * (chunk + 400));
        for (int i = 0; i < chunks; i++) {
            write(i);
        }
    }

    private void write(int number) {
        String id = "tr%08d".formatted(number);
        String head =
                "MSRP %s SEND\r\nTo-Path: %s\r\nFrom-Path: %s\r\nMessage-ID: m1234\r\n"
                                .formatted(id, RoomStage.SENDER_LEG, RoomStage.ALICE)
                        + "Failure-Report: no\r\nByte-Range: ";
        String rest =
                "-*/*\r\nContent-Type: text/plain\r\n\r\n"
                        + "x".repeat(chunk)
                        + "\r\n-------%s+\r\n".formatted(id);
        numbers.add(read.writerIndex() + head.length());
        read.writeCharSequence(head + NUMBER + rest, StandardCharsets.US_ASCII);
    }

    private Room room(Path spool, int devices) {
        FakeLoop loop = new FakeLoop();
        RelayLimits limits = RelayLimits.defaults();
        Surroundings around =
                new Surroundings(
                        loop,
                        PooledByteBufAllocator.DEFAULT,
                        (leg, listener, failed) -> {},
                        new Directory(),
                        loop.pool(),
                        loop.pool(),
                        spool,
                        new Budget(limits.relayMemory()),
                        new Budget(limits.spoolDisk()),
                        limits,
                        RelayTimers.defaults(),
                        metrics,
                        MsrpLimits.defaults(),
                        new Random(1));
        Room made = new Room(around, "flow", RoomStage.request(devices), new News(), closed -> {});
        made.start();
        made.seatSender(leg(RoomStage.SENDER_LEG, RoomStage.ALICE));
        for (int i = 0; i < devices; i++) {
            made.seatDevice(i, leg(DEVICE_LEG, "msrp://device.example:9/d" + i + ";tcp"));
        }
        return made;
    }

    private static Leg leg(MsrpUri ours, String peer) {
        return new Leg(MsrpPath.of(ours), RelayTest.path(peer), List.of());
    }

    private LegListener join(int party, Connection connection) {
        LegListener leg = ((Room.Admission.Admitted) room.admit(party)).leg();
        leg.onBound(connection);
        return leg;
    }

    /** The next read of the connection: as many chunks again. */
    void flow() {
        for (int i = 0; i < numbers.size(); i++) {
            number(numbers.get(i), 1 + said);
            said += chunk;
        }
        read.readerIndex(0);
        parser.parse(read);
        sender.onBatchEnd();
    }

    private void number(int at, long value) {
        long rest = value;
        for (int i = NUMBER.length() - 1; i >= 0; i--) {
            read.setByte(at + i, (int) ('0' + rest % 10));
            rest /= 10;
        }
    }

    /** Octets of bodies that have come in. */
    long said() {
        return said;
    }

    /** Octets that the slowest device was sent, heads included. */
    long taken() {
        return devices.stream().mapToLong(device -> device.taken).min().orElse(0);
    }

    /** Octets held in memory. */
    long held() {
        return metrics.value(RelayMetrics.Counter.MEMORY);
    }

    @Override
    public void close() {
        room.close(RoomSummary.End.CLOSED);
        read.release();
    }

    /** A network that takes everything at once. */
    private static final class Taker implements Connection {
        private long taken;

        @Override
        public long writable() {
            return 128 << 10;
        }

        @Override
        public long unflushed() {
            return 0;
        }

        @Override
        public void write(ByteBuf octets) {
            taken += octets.readableBytes();
            octets.release();
        }

        @Override
        public void write(ByteBuf octets, Runnable flushed) {
            write(octets);
            flushed.run();
        }

        @Override
        public void flush() {}

        @Override
        public void reading(boolean wanted) {}

        @Override
        public void close() {}

        @Override
        public void cut() {}

        @Override
        public Optional<X509Certificate> certificate() {
            return Optional.empty();
        }

        @Override
        public String peer() {
            return "taker";
        }
    }
}
