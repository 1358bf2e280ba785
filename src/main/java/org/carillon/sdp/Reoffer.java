package org.carillon.sdp;

/**
 * What a later offer within a dialog changes (RFC 3264 §8).
 *
 * @param <T> what the peer says from then on
 */
public sealed interface Reoffer<T> {

    /** A session refresh, whatever its o-line says: answer with the same octets as before. */
    record Unchanged<T>() implements Reoffer<T> {}

    /** It changes something; our answer has a higher sess-version. */
    record Changed<T>(T next) implements Reoffer<T> {}

    /** It cannot be taken: 488; the dialog goes on as it was (RFC 3261 §14.2). */
    record Refused<T>(Refusal refusal) implements Reoffer<T> {}
}
