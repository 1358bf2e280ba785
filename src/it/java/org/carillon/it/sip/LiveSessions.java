package org.carillon.it.sip;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.servlet.sip.SipApplicationSessionEvent;
import javax.servlet.sip.SipApplicationSessionListener;
import javax.servlet.sip.SipSessionEvent;
import javax.servlet.sip.SipSessionListener;

/** Knows every SIP and application session that the container holds. Named in the descriptor. */
public final class LiveSessions implements SipApplicationSessionListener, SipSessionListener {
    private static final Set<String> LIVE = ConcurrentHashMap.newKeySet();

    public static Set<String> now() {
        return Set.copyOf(LIVE);
    }

    public static void forgetAll() {
        LIVE.clear();
    }

    @Override
    public void sessionCreated(SipApplicationSessionEvent event) {
        LIVE.add("application " + event.getApplicationSession().getId());
    }

    @Override
    public void sessionDestroyed(SipApplicationSessionEvent event) {
        LIVE.remove("application " + event.getApplicationSession().getId());
    }

    @Override
    public void sessionExpired(SipApplicationSessionEvent event) {}

    @Override
    public void sessionReadyToInvalidate(SipApplicationSessionEvent event) {}

    @Override
    public void sessionCreated(SipSessionEvent event) {
        LIVE.add("sip " + event.getSession().getId());
    }

    @Override
    public void sessionDestroyed(SipSessionEvent event) {
        LIVE.remove("sip " + event.getSession().getId());
    }

    @Override
    public void sessionReadyToInvalidate(SipSessionEvent event) {}
}
