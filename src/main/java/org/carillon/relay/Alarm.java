package org.carillon.relay;

import java.time.Duration;
import java.util.Optional;

/** A timer that can be set again; runs its task at most once per setting. Owner: the loop. */
final class Alarm {
    private final Loop loop;
    private final Runnable task;
    private Optional<Loop.Timer> timer = Optional.empty();

    Alarm(Loop loop, Runnable task) {
        this.loop = loop;
        this.task = task;
    }

    /** Sets it anew; what was set before does not happen. */
    void set(Duration delay) {
        stop();
        timer = Optional.of(loop.schedule(delay, this::ring));
    }

    /** Sets it unless it is set already. */
    void setIfIdle(Duration delay) {
        if (timer.isEmpty()) {
            set(delay);
        }
    }

    void stop() {
        timer.ifPresent(Loop.Timer::cancel);
        timer = Optional.empty();
    }

    private void ring() {
        timer = Optional.empty();
        task.run();
    }
}
