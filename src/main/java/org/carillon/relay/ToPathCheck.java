package org.carillon.relay;

import java.util.Optional;
import org.carillon.msrp.MsrpLimits;
import org.carillon.msrp.MsrpPath;
import org.carillon.msrp.RequestHead;

/** Knows the one To-Path that requests on a leg may have: the path that we advertised there. */
final class ToPathCheck {
    private final MsrpPath advertised;
    private final MsrpLimits limits;
    private byte[] lastRight = {};

    ToPathCheck(MsrpPath advertised, MsrpLimits limits) {
        this.advertised = advertised;
        this.limits = limits;
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
}
