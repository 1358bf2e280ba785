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
     * @param headers what else the 200 carries: Path (RFC 3327 §5.3), Require (RFC 5626 §6)
     */
    record Registered(List<Binding> bindings, Instant now, boolean showGruus, List<Header> headers)
            implements RegisterOutcome {
        public Registered {
            bindings = List.copyOf(bindings);
            headers = List.copyOf(headers);
        }
    }

    /** A refusal; {@code headers} such as Min-Expires (423) or Warning explain it. */
    record Refused(int status, List<Header> headers) implements RegisterOutcome {
        public Refused {
            headers = List.copyOf(headers);
        }
    }
}
