package org.carillon.stack;

import java.time.Duration;
import java.util.Map;
import java.util.Properties;

/**
 * What peers may take of the SIP stack.
 *
 * @param messageOctets the largest message; a larger one is refused and closes its connection.
 *     Large messages travel in MSRP
 * @param messageTime from the first octet of a message on a connection to its last
 * @param connections that have come in, from all peers together
 * @param connectionsOfOnePeer that have come in from one address
 * @param messagesWaiting for a thread, over UDP and over TCP each; of one more a request gets 503
 *     over TCP and nothing over UDP, where it comes again
 */
public record SipLimits(
        int messageOctets,
        Duration messageTime,
        int connections,
        int connectionsOfOnePeer,
        int messagesWaiting) {
    public static final SipLimits DEFAULT =
            new SipLimits(65_536, Duration.ofSeconds(30), 10_000, 1_000, 2_000);

    /** The stack's own name for the first; it hands the others on without looking. */
    private static final String OCTETS = "gov.nist.javax.sip.MAX_MESSAGE_SIZE";

    private static final String MILLIS = "org.carillon.sip.MESSAGE_MILLIS";
    private static final String CONNECTIONS = "org.carillon.sip.CONNECTIONS";
    private static final String OF_ONE_PEER = "org.carillon.sip.CONNECTIONS_OF_ONE_PEER";
    private static final String WAITING = "org.carillon.sip.MESSAGES_WAITING";

    /** What the stack's properties say. */
    static SipLimits of(Properties stack) {
        return new SipLimits(
                Integer.parseInt(stack.getProperty(OCTETS)),
                Duration.ofMillis(Long.parseLong(stack.getProperty(MILLIS))),
                Integer.parseInt(stack.getProperty(CONNECTIONS)),
                Integer.parseInt(stack.getProperty(OF_ONE_PEER)),
                Integer.parseInt(stack.getProperty(WAITING)));
    }

    Map<String, String> asProperties() {
        return Map.of(
                OCTETS,
                Integer.toString(messageOctets),
                MILLIS,
                Long.toString(messageTime.toMillis()),
                CONNECTIONS,
                Integer.toString(connections),
                OF_ONE_PEER,
                Integer.toString(connectionsOfOnePeer),
                WAITING,
                Integer.toString(messagesWaiting));
    }
}
