package org.carillon.relay;

import java.time.Duration;

/**
 * Notices that a Room is forgotten: that nobody has brought or taken anything worth the name for
 * {@link RelayTimers#idle}.
 *
 * <p>What counts is the message: octets received, chunks taken and acknowledged by devices. A SEND
 * that drips, empty SENDs and REPORTs without end do not count, so they keep no Room open. From the
 * sender 2048 octets count, the least that RFC 4975 §7.1.1 lets it put in a chunk: with the default
 * of 10 minutes that is less than 4 octets a second, which hurts no mobile network.
 *
 * <p>Owner: the Room's loop.
 */
final class Idleness {
    private static final long LEAST = 2048;

    private final Loop loop;
    private final Duration allowed;
    private final Runnable onIdle;
    private final Alarm alarm;
    private long movedAt;
    private long counted;

    Idleness(Loop loop, Duration allowed, Runnable onIdle) {
        this.loop = loop;
        this.allowed = allowed;
        this.onIdle = onIdle;
        this.alarm = new Alarm(loop, this::look);
    }

    void start() {
        moved();
        alarm.set(allowed);
    }

    void stop() {
        alarm.stop();
    }

    /** Something worth the name happened. */
    void moved() {
        movedAt = loop.nanoTime();
    }

    /** So much of the message is here now. */
    void arrived(long length) {
        if (length - counted >= LEAST) {
            counted = length;
            moved();
        }
    }

    private void look() {
        Duration quiet = Duration.ofNanos(loop.nanoTime() - movedAt);
        if (quiet.compareTo(allowed) >= 0) {
            onIdle.run();
        } else {
            alarm.set(allowed.minus(quiet));
        }
    }
}
