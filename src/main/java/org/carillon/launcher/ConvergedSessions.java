package org.carillon.launcher;

import java.beans.PropertyChangeEvent;
import java.beans.PropertyChangeListener;
import org.mobicents.servlet.sip.catalina.SipStandardManager;

/**
 * The container's own store of HTTP and SIP sessions, made fit for the last Tomcat 7.
 *
 * <p>The container casts it to a property listener. Tomcat's base class was one until 7.0.67 and
 * took the session timeout from there; later versions ask the context instead, so there is nothing
 * to listen to, but without the interface every deployment fails.
 */
final class ConvergedSessions extends SipStandardManager implements PropertyChangeListener {
    ConvergedSessions() {
        setPathname(null); // sessions are not written to disk when the container stops
    }

    /** The context's timeout holds; Tomcat only complains when it is told here as well. */
    @Override
    @SuppressWarnings("deprecation") // of Tomcat; the SIP container calls it
    public void setMaxInactiveInterval(int ignored) {}

    @Override
    public void propertyChange(PropertyChangeEvent ignored) {}
}
