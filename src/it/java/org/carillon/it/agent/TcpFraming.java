package org.carillon.it.agent;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/** Takes messages out of a TCP stream by their Content-Length (RFC 3261 §18.3). */
final class TcpFraming {
    private static final byte[] EMPTY_LINE = "\r\n\r\n".getBytes(ISO_8859_1);

    private TcpFraming() {}

    /** Reads until the peer closes. */
    static void messages(InputStream in, Consumer<SipMessage> to) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int matched = 0;
        for (int octet = in.read(); octet >= 0; octet = in.read()) {
            head.write(octet);
            matched = octet == EMPTY_LINE[matched] ? matched + 1 : octet == '\r' ? 1 : 0;
            if (matched == EMPTY_LINE.length) {
                deliver(head.toByteArray(), in, to);
                head.reset();
                matched = 0;
            }
        }
    }

    private static void deliver(byte[] head, InputStream in, Consumer<SipMessage> to)
            throws IOException {
        SipMessage message = SipMessage.parse(head);
        if (message.start().isBlank()) {
            return; // keep-alive
        }
        int length = Integer.parseInt(message.header("Content-Length").orElse("0"));
        String body = new String(in.readNBytes(length), ISO_8859_1);
        to.accept(new SipMessage(message.start(), message.lines(), body));
    }
}
