package org.carillon.tool;

import java.util.Locale;

/** Sizes for a person, in powers of ten as disks and links are sold. */
final class Bytes {
    static final long KILO = 1_000;
    static final long MEGA = 1_000_000;

    private Bytes() {}

    /** {@code 512 bytes}, {@code 1.5 kB}, {@code 20.0 MB}. */
    static String show(long bytes) {
        if (bytes < KILO) {
            return bytes + (bytes == 1 ? " byte" : " bytes");
        }
        return bytes < MEGA ? scaled(bytes, KILO, "kB") : scaled(bytes, MEGA, "MB");
    }

    private static String scaled(long bytes, long unit, String name) {
        return String.format(Locale.ROOT, "%.1f %s", (double) bytes / unit, name);
    }
}
