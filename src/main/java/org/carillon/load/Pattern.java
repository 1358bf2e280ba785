package org.carillon.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * What a message is made of: the same octets over and over, each time with the time in front of
 * them. The octets are random, like those of a photograph, but of one period always the same; so
 * who knows the period can check every one.
 */
final class Pattern {
    /** Octets of a time: hexadecimal digits. */
    static final int STAMP = 16;

    /** The longest period. */
    static final int MOST = 1 << 20;

    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.UTF_8);
    private static final String TYPE = "application/octet-stream;stamp-every=";

    private final ByteBuf octets;
    private final ByteBuf behindStamp;

    private Pattern(int period) {
        byte[] random = new byte[period];
        new SplittableRandom(period).nextBytes(random);
        octets =
                Unpooled.unreleasableBuffer(
                        Unpooled.wrappedBuffer(ByteBuffer.allocateDirect(period).put(0, random)));
        behindStamp = octets.slice(STAMP, period - STAMP);
    }

    /** The pattern of a period that {@link Volume} allows. */
    static Pattern of(int period) {
        return new Pattern(period);
    }

    /** The period that a Content-Type names, or 0 if it names none. */
    static int period(String contentType) {
        String digits = contentType.startsWith(TYPE) ? contentType.substring(TYPE.length()) : "";
        int period = digits.matches("[1-9][0-9]{1,7}") ? Integer.parseInt(digits) : 0;
        return period < STAMP || period > MOST ? 0 : period;
    }

    byte[] contentType() {
        return (TYPE + period()).getBytes(StandardCharsets.UTF_8);
    }

    int period() {
        return octets.capacity();
    }

    /** The octets behind the time; a view that is never released. */
    ByteBuf behindStamp() {
        return behindStamp.duplicate();
    }

    /** Copies the octets behind the time. */
    void writeBehindStamp(ByteBuf out) {
        out.writeBytes(behindStamp, 0, behindStamp.capacity());
    }

    /** Microseconds since 1970, as the stamps count. */
    static long now(InstantSource clock) {
        var now = clock.instant();
        return TimeUnit.SECONDS.toMicros(now.getEpochSecond())
                + TimeUnit.NANOSECONDS.toMicros(now.getNano());
    }

    static void writeStamp(ByteBuf out, long micros) {
        for (int shift = 4 * (STAMP - 1); shift >= 0; shift -= 4) {
            out.writeByte(DIGITS[(int) (micros >>> shift) & 0xF]);
        }
    }

    /** The time that stands there; makes no sense if none does. */
    static long readStamp(ByteBuf in, int index) {
        long micros = 0;
        for (int i = 0; i < STAMP; i++) {
            micros = micros << 4 | Character.digit(in.getByte(index + i), 16);
        }
        return micros;
    }

    /** True if these are the octets from that place in the period on, the time apart. */
    boolean agrees(ByteBuf in, int index, int length, int place) {
        int skip = Math.max(0, STAMP - place);
        return skip >= length
                || ByteBufUtil.equals(in, index + skip, octets, place + skip, length - skip);
    }
}
