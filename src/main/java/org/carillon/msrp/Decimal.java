package org.carillon.msrp;

import io.netty.buffer.ByteBuf;

/** Writes numbers in digits, without a String in between. */
final class Decimal {

    private Decimal() {}

    /** Appends a number that is not negative. */
    static void write(long number, ByteBuf out) {
        int digits = digits(number);
        out.ensureWritable(digits);
        int at = out.writerIndex() + digits;
        out.writerIndex(at);
        long rest = number;
        for (int i = 0; i < digits; i++) {
            out.setByte(--at, (int) ('0' + rest % 10));
            rest /= 10;
        }
    }

    private static int digits(long number) {
        int digits = 1;
        for (long rest = number; rest >= 10; rest /= 10) {
            digits++;
        }
        return digits;
    }
}
