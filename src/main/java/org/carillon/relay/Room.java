package org.carillon.relay;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.carillon.msrp.ByteRange;
import org.carillon.msrp.RequestHead;
import org.carillon.msrp.StatusCode;

/**
 * One message on its way from one sender to the devices of one recipient. Says who receives; how
 * one device is fed is its {@link Seat}'s business, how the message arrives its {@link
 * Reception}'s.
 *
 * <pre>
 *  OPEN --close--> LINGERING (a complete message is still being recorded) --recorded--> CLOSED
 *  OPEN --close, nothing to record--> CLOSED
 * </pre>
 *
 * Owner: one loop, from the first call to the last.
 */
final class Room implements Reception.Host, Seat.Host, DeviceLeg.Host, Spool.Watcher {
    private static final System.Logger LOG = System.getLogger(Room.class.getName());

    /** Number of the sender's leg; devices count from 0. */
    static final int SENDER = -1;

    private enum State {
        OPEN,
        LINGERING,
        CLOSED
    }

    /** What becomes of a connection that asks for a leg. */
    sealed interface Admission {
        record Admitted(LegListener leg) implements Admission {}

        record Refused(StatusCode status) implements Admission {}
    }

    private final Surroundings around;
    private final String name;
    private final RoomRequest request;
    private final RoomListener listener;
    private final Consumer<Room> onClosed;
    private final Spool spool;
    private final Reception reception;
    private final Origin sender;
    private final ReportTracker reports;
    private final List<DeviceLeg> devices;
    private final Optional<Recording> recording;
    private final Optional<Recording> keeping;
    private final Idleness idleness;
    private final Pacer pacer;
    private State state = State.OPEN;
    private RoomSummary.End end = RoomSummary.End.CLOSED;

    Room(
            Surroundings around,
            String name,
            RoomRequest request,
            RoomListener listener,
            Consumer<Room> onClosed) {
        this.around = around;
        this.name = name;
        this.request = request;
        this.listener = listener;
        this.onClosed = onClosed;
        this.spool = new Spool(around, name, this);
        this.reception = new Reception(around, this, spool, request);
        this.sender = origin(request);
        this.reports = new ReportTracker(around.limits(), around.metrics(), sender);
        this.devices =
                IntStream.range(0, request.seats())
                        .mapToObj(n -> new Seat(around, this, spool, n))
                        .map(seat -> new DeviceLeg(around, this, seat))
                        .collect(Collectors.toCollection(ArrayList::new));
        this.recording = request.recorder().map(r -> recording(r, this::closeIfLingering));
        this.keeping = request.keeper().map(k -> recording(k.recorder(), this::onKeepingEnded));
        this.pacer = new Pacer(around, () -> guard(sender::pace));
        this.idleness = new Idleness(around.loop(), around.timers().idle(), this::onIdle);
    }

    private Origin origin(RoomRequest request) {
        return request.kept()
                .<Origin>map(message -> new KeptOrigin(around, reception, message))
                .orElseGet(() -> new Sender(around, reception, this::onSenderBack));
    }

    private Recording recording(Recorder recorder, Runnable onEnded) {
        return new Recording(around, spool, reception::message, recorder, onEnded);
    }

    /** First call on the loop. */
    void start() {
        idleness.start();
    }

    String name() {
        return name;
    }

    private String inLog() {
        return (name + " " + request.label()).strip();
    }

    // --- from outside

    void seatSender(Leg leg) {
        guard(() -> sender.seat(leg));
    }

    void seatDevice(int number, Leg leg) {
        guard(() -> seat(number, leg));
    }

    private void seat(int number, Leg leg) {
        DeviceLeg device = devices.get(number);
        if (device.seat().state().isOver() || (device.isSeated() && device.goesOnAs(leg))) {
            return;
        }
        if (device.isSeated()) {
            device.retire();
            device = new DeviceLeg(around, this, device.seat());
            devices.set(number, device);
        }
        device.seat(leg);
    }

    void holdDevice(int number) {
        guard(
                () -> {
                    devices.get(number).seat().hold();
                    onMoved();
                });
    }

