package org.carillon.call;

import java.time.Instant;
import java.util.List;

/** What the registrar answers. */
public sealed interface RegisterOutcome {
    /**
     * 200 with the user's current bindings.
     *
     * @param now the moment against which the remaining seconds are counted
     * @param showGruus whether {@code pub-gruu} belongs in the Contacts (RFC 5627 §5.2)
     */
    record Registered(List<Binding> bindings, Instant now, boolean showGruus)
            implements RegisterOutcome {
        public Registered {
            bindings = List.copyOf(bindings);
        }
    }

    /** A refusal; {@code headers} such as Min-Expires (423) or Warning explain it. */
    record Refused(int status, List<Header> headers) implements RegisterOutcome {
        public Refused {
            headers = List.copyOf(headers);
        }
    }
}
