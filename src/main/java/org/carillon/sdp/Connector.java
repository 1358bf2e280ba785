package org.carillon.sdp;

import java.util.List;

/** Who opens the connection of one leg (RFC 6135 §4.2.2), seen from us. */
public sealed interface Connector {

    /** The peer connects to us. */
    record Listen() implements Connector {}

    /**
     * We connect.
     *
     * @param targets never empty; the next one counts only when the host of the one before does not
     *     resolve
     */
    record Connect(List<Target> targets) implements Connector {
        public Connect {
            targets = List.copyOf(targets);
            if (targets.isEmpty()) {
                throw new IllegalArgumentException("nowhere to connect to");
            }
        }
    }
}
