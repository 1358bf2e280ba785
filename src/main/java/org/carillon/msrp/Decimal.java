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

    /** By multiplication, which costs less than division; 19 digits are the most a long has. */
    private static int digits(long number) {
        int digits = 1;
        for (long power = 10; number >= power; power *= 10) {
            if (++digits == 19) {
                break;
            }
        }
        return digits;
    }
}
