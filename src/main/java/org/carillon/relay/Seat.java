package org.carillon.relay;

import java.time.Duration;
import java.util.Optional;
import org.carillon.msrp.ResponseHead;

/**
 * One device: its place in the message; how it is fed from there is its {@link Feed}'s business.
 *
 * <pre>
 *  PENDING --leg--> JOINING --connection--> FEEDING --last octet acknowledged--> SERVED
 *                      ^                       |
 *                      +--new leg-- AWAY <-----+ connection lost
 *  before SERVED, from any:  LOST (its fault), RELEASED (our wish), ABORTED (the message broke)
 * </pre>
 *
 * Whoever hangs up in FEEDING with everything written is PARTING until its last response is there.
 * A device whose connection is lost may come back by another offer and answer (RFC 4975 §5.4). It
 * then gets the message from octet 1, under the same Message-ID: what it holds of the first attempt
 * is unknown, and devices are known that begin a new message with every new connection. So it is
 * waited for only where nothing of the message has been given back yet, as long as {@link
 * RelayTimers#resume} says; otherwise it is lost at once, and its branch can end at once.
 *
 * <p>Whatever its state, a device may put the message on {@link Hold}.
 *
 * <p>Owner: the Room's loop.
 */
final class Seat implements Feed.Host {

    enum State {
        PENDING,
        JOINING,
        FEEDING,
        AWAY,
        PARTING,
        SERVED,
        LOST,
        RELEASED,
        ABORTED;

        boolean isOver() {
            return compareTo(SERVED) >= 0;
        }

        /** True if the device has joined, and the message is on its way to it. */
        boolean isFed() {
            return compareTo(PENDING) > 0 && !isOver();
        }

        /** True if the message may reach this device, or has. */
        boolean isHope() {
            return compareTo(SERVED) <= 0;
        }
    }

    /** What a Seat needs of its Room. */
    interface Host extends Feed.Source {
        void onProgress();

        void onServed(Seat seat);

        void onLost(Seat seat, SeatLoss loss);
    }

    /** For a response that the device sent before its BYE; both are on their way for as long. */
    private static final Duration LAST_RESPONSE = Duration.ofSeconds(2);

    private final Surroundings around;
    private final Host host;
    private final Spool spool;
    private final Spool.Cursor cursor;
    private final int number;
    private final Alarm absence;
    private final Hold hold;
    private State state = State.PENDING;
    private Optional<Feed> feed = Optional.empty();
    private long written;

    Seat(Surroundings around, Host host, Spool spool, int number) {
        this.around = around;
        this.host = host;
        this.spool = spool;
        this.number = number;
        this.cursor = spool.open();
        this.absence = new Alarm(around.loop(), this::onAbsent);
        this.hold = new Hold(around, spool, () -> lose(SeatLoss.of(SeatLoss.Cause.HELD_TOO_LONG)));
    }

    int number() {
        return number;
    }

    State state() {
        return state;
    }

    /** True if it is there and takes what comes. */
    boolean isHungry() {
        return state == State.FEEDING && !hold.isOn();
    }

    /** Offset of the next octet for it. */
    long position() {
        return cursor.position();
    }

    /** Octets of the message written to this device. */
    long written() {
        return written;
    }

    private void become(State next) {
        around.loop().check();
        state = next;
    }

    /** The device's paths are known, or known anew: its connection is awaited. */
    void expect() {
        if (state == State.FEEDING && !startOver()) {
            lose(SeatLoss.of(SeatLoss.Cause.CONNECTION_LOST));
            return;
        }
        become(State.JOINING);
        absence.set(around.timers().join());
    }

    /** The connection ended. */
    void onConnectionLost() {
        if (state.isOver()) {
            return;
        }
        if (state == State.PARTING) {
            lose(SeatLoss.of(SeatLoss.Cause.HUNG_UP));
            return;
        }
        Duration resume = around.timers().resume();
        if (resume.isZero() || !startOver()) {
            lose(SeatLoss.of(SeatLoss.Cause.CONNECTION_LOST));
            return;
        }
        become(State.AWAY);
        absence.set(resume);
    }

    /** Back to octet 1, for another connection; false if that octet is gone. */
    private boolean startOver() {
        if (!spool.holdsAll()) {
            return false;
        }
        feed.ifPresent(Feed::end);
        feed = Optional.empty();
        cursor.rewind();
        return true;
    }

    private void onAbsent() {
        lose(
                SeatLoss.of(
                        switch (state) {
                            case AWAY -> SeatLoss.Cause.CONNECTION_LOST;
                            case PARTING -> SeatLoss.Cause.HUNG_UP;
                            default -> SeatLoss.Cause.NEVER_CONNECTED;
                        }));
    }

    /** The device has hung up. */
    void part() {
        if (state == State.FEEDING && feed.filter(Feed::isFinishing).isPresent()) {
            become(State.PARTING);
            absence.set(LAST_RESPONSE);
        } else {
            lose(SeatLoss.of(SeatLoss.Cause.HUNG_UP));
        }
    }

    /** No chunk begins until the device resumes. */
    void hold() {
        if (!state.isOver()) {
            hold.begin();
        }
    }

    /** It goes on where it stopped. */
    void resume() {
        if (hold.isOn()) {
            hold.end();
            host.onProgress();
            pump();
        }
    }

    @Override
    public boolean isHeld() {
        return hold.isOn();
    }

    /** The connection is there and the device known. */
    void feedInto(Leg leg, Connection connection) {
        absence.stop();
        become(State.FEEDING);
        Feed itsFeed = new Feed(around, host, this, spool, cursor, leg, connection);
        feed = Optional.of(itsFeed);
        itsFeed.begin();
    }

    /** Writes what there is and the connection takes. */
    void pump() {
        feed.ifPresent(Feed::pump);
    }

    /** A response to one of our chunks. */
    void onResponse(ResponseHead response) {
        feed.ifPresent(f -> f.onResponse(response));
    }

    /** A failure REPORT: the device takes no more (RFC 4975 §7.3.2). */
    void onRefused(int statusCode) {
        feed.ifPresent(f -> f.onRefused(statusCode));
    }

    @Override
    public void onWritten(int octets) {
        written += octets;
        around.metrics().add(RelayMetrics.Counter.BYTES_OUT, octets);
        around.metrics().count(RelayMetrics.Counter.CHUNKS_OUT);
    }

    @Override
    public void onProgress() {
        host.onProgress();
    }

    @Override
    public void onFed() {
        leave(State.SERVED);
        host.onServed(this);
    }

    @Override
    public void onTrouble(SeatLoss loss) {
        lose(loss);
    }

    /** This device cannot be served; the others do not notice. */
    void lose(SeatLoss loss) {
        if (state.isOver()) {
            return;
        }
        leave(State.LOST);
        feed.ifPresent(f -> f.close(loss.cause()));
        host.onLost(this, loss);
    }

    /** Nothing more is wanted for this device. */
    void release() {
        leaveUnlessOver(State.RELEASED);
    }

    /** The message will never be whole. */
    void abort() {
        leaveUnlessOver(State.ABORTED);
    }

    private void leaveUnlessOver(State next) {
        if (!state.isOver()) {
            leave(next);
        }
    }

    private void leave(State next) {
        become(next);
        absence.stop();
        hold.end();
        cursor.close();
        feed.ifPresent(Feed::giveUp);
    }
}
