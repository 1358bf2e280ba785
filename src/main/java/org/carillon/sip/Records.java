package org.carillon.sip;

import java.util.Iterator;
import java.util.Optional;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipSession;

/** What the container keeps for a request. */
final class Records {
    private Records() {}

    /** It keeps an application session per request; nobody needs this one any more. */
    static void forget(SipServletRequest request) {
        Optional.ofNullable(request.getApplicationSession(false)).ifPresent(Records::forget);
    }

    /**
     * Part by part, because the end of a transaction ends its SIP session on another thread: where
     * that happens while Restcomm invalidates the whole, it stops half-way, refuses to be asked
     * again, and leaves the rest for good. With nothing valid inside it does not stop.
     */
    static void forget(SipApplicationSession records) {
        try {
            Iterator<?> parts = records.getSessions("SIP");
            while (parts.hasNext()) {
                end((SipSession) parts.next());
            }
            records.invalidate();
        } catch (IllegalStateException faster) {
            // Another thread has begun to, and ends it.
        }
    }

    private static void end(SipSession part) {
        try {
            part.invalidate();
        } catch (IllegalStateException faster) {
            // As above.
        }
    }
}
