package org.carillon.sdp;

/** What {@code a=path} says in the descriptions we send (S-13). */
public enum PathMode {
    /** Our own URI before the other side's path, as a relay looks (RFC 4976). */
    PREPEND,
    /** Our own URI alone, as an endpoint looks; only then CEMA is spoken (RFC 6714). */
    ANCHOR
}
