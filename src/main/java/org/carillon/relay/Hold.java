package org.carillon.relay;

/**
 * A device's wish to be sent nothing of the message for now (RFC 3264 §8.4, RFC 4975 §8.9).
 *
 * <p>It is granted for as long as the device's dialog lives; the core's timers see to that, and
 * {@link RelayTimers#hold} stands behind them. But what it has not had is kept for it: once memory
 * or disk is used up and a sender has to wait, it is treated like a device that takes nothing, and
 * cut after the {@link RelayTimers#stall} limit. Owner: the Room's loop.
 */
final class Hold {
    private enum State {
        OFF,
        ON
    }

    private final Surroundings around;
    private final Spool spool;
    private final Runnable onTooLong;
    private final Alarm alarm;
    private State state = State.OFF;
    private long since;
    private long easedAt;

    Hold(Surroundings around, Spool spool, Runnable onTooLong) {
        this.around = around;
        this.spool = spool;
        this.onTooLong = onTooLong;
        this.alarm = new Alarm(around.loop(), this::look);
    }

    boolean isOn() {
        return state == State.ON;
    }

    void begin() {
        if (state == State.OFF) {
            state = State.ON;
            since = around.loop().nanoTime();
            easedAt = since;
            lookLater();
        }
    }

    void end() {
        state = State.OFF;
        alarm.stop();
    }

    private void lookLater() {
        alarm.set(around.timers().stall().dividedBy(8));
    }

    private void look() {
        long now = around.loop().nanoTime();
        if (!spool.isInNeed()) {
            easedAt = now;
        }
        boolean tooLong = now - since >= around.timers().hold().toNanos();
        if (tooLong || now - easedAt >= around.timers().stall().toNanos()) {
            around.metrics().limit("hold");
            onTooLong.run();
        } else {
            lookLater();
        }
    }
}
