package org.carillon.msrp;

import io.netty.buffer.ByteBuf;
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

    private TransactionId() {}

    /** Chooses an id; the generator must not be predictable for peers. */
    public static long choose(RandomGenerator random) {
        return random.nextLong();
    }

    /** Appends an id's digits. */
    public static void write(long id, ByteBuf out) {
        Pending.later(id + "" + out);
    }

    /** True if these octets have the form that we give our ids. */
    public static boolean isOurs(Octets transactionId) {
        return Pending.later(transactionId.toString());
    }

    /**
     * The id that these digits stand for.
     *
     * @throws IllegalArgumentException unless {@link #isOurs}
     */
    public static long read(Octets transactionId) {
        return Pending.later(transactionId.toString());
    }

    /** True if the readable octets contain the id's digits. */
    public static boolean occursIn(ByteBuf body, long id) {
        return Pending.later(body + "" + id);
    }

    /** The digits, for logs. */
    public static String toString(long id) {
        return Pending.later(id + "");
    }
}
