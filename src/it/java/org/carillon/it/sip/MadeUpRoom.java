package org.carillon.it.sip;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.carillon.call.BranchId;
import org.carillon.call.CallEvent;
import org.carillon.call.CallOutcome;
import org.carillon.call.CallPorts;
import org.carillon.call.MsrpLeg;
import org.carillon.call.RoomAddresses;
import org.carillon.call.RoomPlan;

/** A relay that listens nowhere and has the whole message as soon as the sender is seated. */
final class MadeUpRoom implements CallPorts.RoomDoor {
    static final String SENDER_URI = "msrp://127.0.0.1:2855/upstream;tcp";

    private final Consumer<CallEvent> events;

    MadeUpRoom(Consumer<CallEvent> events) {
        this.events = events;
    }

    static String deviceUri(int branch) {
        return "msrp://127.0.0.1:2855/branch" + branch + ";tcp";
    }

    @Override
    public void open(RoomPlan plan) {
        Map<BranchId, String> branches =
                plan.branches().stream()
                        .collect(
                                Collectors.toMap(
                                        Function.identity(), id -> deviceUri(id.number())));
        events.accept(
                new CallEvent.RoomOpened(
                        new RoomAddresses("127.0.0.1", SENDER_URI, branches, 4711, List.of())));
    }

    @Override
    public void seatSender(MsrpLeg leg) {
        events.accept(new CallEvent.MessageReceived(1));
    }

    @Override
    public void seatDevice(BranchId branch, MsrpLeg leg) {
        events.accept(new CallEvent.SeatServed(branch));
    }

    @Override
    public void holdSeat(BranchId branch) {}

    @Override
    public void resumeSeat(BranchId branch) {}

    @Override
    public void partSeat(BranchId branch) {}

    @Override
    public void releaseSeat(BranchId branch) {}

    @Override
    public void drain(Duration silence) {}

    @Override
    public void release(CallOutcome outcome, Runnable then) {
        then.run();
    }

    @Override
    public void afterwards(Runnable task) {
        task.run();
    }

    @Override
    public void close() {}
}
