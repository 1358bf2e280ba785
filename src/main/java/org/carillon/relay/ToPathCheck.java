package org.carillon.relay;

import java.util.Optional;
import org.carillon.msrp.MsrpLimits;
import org.carillon.msrp.MsrpPath;
import org.carillon.msrp.RequestHead;
import org.carillon.msrp.StatusCode;

/**
 * Knows the one To-Path that requests on a leg may have: the path that we advertised there.
 *
 * <p>One connection carries one MSRP session. A peer SHOULD reuse a connection for another session
 * of ours (RFC 4975 §5.4), and some intermediary may; but each Room is owned by one event loop, the
 * Rooms of a shared connection would lie on several, and every chunk would change threads, or all
 * Rooms of one peer crowd on one loop. So such a request gets 506, which tells the peer to cease on
 * this connection (RFC 4975 §10.10) and leaves the session to a connection of its own; 481 would
 * end a session that is well.
 */
final class ToPathCheck {
    private final MsrpPath advertised;
    private final MsrpLimits limits;
    private final Directory directory;
    private byte[] lastRight = {};

    ToPathCheck(MsrpPath advertised, Surroundings around) {
        this.advertised = advertised;
        this.limits = around.msrp();
        this.directory = around.directory();
    }

    /** Compares octets with the last right one; reads and compares URIs only if they differ. */
    boolean accepts(RequestHead head) {
        if (head.toPath().whole().contentEquals(lastRight)) {
            return true;
        }
        boolean right = head.toPath().parse(limits).value().equals(Optional.of(advertised));
        if (right) {
            lastRight = head.toPath().whole().toBytes();
        }
        return right;
    }

    /** What a request that is not accepted is answered. */
    StatusCode refusal(RequestHead head) {
        String sessionId = FirstRequest.sessionId(head);
        boolean another = !sessionId.equals(advertised.leftmost().sessionId());
        return another && directory.find(sessionId).isPresent()
                ? StatusCode.WRONG_CONNECTION
                : StatusCode.NO_SESSION;
    }
}
