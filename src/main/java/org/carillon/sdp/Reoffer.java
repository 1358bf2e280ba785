package org.carillon.sdp;

import java.util.Set;

/** What a later offer within a dialog changes (RFC 3264 §8). */
public sealed interface Reoffer {

    /** What may change. */
    enum Change {
        /** The peer no longer sends (originator) or receives (device): direction or port 0. */
        HOLD,
        /** Path, address, port or transport differ. */
        ADDRESS,
        /** Anything else. */
        OTHER
    }

    /** A session refresh: answer with the same octets as before. */
    record Unchanged() implements Reoffer {}

    /** It changes something; the answer has a higher sess-version. */
    record Changed(Set<Change> changes, SessionDescription description) implements Reoffer {
        public Changed {
            changes = Set.copyOf(changes);
        }
    }

    /** It cannot be taken: 488; the dialog goes on as it was (RFC 3261 §14.2). */
    record Refused(Refusal refusal) implements Reoffer {}
}
