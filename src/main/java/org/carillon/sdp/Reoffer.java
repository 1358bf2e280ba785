package org.carillon.sdp;

import java.util.Set;

/**
 * What a later offer within a dialog changes (RFC 3264 §8).
 *
 * @param <T> what the peer says from then on
 */
public sealed interface Reoffer<T> {

    /** What may change. */
    enum Change {
        /**
         * The originator no longer sends, or the device no longer receives: direction or port 0.
         */
        HOLD,
        /** The end of a hold. */
        RESUME,
        /** Path, address, port or transport differ. */
        ADDRESS,
        /** Anything else. */
        OTHER
    }

    /** A session refresh, whatever its o-line says: answer with the same octets as before. */
    record Unchanged<T>() implements Reoffer<T> {}

    /**
     * It changes something; our answer has a higher sess-version.
     *
     * @param changes never empty
     */
    record Changed<T>(Set<Change> changes, T next) implements Reoffer<T> {
        public Changed {
            changes = Set.copyOf(changes);
        }
    }

    /** It cannot be taken: 488; the dialog goes on as it was (RFC 3261 §14.2). */
    record Refused<T>(Refusal refusal) implements Reoffer<T> {}
}
