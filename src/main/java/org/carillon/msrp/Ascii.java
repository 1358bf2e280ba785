package org.carillon.msrp;

/** Character classes of RFC 4975 §9, for octets. */
final class Ascii {

    private Ascii() {}

    /** Compares {@code ascii.length()} octets with text, letters in either case. */
    static boolean equalsIgnoreCase(byte[] array, int from, String ascii) {
        for (int i = 0; i < ascii.length(); i++) {
            if (lower(array[from + i]) != lower((byte) ascii.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    static int lower(byte octet) {
        return octet >= 'A' && octet <= 'Z' ? octet + 32 : octet;
    }
}
