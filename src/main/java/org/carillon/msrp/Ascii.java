package org.carillon.msrp;

/** Character classes and numbers of RFC 4975 §9 and RFC 3986, for octets and characters alike. */
final class Ascii {
    private static final int ALPHA = 1;
    private static final int DIGIT = 2;
    private static final int IDENT = 4;
    private static final int TOKEN = 8;
    private static final int UNRESERVED = 16;
    private static final int CONTROL = 32;

    /** The classes of each character below 128; those above belong to none. */
    private static final byte[] CLASSES = classes();

    /** What {@link #number} says of text that is not a number, or not one that fits. */
    static final long NO_NUMBER = -2;

    private Ascii() {}

    private static byte[] classes() {
        byte[] classes = new byte[256];
        for (int c = 0; c < 128; c++) {
            classes[c] = (byte) classesOf((char) c);
        }
        return classes;
    }

    private static int classesOf(char c) {
        boolean digit = c >= '0' && c <= '9';
        boolean alpha = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        boolean control = c < ' ' || c == 127;
        boolean token = !control && " \"(),/:;<=>?@[\\]".indexOf(c) < 0;
        return (alpha ? ALPHA : 0)
                | (digit ? DIGIT : 0)
                | (alpha || digit || ".-+%=".indexOf(c) >= 0 ? IDENT : 0)
                | (token ? TOKEN : 0)
                | (alpha || digit || "-._~".indexOf(c) >= 0 ? UNRESERVED : 0)
                | (control ? CONTROL : 0);
    }

    private static boolean is(byte octet, int characterClass) {
        return (CLASSES[octet & 0xFF] & characterClass) != 0;
    }

    private static boolean is(int c, int characterClass) {
        return c >= 0 && c < 128 && (CLASSES[c] & characterClass) != 0;
    }

    static boolean isDigit(int c) {
        return is(c, DIGIT);
    }

    static boolean isHexDigit(int c) {
        return isDigit(c) || (lower(c) >= 'a' && lower(c) <= 'f');
    }

    static boolean isAlpha(int c) {
        return is(c, ALPHA);
    }

    static boolean isAlphanumeric(int c) {
        return is(c, ALPHA | DIGIT);
    }

    static boolean isToken(byte octet) {
        return is(octet, TOKEN);
    }

    static boolean isToken(int c) {
        return is(c, TOKEN);
    }

    static boolean isUnreserved(int c) {
        return is(c, UNRESERVED);
    }

    static boolean isControl(byte octet) {
        return is(octet, CONTROL);
    }

    /** {@code ident} of RFC 4975 §9, with our limit on its length. */
    static boolean isIdent(byte[] array, int from, int to, int most) {
        int length = to - from;
        if (length < MsrpLimits.IDENT_CHARS_MIN || length > most || !isAlphanumeric(array[from])) {
            return false;
        }
        for (int i = from + 1; i < to; i++) {
            if (!is(array[i], IDENT)) {
                return false;
            }
        }
        return true;
    }

    /** A number without sign, or {@link #NO_NUMBER}. */
    static long number(byte[] array, int from, int to) {
        if (from >= to) {
            return NO_NUMBER;
        }
        long number = 0;
        for (int i = from; i < to; i++) {
            int digit = array[i] - '0';
            if (digit < 0 || digit > 9 || number > (Long.MAX_VALUE - digit) / 10) {
                return NO_NUMBER;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    /** Exactly three digits, or {@link #NO_NUMBER}. */
    static int threeDigits(byte[] array, int from, int to) {
        return (int) (to - from == 3 ? number(array, from, to) : NO_NUMBER);
    }

    /** First index of an octet, or {@code to}. */
    static int indexOf(byte octet, byte[] array, int from, int to) {
        int i = from;
        while (i < to && array[i] != octet) {
            i++;
        }
        return i;
    }

    /** True if the octets are this text, letters in either case. */
    static boolean equalsIgnoreCase(byte[] array, int from, int to, String text) {
        if (to - from != text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (lower(array[from + i]) != lower(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static int lower(int c) {
        return c >= 'A' && c <= 'Z' ? c + 32 : c;
    }
}
