package org.carillon.sip;

import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipServletRequest;

/** What the container keeps for a request. */
final class Records {
    private Records() {}

    /** It keeps an application session per request; nobody needs this one any more. */
    static void forget(SipServletRequest request) {
        SipApplicationSession records = request.getApplicationSession(false);
        try {
            if (records != null && records.isValid()) {
                records.invalidate();
            }
        } catch (IllegalStateException e) {
            // The end of the transaction, on another thread, was faster.
        }
    }
}