    void resumeDevice(int number) {
        guard(() -> devices.get(number).seat().resume());
    }

    void partDevice(int number) {
        guard(() -> devices.get(number).seat().part());
    }

    void releaseSeat(int number) {
        guard(
                () -> {
                    devices.get(number).release();
                    onHopeLost();
                    onMoved();
                });
    }

    /** The sender has hung up. */
    void drain(Duration quiet) {
        guard(() -> sender.drain(quiet));
    }

    /** A connection's first request names this leg. */
    Admission admit(int leg) {
        around.loop().check();
        if (state != State.OPEN) {
            return new Admission.Refused(StatusCode.NO_SESSION);
        }
        return leg == SENDER
                ? admit(sender.refusal(), sender::leg)
                : admit(devices.get(leg).refusal(), () -> devices.get(leg));
    }

    private static Admission admit(Optional<StatusCode> refusal, Supplier<LegListener> leg) {
        return refusal.<Admission>map(Admission.Refused::new)
                .orElseGet(() -> new Admission.Admitted(leg.get()));
    }

    void close(RoomSummary.End why) {
        guard(
                () -> {
                    if (state == State.OPEN) {
                        end = why;
                        closeLegs();
                    }
                });
    }

    private void closeLegs() {
        state = State.LINGERING;
        idleness.stop();
        pacer.stop();
        if (!reception.isWhole()) {
            recording.ifPresent(Recording::abort);
        }
        if (!reception.isComplete()) {
            keeping.ifPresent(Recording::abort);
        }
        sender.close();
        devices.forEach(DeviceLeg::release);
        spool.settle();
        closeIfRecorded();
    }

    private void closeIfLingering() {
        if (state == State.LINGERING) {
            closeIfRecorded();
        }
    }

    private void closeIfRecorded() {
        if (hasEnded(recording) && hasEnded(keeping)) {
            state = State.CLOSED;
            spool.close(this::closed);
        }
    }

    private static boolean hasEnded(Optional<Recording> one) {
        return one.map(Recording::isEnded).orElse(true);
    }

    private void closed() {
        RoomSummary summary = summary();
        // Whoever closes a Room says what became of its message.
        boolean asked = end == RoomSummary.End.CLOSED;
        LOG.log(
                asked ? System.Logger.Level.DEBUG : System.Logger.Level.INFO,
                () -> "event=room-closed room=" + inLog() + " " + summary);
        onClosed.accept(this);
        tell(() -> listener.closed(summary));
    }

    private RoomSummary summary() {
        return new RoomSummary(
                end,
                spool.length(),
                devices.stream().mapToLong(device -> device.seat().written()).sum(),
                reception.isComplete(),
                count(Seat.State.SERVED),
                count(Seat.State.LOST));
    }

    private int count(Seat.State wanted) {
        return (int) devices.stream().filter(d -> d.seat().state() == wanted).count();
    }

    // --- the message arrives

    @Override
    public void onProgress() {
        idleness.moved();
    }

    /** A device on hold is no sign that the Room is forgotten; its hold has a limit of its own. */
    private void onIdle() {
        if (devices.stream().anyMatch(device -> device.seat().isHeld())) {
            idleness.start();
            return;
        }
        around.metrics().limit("idle");
        close(RoomSummary.End.IDLE);
    }

    @Override
    public void onBatchEnd() {
        idleness.arrived(spool.length());
        sender.onHeard();
        feed();
    }

    private void feed() {
        devices.forEach(device -> device.seat().pump());
        recording.ifPresent(Recording::advance);
        keeping.ifPresent(Recording::advance);
        onMoved();
    }

    /** The sender or a device has moved. */
    @Override
    public void onMoved() {
        spool.settle();
        pacer.look(behind());
        sender.pace();
    }

    /** Octets that the fastest device has not had, of those devices that want any. */
    private long behind() {
        long least = Pacer.NOBODY;
        for (DeviceLeg device : devices) {
            if (device.seat().isHungry()) {
                long behind = spool.length() - device.seat().position();
                least = least < 0 ? behind : Math.min(least, behind);
            }
        }
        return least;
    }

