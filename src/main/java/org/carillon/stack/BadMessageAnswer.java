package org.carillon.stack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.carillon.stack.SipHead.Field;

/**
 * The answer to a request that the stack does not get to see (RFC 3261 section 8.2.6), without a
 * transaction: what must come back is copied as it came, for there is no parsed form of it.
 */
final class BadMessageAnswer {
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    private static final Pattern TAG = Pattern.compile("(?i);\\s*tag\\s*=");
    private static final Pattern SENT_BY =
            Pattern.compile(
                    "\\s*SIP\\s*/[^/]*/\\s*\\S+\\s+"
                            + SipGrammar.HOST
                            + "(?:\\s*:\\s*(\\d{1,5}))?");
    private static final Pattern RPORT = Pattern.compile("(?i);\\s*rport\\s*(?=;|,|$)");
    private static final int DEFAULT_PORT = 5060;
    private static final int LAST_PORT = 65_535;
    private static final Map<String, String> COPIED =
            Map.of("via", "Via", "from", "From", "to", "To", "call-id", "Call-ID", "cseq", "CSeq");

    private final SipHead request;
    private final MessageFault fault;

    private BadMessageAnswer(SipHead request, MessageFault fault) {
        this.request = request;
        this.fault = fault;
    }

    /** Empty for what is never answered: a response, an ACK, a head without a Via. */
    static Optional<BadMessageAnswer> to(SipHead message, MessageFault fault) {
        return message.isResponse()
                        || message.method().equals("ACK")
                        || message.first("via").isEmpty()
                ? Optional.empty()
                : Optional.of(new BadMessageAnswer(message, fault));
    }

    /** For the connection that the request came by. */
    byte[] octets() {
        return text(request.first("via").orElseThrow());
    }

    /**
     * For a datagram to {@link #destination}: the Via tells where the request came from (RFC 3261
     * section 18.2.1, RFC 3581 section 4).
     */
    byte[] octets(InetSocketAddress source) {
        String via = request.first("via").orElseThrow();
        String known = RPORT.matcher(via).replaceFirst(";rport=" + source.getPort());
        Matcher sentBy = SENT_BY.matcher(known);
        int end = sentBy.lookingAt() ? sentBy.end() : known.length();
        return text(
                known.substring(0, end)
                        + ";received="
                        + source.getAddress().getHostAddress()
                        + known.substring(end));
    }

    /** Always the address that the datagram came from; the port is the Via's unless it says. */
    InetSocketAddress destination(InetSocketAddress source) {
        String via = request.first("via").orElseThrow();
        return RPORT.matcher(via).find()
                ? source
                : new InetSocketAddress(source.getAddress(), port(via));
    }

    private static int port(String via) {
        Matcher sentBy = SENT_BY.matcher(via);
        int port =
                sentBy.lookingAt() && sentBy.group(1) != null
                        ? Integer.parseInt(sentBy.group(1))
                        : DEFAULT_PORT;
        return port == 0 || port > LAST_PORT ? DEFAULT_PORT : port;
    }

    private byte[] text(String topVia) {
        StringBuilder text =
                new StringBuilder("SIP/2.0 ")
                        .append(fault.status())
                        .append(' ')
                        .append(fault.phrase())
                        .append("\r\n");
        boolean top = true;
        for (Field field : request.fields()) {
            boolean via = field.name().equals("via");
            if (COPIED.containsKey(field.name())) {
                append(text, field.name(), top && via ? topVia : field.value());
            }
            top &= !via;
        }
        return text.append("Content-Length: 0\r\n\r\n").toString().getBytes(ISO_8859_1);
    }

    private static void append(StringBuilder text, String name, String value) {
        text.append(COPIED.get(name))
                .append(": ")
                .append(CONTROL.matcher(value).replaceAll(" ").strip());
        if (name.equals("to") && !TAG.matcher(value).find()) {
            text.append(";tag=stateless");
        }
        text.append("\r\n");
    }
}
