package org.carillon.tool;

/** Why a call is over. */
public enum CallEnd {
    /** The far side sent BYE. */
    PEER_HUNG_UP,
    /** We sent BYE. */
    WE_HUNG_UP,
    /** The caller gave up before the answer. */
    CANCELLED,
    /** The called side said no. */
    REFUSED,
    /** It was a MESSAGE, which is over with its answer. */
    ANSWERED
}
