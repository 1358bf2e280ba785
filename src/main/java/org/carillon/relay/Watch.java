package org.carillon.relay;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Looks at a device's connection from time to time, while there is something to wait for: does the
 * network take what was written, are our chunks answered (RFC 4975 §7.1.1)? A device on hold need
 * not take anything; what it took it has to answer. Owner: the Feed.
 */
final class Watch {
    private final Surroundings around;
    private final Connection connection;
    private final Outstanding outstanding;
    private final BooleanSupplier held;
    private final Consumer<SeatLoss.Cause> onTrouble;
    private final Alarm alarm;
    private final Duration tick;
    private long written;
    private long seenWritten;
    private long seenUnflushed;
    private long progressAt;

    Watch(
            Surroundings around,
            Connection connection,
            Outstanding outstanding,
            BooleanSupplier held,
            Consumer<SeatLoss.Cause> onTrouble) {
        this.around = around;
        this.connection = connection;
        this.outstanding = outstanding;
        this.held = held;
        this.onTrouble = onTrouble;
        this.alarm = new Alarm(around.loop(), this::onAlarm);
        this.tick = tick(around.timers());
        this.progressAt = around.loop().nanoTime();
    }

    void wrote(long octets) {
        written += octets;
    }

    /** Goes on while something is awaited. */
    void look() {
        if (outstanding.size() > 0 || connection.unflushed() > 0) {
            alarm.setIfIdle(tick);
        }
    }

    void stop() {
        alarm.stop();
    }

    private static Duration tick(RelayTimers timers) {
        Duration stall = timers.stall();
        Duration response = timers.response();
        return (stall.compareTo(response) < 0 ? stall : response).dividedBy(8);
    }

    private void onAlarm() {
        long now = around.loop().nanoTime();
        noteProgress(now);
        if (outstanding.isOverdue(now, around.timers().response().toNanos())) {
            onTrouble.accept(SeatLoss.Cause.NO_RESPONSE);
        } else if (now - progressAt >= around.timers().stall().toNanos()) {
            around.metrics().limit("stall");
            onTrouble.accept(SeatLoss.Cause.STALLED);
        } else {
            look();
        }
    }

    private void noteProgress(long now) {
        long unflushed = connection.unflushed();
        if (held.getAsBoolean()
                || unflushed == 0
                || unflushed != seenUnflushed
                || written != seenWritten) {
            progressAt = now;
        }
        seenUnflushed = unflushed;
        seenWritten = written;
    }
}
