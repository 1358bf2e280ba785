package org.carillon.tool;

import java.net.InetSocketAddress;
import java.util.regex.Pattern;

/**
 * An initial request as text, header by header. The stack's parser reads it once, so that what is
 * sent can be read here as it is on the wire.
 */
final class SipRequestText {
    private static final Pattern CONTROLS = Pattern.compile("\\p{Cntrl}+");

    private final StringBuilder text = new StringBuilder();

    SipRequestText(String method, String requestUri) {
        text.append(method).append(' ').append(requestUri).append(" SIP/2.0\r\n");
    }

    /**
     * Appends a header; a control character in the value could start another one, so none stays.
     */
    SipRequestText header(String name, String value) {
        text.append(name).append(": ");
        text.append(CONTROLS.matcher(value).replaceAll(" ").strip()).append("\r\n");
        return this;
    }

    /** The headers that every request outside a dialog has (RFC 3261 §8.1.1), and the Route. */
    SipRequestText start(
            SipAddress from, SipAddress to, String callId, long cseq, String method, Hops hops) {
        return header("Via", hops.via() + ";branch=z9hG4bK" + Tokens.next() + ";rport")
                .header("Max-Forwards", "70")
                .header("Route", hops.route())
                .header("From", "<" + from.uri() + ">;tag=" + Tokens.next())
                .header("To", "<" + to.uri() + ">")
                .header("Call-ID", callId)
                .header("CSeq", cseq + " " + method);
    }

    String end() {
        return text + "\r\n";
    }

    /**
     * Where requests come from and go to.
     *
     * @param local our listening point
     * @param server the outbound proxy
     */
    record Hops(InetSocketAddress local, InetSocketAddress server, Transport transport) {
        String via() {
            return "SIP/2.0/" + transport + " " + hostPort(local);
        }

        String route() {
            return "<sip:" + hostPort(server) + ";transport=" + transport.parameter() + ";lr>";
        }

        /** The URI at which we are reached, for Contact. */
        String contact(String user) {
            return "sip:" + user + "@" + hostPort(local) + ";transport=" + transport.parameter();
        }

        /** {@code host:port} with the brackets that an IPv6 literal needs. */
        static String hostPort(InetSocketAddress address) {
            String host = address.getAddress().getHostAddress();
            return (host.contains(":") ? "[" + host.split("%", 2)[0] + "]" : host)
                    + ":"
                    + address.getPort();
        }
    }
}