    /** False for a moment while every device is far behind, though one may only be late. */
    @Override
    public boolean isInPace() {
        return pacer.isOpen();
    }

    @Override
    public void onWhole(long octets) {
        idleness.moved();
        sender.onMessageOver();
        recording.ifPresent(r -> r.endsAt(octets));
        keeping.ifPresentOrElse(k -> k.endsAt(octets), reception::kept);
        goOnWithoutKeeper();
        feed();
    }

    @Override
    public void onComplete(long octets) {
        tell(() -> listener.messageReceived(octets));
    }

    private void onKeepingEnded() {
        if (state != State.OPEN) {
            closeIfLingering();
        } else if (keeping.orElseThrow().isWhole()) {
            acknowledge();
        } else {
            goOnWithoutKeeper();
        }
    }

    private void acknowledge() {
        reception.kept();
        sender.onKept(StatusCode.OK);
    }

    /** What the keeper cannot take is safe when every device that has joined has it. */
    private void goOnWithoutKeeper() {
        if (!isKeeperLost()) {
            return;
        }
        if (!isHopeful()) {
            reception.onBroken(MessageBreak.NOT_KEPT);
            sender.onKept(StatusCode.STOP_SENDING);
        } else if (reception.isBeingKept()
                && count(Seat.State.SERVED) > 0
                && devices.stream().noneMatch(device -> device.seat().state().isFed())) {
            acknowledge();
        }
    }

    private boolean isKeeperLost() {
        return keeping.isPresent() && keeping.get().isEnded() && !keeping.get().isWhole();
    }

    @Override
    public void onBroken(MessageBreak reason) {
        if (state != State.OPEN) {
            return;
        }
        sender.onMessageOver();
        recording.ifPresent(Recording::abort);
        keeping.ifPresent(Recording::abort);
        devices.forEach(device -> device.seat().abort());
        spool.settle();
        LOG.log(
                System.Logger.Level.INFO,
                () -> "event=message-broken room=" + inLog() + " why=" + reason);
        tell(() -> listener.messageBroken(reason));
    }

    @Override
    public boolean isHopeful() {
        for (int i = 0; i < devices.size(); i++) { // asked for every chunk: no iterator
            if (devices.get(i).seat().state().isHope()) {
                return true;
            }
        }
        return request.keeper().isPresent()
                && request.keeper().get().role() == RoomRequest.Keeper.Role.RECIPIENT
                && !isKeeperLost();
    }

    // --- the spool moves

    @Override
    public void onSpoolMoved() {
        guard(sender::pace);
    }

    @Override
    public void onSpoolFailed(Exception cause) {
        LOG.log(
                System.Logger.Level.WARNING,
                () -> "event=spool-failed room=" + inLog() + " why=" + cause);
        guard(
                () -> {
                    failAll();
                    recording.ifPresent(Recording::abort);
                    keeping.ifPresent(Recording::abort);
                    reception.onBroken(MessageBreak.SPOOL_FAILED);
                });
    }

    /** Octets that were answered with 200 are gone: the sender has to hear it. */
    private void failAll() {
        for (DeviceLeg device : devices) {
            device.seat().lose(SeatLoss.of(SeatLoss.Cause.SPOOL_FAILED));
        }
    }

    /** What it was told on the connection before may not have reached it. */
    private void onSenderBack() {
        reception.message().ifPresent(message -> reports.repeat(announcedTotal()));
    }

    // --- the devices

    @Override
    public Optional<MessageHead> message() {
        return reception.message();
    }

    @Override
    public long announcedTotal() {
        return reception.announcedTotal();
    }

    @Override
    public long knownEnd() {
        return reception.isWhole() ? reception.knownEnd() : ByteRange.UNKNOWN;
    }

    @Override
    public boolean isChunkArriving() {
        return sender.isChunkArriving();
    }

