package org.carillon.call;

import java.time.Duration;

/** The timers of one dialog among those of its call. Owned by the {@link Call}. */
record LegTimers(Leg leg, CallTimers timers) {
    void start(LegTimer.Kind kind, Duration after) {
        timers.start(new LegTimer(leg, kind), after);
    }

    void stop(LegTimer.Kind kind) {
        timers.stop(new LegTimer(leg, kind));
    }

    void stopAll() {
        timers.stopAll(leg);
    }
}
