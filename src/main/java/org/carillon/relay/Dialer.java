package org.carillon.relay;

import java.util.List;
import java.util.function.Consumer;

/** Makes connections for the legs on which we are active. */
interface Dialer {

    /**
     * Connects to the first target whose host resolves, within the networks allowed.
     *
     * @param leg bound to the connection once it is there, on the Room's loop
     * @param failed told once, on the Room's loop, if there will be none: UNREACHABLE or
     *     NOT_ALLOWED
     */
    void connect(List<ConnectTarget> targets, LegListener leg, Consumer<SeatLoss.Cause> failed);
}
