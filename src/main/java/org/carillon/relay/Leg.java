package org.carillon.relay;

import java.util.List;
import org.carillon.msrp.MsrpPath;

/**
 * One leg of a Room after offer and answer.
 *
 * @param local the path that we advertised on this leg, our own URI first
 * @param peer the path that the peer advertised, the adjacent hop first
 * @param targets where we connect to; the next one is tried only if the host of the one before does
 *     not resolve (RFC 6714 §4.2). Empty: the peer connects to us
 */
public record Leg(MsrpPath local, MsrpPath peer, List<ConnectTarget> targets) {

    /** Copies the list. */
    public Leg {
        targets = List.copyOf(targets);
    }

    /** True if another offer and answer named the same two paths: it is the same MSRP session. */
    boolean hasPathsOf(Leg other) {
        return local.equals(other.local) && peer.equals(other.peer);
    }
}
