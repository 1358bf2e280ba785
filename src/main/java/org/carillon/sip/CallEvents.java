package org.carillon.sip;

import org.carillon.call.CallDoor;
import org.carillon.call.CallEvent;
import org.carillon.call.CallId;

/** Where the legs of one call put its events. Thread-safe. */
record CallEvents(CallDoor calls, CallId call) {
    /** {@code false}: the call is over, and nobody will see this event. */
    boolean put(CallEvent event) {
        return calls.put(call, event);
    }
}
