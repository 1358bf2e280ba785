package org.carillon.relay;

import java.time.Duration;
import java.util.Optional;
import org.carillon.msrp.ByteRange;
import org.carillon.msrp.StatusCode;

/**
 * The one sender: its leg of now, and how long we wait for what.
 *
 * <p>A connection lost before the last chunk ends a leg, not the message: the sender may come back
 * by another offer and answer and send what is missing under the same Message-ID (RFC 4975 §5.4).
 * That takes it an INVITE transaction, 32 s at most, so that is how long we wait by default ({@link
 * RelayTimers#resume}). Nobody is waited for who has hung up: without a dialog there is no offer.
 *
 * <p>Owner: the Room's loop.
 */
final class Sender implements SenderLeg.Host, Origin {
    private static final System.Logger LOG = System.getLogger(Sender.class.getName());

    private final Surroundings around;
    private final Reception reception;
    private final Runnable onBack;
    private final Alarm silence;
    private final Alarm absence;
    private SenderLeg leg;
    private Optional<Duration> hungUp = Optional.empty();

    /** Runs the task when the sender has come back after a loss. */
    Sender(Surroundings around, Reception reception, Runnable onBack) {
        this.around = around;
        this.reception = reception;
        this.onBack = onBack;
        this.silence = new Alarm(around.loop(), () -> reception.onBroken(MessageBreak.SILENT));
        this.absence = new Alarm(around.loop(), this::givenUp);
        this.leg = new SenderLeg(around, reception, this);
    }

    private void givenUp() {
        reception.onBroken(MessageBreak.CONNECTION_LOST);
    }

    @Override
    public void seat(Leg itsLeg) {
        if (!leg.isSeated()) {
            leg.seat(itsLeg);
        } else if (!leg.goesOnAs(itsLeg) && !reception.isBroken()) {
            leg.retire();
            leg = new SenderLeg(around, reception, this);
            waitForConnection();
            leg.seat(itsLeg);
        }
    }

    private void waitForConnection() {
        if (reception.isOpen() && !around.timers().resume().isZero()) {
            absence.set(around.timers().resume());
        }
    }

    @Override
    public Optional<StatusCode> refusal() {
        return reception.isBroken() ? Optional.of(StatusCode.NO_SESSION) : leg.refusal();
    }

    @Override
    public LegListener leg() {
        return leg;
    }

    @Override
    public void drain(Duration quiet) {
        hungUp = Optional.of(quiet);
        if (leg.isLost()) {
            givenUp();
        }
        onHeard();
    }

    @Override
    public void onHeard() {
        if (reception.isOpen()) {
            hungUp.ifPresent(silence::set);
        }
    }

    @Override
    public void onMessageOver() {
        silence.stop();
        absence.stop();
    }

    @Override
    public void onKept(StatusCode answer) {
        leg.onKept(answer);
    }

    @Override
    public void onBound() {
        absence.stop();
        onBack.run();
    }

    @Override
    public void onLost() {
        if (!reception.isOpen()) {
            return;
        }
        if (hungUp.isPresent() || around.timers().resume().isZero()) {
            givenUp();
        } else {
            LOG.log(System.Logger.Level.DEBUG, "event=sender-away");
            waitForConnection();
        }
    }

    @Override
    public boolean isChunkArriving() {
        return leg.isChunkArriving();
    }

    @Override
    public boolean isReachable() {
        return leg.isReachable();
    }

    @Override
    public void pace() {
        leg.pace();
    }

    @Override
    public void report(ByteRange range, int statusCode) {
        leg.report(range, statusCode);
    }

    @Override
    public void pass(DeviceMessage message) {
        leg.pass(message);
    }

    @Override
    public void close() {
        onMessageOver();
        leg.close();
    }
}
