package org.carillon.app;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.carillon.call.Call;
import org.carillon.call.CallCommand;
import org.carillon.call.CallEvent;
import org.carillon.call.CallId;
import org.carillon.call.CallOutcome;
import org.carillon.call.CallPorts;
import org.carillon.call.Refusal;

/** One {@link Call} in progress. */
final class RunningLargeMessage extends RunningCall<CallCommand> implements CallPorts {
    private final Call call;
    private final Recipients recipients;
    private final RoomDoor room;
    private final Legs legs;

    RunningLargeMessage(
            CallId id,
            Call call,
            Executor executor,
            Legs legs,
            Recipients recipients,
            RoomDoor room,
            ScheduledTimers timers,
            Consumer<CallOutcome> over) {
        super(id, executor, timers, over);
        this.call = call;
        this.recipients = recipients;
        this.room = room;
        this.legs = legs;
    }

    @Override
    List<CallCommand> on(CallEvent event) {
        return call.on(event);
    }

    @Override
    void perform(CallCommand command) {
        command.perform(this);
    }

    @Override
    void giveUp() {
        room.close();
        legs.refuseSender(Refusal.forNow(500));
        legs.hangUpSender(Optional.of("internal error"));
    }

    @Override
    public Recipients recipients() {
        return recipients;
    }

    @Override
    public RoomDoor room() {
        return room;
    }

    @Override
    public Legs legs() {
        return legs;
    }
}
