package org.carillon.relay;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.carillon.msrp.ByteRange;
import org.carillon.msrp.Continuation;
import org.carillon.msrp.StatusCode;

/**
 * A kept message in the sender's place: read piece by piece as the Room has space for it. Nobody is
 * told what becomes of it on this way, because nobody is there.
 *
 * <pre>
 *  UNSEATED --seat--> READY --there is room--> READING --octets--> READY ... --the last--> OVER
 *                                                  any --failure, close--> OVER
 * </pre>
 *
 * Owner: the Room's loop; the message itself is read on the pool of the recorders, because its
 * store may be slower than a disk.
 */
final class KeptOrigin implements Origin {
    private static final int READ = 256 << 10;

    private enum State {
        UNSEATED,
        READY,
        READING,
        OVER
    }

    private final Surroundings around;
    private final Reception reception;
    private final KeptMessage message;
    private final Lane lane;
    private State state = State.UNSEATED;
    private long position;

    KeptOrigin(Surroundings around, Reception reception, KeptMessage message) {
        this.around = around;
        this.reception = reception;
        this.message = message;
        this.lane = new Lane(around.loop(), around.record());
    }

    @Override
    public void seat(Leg leg) {
        if (state == State.UNSEATED) {
            state = State.READY;
            reception.begin(message.head(), message.size());
            endIfRead();
            pace();
        }
    }

    @Override
    public void pace() {
        if (state == State.READY && reception.hasRoom()) {
            state = State.READING;
            lane.submit(this::read, this::taken);
        }
    }

    // On the pool.
    private ByteBuf read() throws IOException {
        ByteBuf octets = around.allocator().buffer(READ);
        try {
            int length = message.read(octets.nioBuffer(0, READ));
            return octets.writerIndex(length);
        } catch (IOException | RuntimeException e) {
            octets.release();
            throw e;
        }
    }

    private void taken(Optional<ByteBuf> octets, Optional<Exception> failed) {
        if (state == State.READING && failed.isPresent()) {
            state = State.OVER;
            reception.onBroken(MessageBreak.UNREADABLE);
        } else if (state == State.READING) {
            state = State.READY;
            octets.ifPresent(this::take);
            endIfRead();
            reception.onBatchEnd();
            pace();
        } else {
            octets.ifPresent(ByteBuf::release);
        }
    }

    private void take(ByteBuf octets) {
        position += octets.readableBytes();
        try {
            reception.take(octets);
        } finally {
            octets.release();
        }
    }

    private void endIfRead() {
        if (position >= message.size()) {
            state = State.OVER;
            StatusCode unused = reception.end(Continuation.COMPLETE);
        }
    }

    @Override
    public Optional<StatusCode> refusal() {
        return Optional.of(StatusCode.NO_SESSION);
    }

    @Override
    public LegListener leg() {
        throw new IllegalStateException("nobody connects to a kept message");
    }

    @Override
    public void drain(Duration quiet) {}

    @Override
    public void onHeard() {}

    @Override
    public void onMessageOver() {}

    @Override
    public void onKept(StatusCode answer) {}

    @Override
    public boolean isChunkArriving() {
        return false;
    }

    @Override
    public boolean isReachable() {
        return false;
    }

    @Override
    public void report(ByteRange range, int statusCode) {}

    @Override
    public void pass(DeviceMessage message) {}

    @Override
    public void close() {
        state = State.OVER;
        lane.submit(
                () -> {
                    message.close();
                    return null;
                },
                (nothing, failed) -> {});
    }
}
