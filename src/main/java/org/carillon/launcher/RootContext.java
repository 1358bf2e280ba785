package org.carillon.launcher;

import org.apache.catalina.LifecycleException;
import org.mobicents.servlet.sip.core.timers.SipApplicationSessionTimerService;
import org.mobicents.servlet.sip.startup.SipStandardContext;

/**
 * The application's context, which stops every timer that it started.
 *
 * <p>The container makes a timer for SIP application sessions at each step of a deployment until
 * one is in use, and forgets the earlier ones; each is a thread that keeps the JVM alive. It also
 * forgets the last one when the application refuses to start.
 */
final class RootContext extends SipStandardContext {
    @Override
    protected void initInternalApplicationComponents() throws LifecycleException {
        SipApplicationSessionTimerService before = sasTimerService;
        super.initInternalApplicationComponents();
        if (before != sasTimerService) {
            stop(before);
        }
    }

    @Override
    public synchronized void stopInternal() throws LifecycleException {
        SipApplicationSessionTimerService last = sasTimerService;
        super.stopInternal();
        stop(last);
    }

    private static void stop(SipApplicationSessionTimerService timer) {
        if (timer != null) {
            timer.stop();
        }
    }
}
