package org.carillon.stack;

import gov.nist.javax.sip.stack.MessageProcessor;
import gov.nist.javax.sip.stack.NioMessageProcessorFactory;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Locale;

/** Gives the stack its transports: UDP and TCP are ours. Named in the stack's properties. */
public final class SipTransports extends NioMessageProcessorFactory {
    /** The stack makes it, by name. */
    public SipTransports() {}

    @Override
    public MessageProcessor createMessageProcessor(
            SIPTransactionStack stack, InetAddress address, int port, String transport)
            throws IOException {
        return switch (transport.toLowerCase(Locale.ROOT)) {
            case "udp" -> new SipDatagrams(address, stack, port);
            case "tcp" -> new SipConnections(address, stack, port);
            default -> super.createMessageProcessor(stack, address, port, transport);
        };
    }
}
