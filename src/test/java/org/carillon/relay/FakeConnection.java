package org.carillon.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.carillon.msrp.MsrpLimits;
import org.carillon.msrp.MsrpParser;

/** A connection without a network: the test is the peer, and decides how much it reads. */
final class FakeConnection implements Connection {
    private static final long FULL = 128 << 10;

    private record Entry(ByteBuf octets, Optional<Runnable> flushed) {}

    private final LegListener leg;
    private final MsrpParser parser;
    private final Queue<Entry> entries = new ArrayDeque<>();
    private final Queue<byte[]> unread = new ArrayDeque<>();
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private long appetite = Long.MAX_VALUE;
    private long pending;
    private long taken;
    private boolean wasFull;
    private boolean reading = true;
    private boolean closing;
    private boolean closed;

    FakeConnection(LegListener leg) {
        this.leg = leg;
        this.parser = new MsrpParser(MsrpLimits.defaults(), leg);
        leg.onBound(this);
    }

    /** The peer says something, in one segment. */
    void say(byte[] octets) {
        unread.add(octets);
        readOn();
    }

    private void readOn() {
        while (reading && !unread.isEmpty() && !closed) {
            ByteBuf segment = Unpooled.directBuffer().writeBytes(unread.remove());
            parser.parse(segment);
            segment.release();
            leg.onBatchEnd();
        }
    }

    /** Segments of what the peer said that are waiting to be read. */
    int unread() {
        return unread.size();
    }

    /** How much more the peer reads. */
    void appetite(long octets) {
        appetite = octets;
        flush();
        if (wasFull && writable() > 0 && !closed) {
            wasFull = false;
            leg.onWritable();
        }
    }

    /** What the peer heard since it was asked last. */
    byte[] heard() {
        byte[] octets = heard.toByteArray();
        heard.reset();
        return octets;
    }

    String heardText() {
        return new String(heard(), StandardCharsets.ISO_8859_1);
    }

    /** Octets that were written to this connection, read by the peer or not. */
    long taken() {
        return taken;
    }

    boolean isClosed() {
        return closed || (closing && entries.isEmpty());
    }

    /** The peer hangs up. */
    void hangUp() {
        if (!closed) {
            cut();
            leg.onClosed();
        }
    }

    @Override
    public long writable() {
        wasFull |= pending >= FULL;
        return closed ? 0 : Math.max(0, FULL - pending);
    }

    @Override
    public long unflushed() {
        return pending;
    }

    @Override
    public void write(ByteBuf octets) {
        add(octets, Optional.empty());
    }

    @Override
    public void write(ByteBuf octets, Runnable flushed) {
        add(octets, Optional.of(flushed));
    }

    private void add(ByteBuf octets, Optional<Runnable> flushed) {
        if (closed || closing) {
            octets.release();
            return;
        }
        pending += octets.readableBytes();
        taken += octets.readableBytes();
        entries.add(new Entry(octets, flushed));
    }

    @Override
    public void flush() {
        while (!entries.isEmpty() && (appetite > 0 || !entries.peek().octets().isReadable())) {
            Entry entry = entries.peek();
            int n = (int) Math.min(appetite, entry.octets().readableBytes());
            deliver(entry.octets(), n);
            if (!entry.octets().isReadable()) {
                entries.remove().octets().release();
                entry.flushed().ifPresent(Runnable::run);
            }
        }
    }

    private void deliver(ByteBuf octets, int n) {
        try {
            octets.readBytes(heard, n);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        pending -= n;
        if (appetite != Long.MAX_VALUE) {
            appetite -= n;
        }
    }

    @Override
    public void reading(boolean wanted) {
        reading = wanted;
    }

    /** What {@link #reading} allowed happens now, as a real loop does it: later. */
    void resume() {
        readOn();
    }

    @Override
    public void close() {
        closing = true;
        parser.discard();
        flush();
    }

    @Override
    public void cut() {
        closed = true;
        entries.forEach(entry -> entry.octets().release());
        entries.clear();
        pending = 0;
        unread.clear();
    }

    @Override
    public Optional<java.security.cert.X509Certificate> certificate() {
        return Optional.empty();
    }

    @Override
    public String peer() {
        return "fake";
    }
}
