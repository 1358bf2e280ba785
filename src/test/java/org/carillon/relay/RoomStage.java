package org.carillon.relay;

import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.carillon.msrp.MsrpLimits;
import org.carillon.msrp.MsrpPath;
import org.carillon.msrp.MsrpUri;

/** A Room alone: no socket, no thread, no clock but the test's. */
final class RoomStage implements Stage {
    static final MsrpUri SENDER_LEG = MsrpUri.tcp(false, "pf.example", 2855, "sender-leg");
    static final String ALICE = "msrp://alice.example:7394/orig;tcp";

    final FakeLoop loop = new FakeLoop();
    final RelayMetrics metrics = new RelayMetrics();
    final News news = new News();
    final Budget memory;
    final Budget disk;
    final Room room;
    private final List<MsrpUri> legs;
    private final Map<Integer, FakeConnection> connections = new TreeMap<>();

    RoomStage(RoomRequest request, RelayLimits limits, Path spool) {
        memory = new Budget(limits.relayMemory());
        disk = new Budget(limits.spoolDisk());
        legs =
                IntStream.range(0, request.seats())
                        .mapToObj(n -> MsrpUri.tcp(false, "pf.example", 2855, "leg-" + n))
                        .toList();
        room = new Room(around(limits, spool), "test", request, news, closed -> {});
        room.start();
    }

    private Surroundings around(RelayLimits limits, Path spool) {
        return new Surroundings(
                loop,
                UnpooledByteBufAllocator.DEFAULT,
                this::dial,
                new Directory(),
                loop.pool(),
                loop.pool(),
                spool,
                memory,
                disk,
                limits,
                RelayTimers.defaults(),
                metrics,
                MsrpLimits.defaults(),
                new Random(7));
    }

    private void dial(Leg to, LegListener leg, Consumer<SeatLoss.Cause> failed) {
        int number = leg instanceof DeviceLeg device ? device.seat().number() : Room.SENDER;
        if (to.targets().get(0).host().equals("unreachable.example")) {
            loop.execute(() -> failed.accept(SeatLoss.Cause.UNREACHABLE));
        } else {
            loop.execute(() -> connections.put(number, new FakeConnection(leg)));
        }
    }

    static RoomRequest request(int seats) {
        return new RoomRequest(
                seats, 1L << 40, List.of("text/plain"), Optional.empty(), Stage.CONTENT);
    }

    @Override
    public MsrpUri uri(int party) {
        return party == Room.SENDER ? SENDER_LEG : legs.get(party);
    }

    FakeConnection connection(int party) {
        return connections.get(party);
    }

    @Override
    public void seat(int party, boolean active, String peer) {
        List<ConnectTarget> targets =
                active ? List.of(new ConnectTarget("device.example", 9, false)) : List.of();
        Leg leg = new Leg(MsrpPath.of(uri(party)), RelayTest.path(peer), targets);
        if (party == Room.SENDER) {
            room.seatSender(leg);
        } else {
            room.seatDevice(party, leg);
        }
        settle();
    }

    @Override
    public int refusal(int party) {
        return room.admit(party) instanceof Room.Admission.Refused refused
                ? refused.status().code()
                : 0;
    }

    @Override
    public void connect(int party) {
        Room.Admission admission = room.admit(party);
        if (admission instanceof Room.Admission.Admitted admitted) {
            connections.put(party, new FakeConnection(admitted.leg()));
        } else {
            throw new AssertionError("not admitted: " + admission);
        }
    }

    @Override
    public void say(int party, String text) {
        connection(party).say(text.getBytes(StandardCharsets.ISO_8859_1));
        settle();
    }

    @Override
    public String hear(int party, int atLeast) {
        settle();
        return connections.containsKey(party) ? connection(party).heardText() : "";
    }

    @Override
    public void hangUp(int party) {
        connection(party).hangUp();
        settle();
    }

    @Override
    public void release(int seat) {
        room.releaseSeat(seat);
        settle();
    }

    @Override
    public void part(int seat) {
        room.partDevice(seat);
    }

    @Override
    public void hold(int seat) {
        room.holdDevice(seat);
        settle();
    }

    @Override
    public void resume(int seat) {
        room.resumeDevice(seat);
        settle();
    }

    @Override
    public void drain(Duration silence) {
        room.drain(silence);
        settle();
    }

    @Override
    public void pass(Duration time) {
        loop.advance(time);
        settle();
    }

    @Override
    public List<String> told(int atLeast) {
        settle();
        return new ArrayList<>(news.told);
    }

    @Override
    public void close() {
        room.close(RoomSummary.End.CLOSED);
        settle();
    }

    /** Ends what the network would end sooner or later. */
    void cutAll() {
        connections.values().forEach(FakeConnection::cut);
        settle();
    }

    void settle() {
        boolean moved = true;
        while (moved) {
            loop.settle();
            moved = false;
            for (FakeConnection connection : connections.values()) {
                int waiting = connection.unread();
                connection.resume();
                moved |= connection.unread() < waiting;
            }
        }
    }
}
