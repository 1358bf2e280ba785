package org.carillon.relay;

import java.time.Duration;

/**
 * Lets the sender wait for the fastest device, for a moment. A device that could keep up is behind
 * now and then only because the machine was busy elsewhere; without the moment, what it has not had
 * would go to disk and come back, at several times the cost. No device waits for another: while the
 * sender does, there is something to write for the fastest, and so for all.
 *
 * <pre>
 *  OPEN --fastest far behind--> WAITING --moment over--> TIRED
 *    ^                             |                       |
 *    +-------- nearly there -------+-----------------------+
 * </pre>
 *
 * Whoever is slower than that costs the sender one moment, and then its lag goes to disk. Owner:
 * the Room's loop.
 */
final class Pacer {
    /** Within it a device of 20 Mbit/s takes half a megabyte. */
    static final Duration MOMENT = Duration.ofMillis(250);

    /** Where nobody is there to wait for. */
    static final long NOBODY = -1;

    private enum State {
        OPEN,
        WAITING,
        TIRED
    }

    private final Runnable onOpen;
    private final Alarm alarm;
    private final long far;
    private State state = State.OPEN;

    /** Runs the task when the sender need not wait any more, from a timer or from within a look. */
    Pacer(Surroundings around, Runnable onOpen) {
        this.onOpen = onOpen;
        this.alarm = new Alarm(around.loop(), this::tire);
        this.far = around.limits().roomMemory() / 4;
    }

    /** True if the sender need not wait. */
    boolean isOpen() {
        return state != State.WAITING;
    }

    /**
     * The sender or a device has moved.
     *
     * @param behind octets that the fastest device has not had yet, or {@link #NOBODY}
     */
    void look(long behind) {
        if (state == State.OPEN && behind > far) {
            state = State.WAITING;
            alarm.set(MOMENT);
        } else if (state != State.OPEN && behind <= far / 2) {
            open(State.OPEN);
        }
    }

    private void tire() {
        open(State.TIRED);
    }

    private void open(State next) {
        boolean waited = state == State.WAITING;
        state = next;
        alarm.stop();
        if (waited) {
            onOpen.run();
        }
    }

    void stop() {
        alarm.stop();
    }
}
