package org.carillon.call;

/** The timers behind the waits of a call as a whole. */
public enum CallTimer implements TimerName {
    /** Devices and preferences must be known by then. */
    LOOK_UP,
    /** The Room must be open by then. */
    ROOM,
    /** Every device must have given a final response by then. */
    ANSWER,
    /** The sender's ACK: 64·T1 (RFC 3261 §13.3.1.4). */
    ACKNOWLEDGE,
    /** How long a device that has not answered may still join after the sender's BYE. */
    JOIN,
    /** How long a served session waits for the sender's BYE. */
    LINGER,
    /** No answered call lasts longer, whatever has become of its Room's messages. */
    LIFETIME,
    /** How long cancelled INVITEs may still bring a final response (RFC 3261 §9.1). */
    SETTLE
}
