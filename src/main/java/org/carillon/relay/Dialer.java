package org.carillon.relay;

import java.util.function.Consumer;

/** Makes connections for the legs on which we are active. */
interface Dialer {

    /**
     * Connects to the first target whose host resolves, within the networks allowed.
     *
     * @param leg says where to, and what is known of the peer's certificate
     * @param listener bound to the connection once it is there, on the Room's loop
     * @param failed told once, on the Room's loop, if there will be none: UNREACHABLE, NOT_ALLOWED,
     *     TLS_FAILED or WRONG_CERTIFICATE
     */
    void connect(Leg leg, LegListener listener, Consumer<SeatLoss.Cause> failed);
}
