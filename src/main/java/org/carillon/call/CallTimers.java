package org.carillon.call;

import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.carillon.call.CallOptions.CallTimes;

/** The timers that one call has running. Owned by the {@link Call}. */
final class CallTimers {
    /** As they stand in {@link CallTimer}. */
    private static final Comparator<TimerName> BY_PLACE =
            Comparator.comparing(CallTimer.class::cast);

    private final CallTimes times;
    private final Consumer<CallCommand> commands;
    private final Set<TimerName> running = new LinkedHashSet<>();

    CallTimers(CallTimes times, Consumer<CallCommand> commands) {
        this.times = times;
        this.commands = commands;
    }

    void start(CallTimer timer) {
        start(timer, times.of(timer));
    }

    void start(TimerName timer, Duration after) {
        running.add(timer);
        commands.accept(new CallCommand.StartTimer(timer, after));
    }

    void startUnlessRunning(CallTimer timer) {
        if (!running.contains(timer)) {
            start(timer);
        }
    }

    void stop(TimerName timer) {
        if (running.remove(timer)) {
            commands.accept(new CallCommand.StopTimer(timer));
        }
    }

    /** Stops what a dialog that is over has running. */
    void stopAll(Leg leg) {
        stopAll(timer -> timer instanceof LegTimer of && of.leg().equals(leg));
    }

    void stopAll() {
        stopAll(timer -> true);
    }

    private void stopAll(Predicate<TimerName> which) {
        Stream<TimerName> ofCall =
                running.stream().filter(CallTimer.class::isInstance).sorted(BY_PLACE);
        Stream<TimerName> ofLegs = running.stream().filter(LegTimer.class::isInstance);
        Stream.concat(ofCall, ofLegs).filter(which).toList().forEach(this::stop);
    }

    /** Whether a timer that ran out is still waited for: it may have crossed its own stop. */
    boolean expired(TimerName timer) {
        return running.remove(timer);
    }
}
