package org.carillon.tool;

import gov.nist.javax.sip.SipStackImpl;
import java.util.Properties;
import java.util.UUID;
import javax.sip.PeerUnavailableException;

/**
 * JAIN-SIP's stack, one per user agent and created directly: its factory would keep every stack
 * ever made in a static map.
 */
final class QuietSipStack extends SipStackImpl {
    QuietSipStack() throws PeerUnavailableException {
        super(properties());
    }

    /**
     * Stops this stack only. The inherited method also shuts down a static pool that belongs to
     * every stack of the process, among them the embedded container's.
     */
    @Override
    public void stop() {
        stopStack();
        getEventScanner().forceStop();
    }

    private static Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("javax.sip.STACK_NAME", "carillon-tool-" + UUID.randomUUID());
        properties.setProperty("javax.sip.AUTOMATIC_DIALOG_SUPPORT", "on");
        properties.setProperty("gov.nist.javax.sip.TRACE_LEVEL", "OFF");
        properties.setProperty("gov.nist.javax.sip.STACK_LOGGER", SilentSipLog.class.getName());
        properties.setProperty("gov.nist.javax.sip.SERVER_LOGGER", SilentSipLog.class.getName());
        return properties;
    }
}
