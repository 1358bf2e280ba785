package org.carillon.call;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where adapters hand in what they saw. Any thread; never blocks. The events of one call are taken
 * one at a time in the order in which they were put.
 */
public interface CallDoor {
    /**
     * Begins a call.
     *
     * @param legs its SIP side
     * @param released told once when the call is over, in the call's queue
     * @return why it is not begun: too many calls, or the server is stopping; empty if it is
     */
    Optional<Refusal> open(CpmRequest invite, CallPorts.Legs legs, Consumer<CallOutcome> released);

    /**
     * The same for a MESSAGE.
     *
     * @param legs its SIP side
     */
    Optional<Refusal> open(
            PagerMessage message, PagePorts.Legs legs, Consumer<CallOutcome> released);

    /** Why no call would be begun at this moment, whosever it is; empty if it might be. */
    Optional<Refusal> closed();

    /** Hands an event to a call; false if there is no such call any more. */
    boolean put(CallId call, CallEvent event);
}
