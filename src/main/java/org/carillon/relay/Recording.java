package org.carillon.relay;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The recorder's place in the Room: reads the message like a Seat, at the recorder's speed.
 *
 * <pre>
 *  NEW --first octets--> BUSY --done--> WAITING --octets--> BUSY ... --all of it--> ENDING --> WHOLE
 *   any --failure, abort, stall--> ENDING (abort is the last call) --> DROPPED
 * </pre>
 *
 * Owner: the Room's loop; the recorder itself is called on the pool, one call at a time.
 */
final class Recording {
    private static final System.Logger LOG = System.getLogger(Recording.class.getName());
    private static final int READ = 256 << 10;

    private enum State {
        NEW,
        WAITING,
        BUSY,
        ENDING,
        WHOLE,
        DROPPED
    }

    private final Surroundings around;
    private final Spool spool;
    private final Spool.Cursor cursor;
    private final Supplier<Optional<MessageHead>> message;
    private final Recorder recorder;
    private final Lane lane;
    private final Alarm stall;
    private final Runnable onEnded;
    private State state = State.NEW;
    private long total = -1;

    /**
     * @param message empty before the first chunk
     */
    Recording(
            Surroundings around,
            Spool spool,
            Supplier<Optional<MessageHead>> message,
            Recorder recorder,
            Runnable onEnded) {
        this.around = around;
        this.spool = spool;
        this.message = message;
        this.recorder = recorder;
        this.onEnded = onEnded;
        this.cursor = spool.open();
        this.lane = new Lane(around.loop(), around.record());
        this.stall = new Alarm(around.loop(), this::stalled);
    }

    boolean isEnded() {
        return state == State.WHOLE || state == State.DROPPED;
    }

    /** True if the recorder has all of the message, and has said so. */
    boolean isWhole() {
        return state == State.WHOLE;
    }

    /** The message is that long; when all of it is recorded, the recording is complete. */
    void endsAt(long octets) {
        total = octets;
        advance();
    }

    /** Takes what there is, if it is not at work already. */
    void advance() {
        around.loop().check();
        if (state == State.NEW || state == State.WAITING) {
            take(news());
        }
    }

    /** What the recorder has to hear first. */
    private Optional<KeptHead> news() {
        return state == State.NEW ? message.get().map(MessageHead::kept) : Optional.empty();
    }

    private void take(Optional<KeptHead> news) {
        if (spool.isOnDisk(cursor.position())) {
            busy();
            spool.fetch(cursor, READ, octets -> fetched(news, octets));
        } else if (spool.inMemory(cursor.position()) > 0) {
            busy();
            append(news, octetsInMemory());
        } else if (cursor.position() == total) {
            end(() -> complete(news), State.WHOLE);
        }
    }

    private void busy() {
        state = State.BUSY;
        stall.set(around.timers().stall());
    }

    private List<ByteBuf> octetsInMemory() {
        List<ByteBuf> octets = new ArrayList<>();
        spool.read(cursor, Math.min(READ, spool.inMemory(cursor.position())), octets::add);
        return octets;
    }

    private void fetched(Optional<KeptHead> news, ByteBuf octets) {
        if (state != State.BUSY) {
            octets.release();
            return;
        }
        cursor.advance(octets.readableBytes());
        append(news, List.of(octets));
    }

    private void append(Optional<KeptHead> news, List<ByteBuf> octets) {
        lane.submit(
                () -> {
                    appendAll(news, octets);
                    return null;
                },
                (nothing, failed) -> done(failed));
    }

    // On the pool.
    private void appendAll(Optional<KeptHead> news, List<ByteBuf> octets) throws IOException {
        try {
            begin(news);
            for (ByteBuf piece : octets) {
                for (ByteBuffer part : piece.nioBuffers()) {
                    recorder.append(part.asReadOnlyBuffer());
                }
            }
        } finally {
            octets.forEach(ByteBuf::release);
        }
    }

    private void begin(Optional<KeptHead> news) throws IOException {
        if (news.isPresent()) {
            recorder.begin(news.get());
        }
    }

    /** Of an empty message it has heard nothing before. */
    private void complete(Optional<KeptHead> news) throws IOException {
        begin(news);
        recorder.complete();
    }

    private void done(Optional<Exception> failed) {
        if (state != State.BUSY) {
            return;
        }
        stall.stop();
        if (failed.isPresent()) {
            drop(String.valueOf(failed.get()));
        } else {
            state = State.WAITING;
            advance();
            spool.settle();
        }
    }

    private void stalled() {
        drop("no progress for " + around.timers().stall());
    }

    private void drop(String why) {
        around.metrics().count(RelayMetrics.Counter.RECORDERS_FAILED);
        LOG.log(
                System.Logger.Level.WARNING,
                () -> "event=recorder-dropped octets=" + cursor.position() + " why=" + why);
        abort();
    }

    /** There will be no message. */
    void abort() {
        around.loop().check();
        if (state == State.NEW || state == State.WAITING || state == State.BUSY) {
            end(recorder::abort, State.DROPPED);
        }
    }

    private interface LastCall {
        void make() throws IOException;
    }

    private void end(LastCall call, State then) {
        state = State.ENDING;
        stall.stop();
        cursor.close();
        lane.submit(
                () -> {
                    call.make();
                    return null;
                },
                (nothing, failed) -> ended(failed, then));
        spool.settle();
    }

    private void ended(Optional<Exception> failed, State then) {
        state = failed.isPresent() ? State.DROPPED : then;
        failed.ifPresent(
                cause -> {
                    around.metrics().count(RelayMetrics.Counter.RECORDERS_FAILED);
                    LOG.log(System.Logger.Level.WARNING, "event=recorder-failed why=" + cause);
                });
        onEnded.run();
    }
}
