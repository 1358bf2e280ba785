package org.carillon.stack;

import java.io.ByteArrayOutputStream;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts the octets of one connection into SIP messages (RFC 3261 sections 7.5 and 18.3).
 *
 * <p>States: between messages, in a head, in a body, broken. A Content-Length that is no number,
 * that contradicts another one, or that takes the message over the limit breaks the stream: where
 * the next message begins is not known any more. Nothing is allocated on the word of a peer beyond
 * the limit. Used by the connection's reading thread; not thread-safe.
 */
final class SipFraming {
    private static final Pattern DIGITS = Pattern.compile("0*(\\d+)");

    private final int limit;
    private final Sink sink;
    private final ByteArrayOutputStream octetsOfHead = new ByteArrayOutputStream();
    private SipHead head = SipHead.of(new byte[0]);
    private State state = State.BETWEEN;
    private long begun;
    private int emptyLines;
    private boolean lineIsEmpty = true;
    private byte[] body = {};
    private int bodyOctets;

    private enum State {
        BETWEEN,
        HEAD,
        BODY,
        BROKEN
    }

    /** Who gets what was found; called in order. */
    interface Sink {
        /**
         * A whole message.
         *
         * @param octets of the head, with the empty line behind it
         */
        void message(SipHead head, byte[] octets, byte[] body);

        /** The double CRLF that wants a CRLF back (RFC 5626 section 4.4.1). */
        void keepAlive();

        /** The stream makes no sense from here on. Called once. */
        void broken(SipHead head, MessageFault fault);
    }

    /**
     * @param limit of a message, in octets
     */
    SipFraming(int limit, Sink sink) {
        this.limit = limit;
        this.sink = sink;
    }

    /** Takes the next octets of the stream; all that comes after it has broken is ignored. */
    void add(byte[] octets) {
        int at = 0;
        while (at < octets.length && state != State.BROKEN) {
            at = state == State.BODY ? addToBody(octets, at) : addToHead(octets, at);
        }
    }

    /** How many messages have begun so far. */
    long begun() {
        return begun;
    }

    /** Whether a message has begun and not ended. */
    boolean isInMessage() {
        return state == State.HEAD || state == State.BODY;
    }

    /** Whether {@link Sink#broken} has been called. */
    boolean isBroken() {
        return state == State.BROKEN;
    }

    private int addToHead(byte[] octets, int at) {
        byte octet = octets[at];
        if (state == State.BETWEEN) {
            between(octet);
        } else {
            inHead(octet);
        }
        return at + 1;
    }

    private void between(byte octet) {
        if (octet == '\n') {
            emptyLines++;
            if (emptyLines == 2) {
                emptyLines = 0;
                sink.keepAlive();
            }
        } else if (octet != '\r') {
            emptyLines = 0;
            begun++;
            state = State.HEAD;
            inHead(octet);
        }
    }

    private void inHead(byte octet) {
        octetsOfHead.write(octet);
        if (octet == '\n') {
            endOfLine();
        } else if (octet != '\r') {
            lineIsEmpty = false;
        }
        if (state == State.HEAD && octetsOfHead.size() >= limit) {
            breakOff(SipHead.of(octetsOfHead.toByteArray()), MessageFault.TOO_LARGE);
        }
    }

    private void endOfLine() {
        if (lineIsEmpty) {
            endOfHead();
        }
        lineIsEmpty = true;
    }

    private void endOfHead() {
        head = SipHead.of(octetsOfHead.toByteArray());
        OptionalInt length = contentLength(head);
        if (length.isEmpty()) {
            breakOff(head, MessageFault.CONTENT_LENGTH);
        } else if (length.getAsInt() > limit - octetsOfHead.size()) {
            breakOff(head, MessageFault.TOO_LARGE);
        } else {
            body = new byte[length.getAsInt()];
            bodyOctets = 0;
            state = State.BODY;
            deliverIfWhole();
        }
    }

    private int addToBody(byte[] octets, int at) {
        int taken = Math.min(octets.length - at, body.length - bodyOctets);
        System.arraycopy(octets, at, body, bodyOctets, taken);
        bodyOctets += taken;
        deliverIfWhole();
        return at + taken;
    }

    private void deliverIfWhole() {
        if (bodyOctets == body.length) {
            byte[] octets = octetsOfHead.toByteArray();
            octetsOfHead.reset();
            state = State.BETWEEN;
            sink.message(head, octets, body);
        }
    }

    private void breakOff(SipHead what, MessageFault fault) {
        state = State.BROKEN;
        sink.broken(what, fault);
    }

    /**
     * 0 where there is none: a message without a body often goes without one. Empty if it is no
     * number or says two things.
     */
    static OptionalInt contentLength(SipHead head) {
        int length = -1;
        for (String value : head.values("content-length")) {
            Matcher digits = DIGITS.matcher(value);
            if (!digits.matches()) {
                return OptionalInt.empty();
            }
            int octets = atMostInt(digits.group(1));
            if (length >= 0 && length != octets) {
                return OptionalInt.empty();
            }
            length = octets;
        }
        return OptionalInt.of(Math.max(length, 0));
    }

    /** A number too long for us is over every limit anyway. */
    private static int atMostInt(String digits) {
        return digits.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(digits);
    }
}
