package org.carillon.bench.relay;

import java.util.Locale;

/**
 * One load.
 *
 * @param chunk octets in one SEND of the sender
 * @param sessions senders at the same time
 * @param devices that get each sender's message
 */
record Case(int chunk, int sessions, int devices) {

    String name() {
        return String.format(Locale.ROOT, "%s, %d, 1→%d", size(chunk), sessions, devices);
    }

    private static String size(int octets) {
        if (octets < 1 << 10) {
            return octets + " B";
        }
        return octets < 1 << 20 ? (octets >> 10) + " KB" : (octets >> 20) + " MB";
    }
}