    @Override
    public void onServed(Seat seat) {
        idleness.moved();
        around.metrics().count(RelayMetrics.Counter.SEATS_SERVED);
        onMoved();
        tell(() -> listener.seatServed(seat.number()));
        goOnWithoutKeeper();
    }

    @Override
    public void onLost(Seat seat, SeatLoss loss) {
        around.metrics().count(RelayMetrics.Counter.SEATS_LOST);
        LOG.log(
                System.Logger.Level.INFO,
                () ->
                        "event=seat-lost room=%s seat=%d cause=%s code=%d"
                                .formatted(
                                        inLog(), seat.number(), loss.cause(), loss.statusCode()));
        reports.failed(loss.statusCode());
        tell(() -> listener.seatLost(seat.number(), loss));
        onHopeLost();
        onMoved();
        sender.pace();
    }

    private void onHopeLost() {
        goOnWithoutKeeper();
        if (!isHopeful() && !reception.isBroken()) {
            reception
                    .message()
                    .ifPresent(
                            message ->
                                    reports.allFailed(message, spool.length(), announcedTotal()));
        }
        tellBadNews();
    }

    @Override
    public void onReport(Seat seat, RequestHead report) {
        Optional<MessageHead> message = reception.message().filter(m -> m.isOf(report));
        if (message.isEmpty() || report.statusNamespace() != 0 || !report.hasStatus()) {
            return;
        }
        if (report.statusCode() >= 300) {
            seat.onRefused(report.statusCode());
        } else {
            reportedRange(report).ifPresent(range -> reports.succeeded(message.get(), range));
        }
    }

    /** What a REPORT is about, of the octets that exist; without Byte-Range the whole message. */
    private Optional<ByteRange> reportedRange(RequestHead report) {
        long last =
                report.rangeEnd() == ByteRange.UNKNOWN
                        ? spool.length()
                        : Math.min(report.rangeEnd(), spool.length());
        return report.rangeStart() > last
                ? Optional.empty()
                : Optional.of(new ByteRange(report.rangeStart(), last, announcedTotal()));
    }

    @Override
    public StatusCode onDeviceMessage(Seat seat, DeviceMessage message) {
        if (!sender.isReachable()) {
            return StatusCode.NO_SESSION;
        }
        DeviceContent.Verdict verdict =
                request.deviceContent()
                        .classify(
                                message.head().contentType(),
                                message.body().nioBuffer().asReadOnlyBuffer());
        if (verdict instanceof DeviceContent.Verdict.Forbidden) {
            return StatusCode.FORBIDDEN;
        }
        if (verdict instanceof DeviceContent.Verdict.Once once) {
            reports.notified(once.key(), message);
        } else if (verdict instanceof DeviceContent.Verdict.Failure failure) {
            reports.notifiedFailure(seat.number(), failure.key(), message);
            tellBadNews();
        }
        return StatusCode.OK;
    }

    private void tellBadNews() {
        boolean anyoneLeft =
                devices.stream()
                        .map(DeviceLeg::seat)
                        .anyMatch(s -> s.state().isHope() && !reports.hasSentFailure(s.number()));
        if (!anyoneLeft) {
            reports.nobodyLeft();
        }
    }

    // --- faults

    /** Runs a task of this Room; a fault of ours ends the Room and nothing else. */
    void guard(Runnable task) {
        around.loop().check();
        try {
            task.run();
        } catch (RuntimeException e) {
            onFault(e);
        }
    }

    /** A fault of ours: this Room ends, the loop goes on. */
    @Override
    public void onFault(Throwable fault) {
        around.metrics().count(RelayMetrics.Counter.FAULTS);
        LOG.log(System.Logger.Level.ERROR, "event=fault room=" + inLog(), fault);
        if (state == State.OPEN) {
            end = RoomSummary.End.FAULT;
            closeLegs();
        }
    }

    private void tell(Runnable news) {
        try {
            news.run();
        } catch (RuntimeException e) {
            around.metrics().count(RelayMetrics.Counter.FAULTS);
            LOG.log(System.Logger.Level.ERROR, "event=listener-fault room=" + inLog(), e);
        }
    }
}
