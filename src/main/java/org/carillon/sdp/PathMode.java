package org.carillon.sdp;

import java.util.List;
import java.util.stream.Stream;

/** What {@code a=path} says in the descriptions we send (S-13). */
public enum PathMode {
    /** Our own URI before the other side's path, as a relay looks (RFC 4976). */
    PREPEND,
    /** Our own URI alone, as an endpoint looks; only then CEMA is spoken (RFC 6714). */
    ANCHOR;

    /** The path to advertise for our URI {@code own} in front of the other side's path. */
    public List<String> path(String own, List<String> beyond) {
        return this == ANCHOR
                ? List.of(own)
                : Stream.concat(Stream.of(own), beyond.stream()).toList();
    }
}
