package org.carillon.sdp;

import java.util.ArrayList;
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

        /** To the adjacent hop (RFC 4975 §5.4); if its name is unknown, to the c- and m-line. */
        static Connect toPath(MsrpMedia media) {
            List<Target> targets = new ArrayList<>(List.of(media.pathTarget()));
            if (media.lineIsReachable() && !media.lineTarget().equals(media.pathTarget())) {
                targets.add(media.lineTarget());
            }
            return new Connect(targets);
        }

        /** To the c- and m-line alone, as CEMA demands (RFC 6714 §4.2, §4.3). */
        static Connect toLine(MsrpMedia media) {
            return new Connect(List.of(media.lineTarget()));
        }
    }
}
