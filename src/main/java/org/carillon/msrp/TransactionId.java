package org.carillon.msrp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * The transaction ids that we choose: 64 random bits (RFC 4975 §7.1) held in a {@code long}, so
 * that a hop can keep its open transactions in a map of primitives; 16 lower-case hex digits on the
 * wire.
 *
 * <p><b>The id must not occur in the body</b> (RFC 4975 §7.1). A sender that streams cannot look
 * first; it relies on a fresh id per chunk from a generator that the author of the body cannot
 * predict: a body of 2 GiB contains a given id by chance once in 2<sup>33</sup> transfers, and for
 * the end-line CRLF, hyphens, flag and CRLF would have to stand around it. Who has the chunk in
 * hand can look: {@link #occursIn}.
 */
public final class TransactionId {

    /** Digits on the wire. */
    public static final int LENGTH = 16;

    private static final HexFormat HEX = HexFormat.of();

    /** The two digits of each octet, as they follow each other on the wire. */
    private static final short[] PAIRS = pairs();

    private TransactionId() {}

    private static short[] pairs() {
        short[] pairs = new short[256];
        for (int i = 0; i < pairs.length; i++) {
            pairs[i] = (short) (HEX.toHighHexDigit(i) << 8 | HEX.toLowHexDigit(i));
        }
        return pairs;
    }

    /** Chooses an id; the generator must not be predictable for peers. */
    public static long choose(RandomGenerator random) {
        return random.nextLong();
    }

    /** Appends an id's digits. */
    public static void write(long id, ByteBuf out) {
        for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            out.writeShort(PAIRS[(int) (id >>> shift) & 0xFF]);
        }
    }

    /** True if these octets have the form that we give our ids. */
    public static boolean isOurs(Octets transactionId) {
        boolean ours = transactionId.length() == LENGTH;
        for (int i = 0; ours && i < LENGTH; i++) {
            ours = digit(transactionId.at(i)) >= 0;
        }
        return ours;
    }

    /**
     * The id that these digits stand for.
     *
     * @throws IllegalArgumentException unless {@link #isOurs}
     */
    public static long read(Octets transactionId) {
        if (!isOurs(transactionId)) {
            throw new IllegalArgumentException(
                    "got an id of a peer, expected " + LENGTH + " lower-case hex digits");
        }
        long id = 0;
        for (int i = 0; i < LENGTH; i++) {
            id = id << 4 | digit(transactionId.at(i));
        }
        return id;
    }

    private static int digit(byte octet) {
        if (octet >= '0' && octet <= '9') {
            return octet - '0';
        }
        return octet >= 'a' && octet <= 'f' ? octet - 'a' + 10 : -1;
    }

    /** True if the readable octets contain the id's digits. */
    public static boolean occursIn(ByteBuf body, long id) {
        ByteBuf digits = Unpooled.buffer(LENGTH, LENGTH);
        write(id, digits);
        return ByteBufUtil.indexOf(digits, body) >= 0;
    }

    /** The digits, for logs. */
    public static String toString(long id) {
        return HEX.toHexDigits(id);
    }
}
