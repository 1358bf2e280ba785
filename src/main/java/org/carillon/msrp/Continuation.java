package org.carillon.msrp;

/** The flag that ends every frame (RFC 4975 §7.1). */
public enum Continuation {
    /** {@code $}: the message is complete with this chunk. */
    COMPLETE('$'),
    /** {@code +}: more chunks of this message follow. */
    MORE('+'),
    /** {@code #}: the sender gave the message up; there will be no more of it. */
    ABORTED('#');

    private final byte octet;

    Continuation(char flag) {
        this.octet = (byte) flag;
    }

    /** The flag as it stands on the wire. */
    public byte octet() {
        return octet;
    }

    /** True if no further chunk of the message will come: {@code $} and {@code #}. */
    public boolean endsMessage() {
        return this != MORE;
    }

    static boolean isFlag(byte octet) {
        return octet == '$' || octet == '+' || octet == '#';
    }

    static Continuation of(byte flag) {
        return switch (flag) {
            case '$' -> COMPLETE;
            case '+' -> MORE;
            case '#' -> ABORTED;
            default -> throw new IllegalArgumentException("flag=" + flag + ", expected $, + or #");
        };
    }
}
