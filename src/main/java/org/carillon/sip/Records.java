package org.carillon.sip;

import java.util.Optional;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipServletRequest;

/** What the container keeps for a request. */
final class Records {
    /** Each failure means that another thread has ended one part; a request has two or three. */
    private static final int ATTEMPTS = 5;

    private Records() {}

    /** It keeps an application session per request; nobody needs this one any more. */
    static void forget(SipServletRequest request) {
        Optional.ofNullable(request.getApplicationSession(false)).ifPresent(Records::forget);
    }

    /**
     * The end of the transaction ends the SIP session inside, on another thread; where it is faster
     * the container stops half-way and leaves the rest for good.
     */
    static void forget(SipApplicationSession records) {
        for (int attempt = 0; attempt < ATTEMPTS && records.isValid(); attempt++) {
            try {
                records.invalidate();
            } catch (IllegalStateException faster) {
                // Look again: what the other thread has ended is not in the way any more.
            }
        }
    }
}
