package org.carillon.call;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;
import org.carillon.call.CallOptions.CallTimes;

/** The timers that one call has running. Owned by the {@link Call}. */
final class CallTimers {
    private final CallTimes times;
    private final Consumer<CallCommand> commands;
    private final Set<CallTimer> running = EnumSet.noneOf(CallTimer.class);

    CallTimers(CallTimes times, Consumer<CallCommand> commands) {
        this.times = times;
        this.commands = commands;
    }

    void start(CallTimer timer) {
        running.add(timer);
        commands.accept(new CallCommand.StartTimer(timer, times.of(timer)));
    }

    void startUnlessRunning(CallTimer timer) {
        if (!running.contains(timer)) {
            start(timer);
        }
    }

    void stop(CallTimer timer) {
        if (running.remove(timer)) {
            commands.accept(new CallCommand.StopTimer(timer));
        }
    }

    void stopAll() {
        Set.copyOf(running).stream().sorted().forEach(this::stop);
    }

    /** Whether a timer that ran out is still waited for: it may have crossed its own stop. */
    boolean expired(CallTimer timer) {
        return running.remove(timer);
    }
}
