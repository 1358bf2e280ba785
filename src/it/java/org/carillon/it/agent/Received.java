package org.carillon.it.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** A message that came in, and the way back. */
public record Received(SipMessage message, Wire wire) {
    private static final List<String> COPIED =
            List.of("Via", "Record-Route", "From", "To", "Call-ID", "CSeq");

    /** The response to this request as RFC 3261 §8.2.6 builds it, not sent. */
    public SipMessage response(int status, String toTag) {
        SipMessage response = SipMessage.of("SIP/2.0 " + status + " Whatever");
        for (String name : COPIED) {
            for (String value : message.all(name)) {
                boolean needsTag = name.equals("To") && message.toTag().isEmpty() && status > 100;
                response = response.with(name, needsTag ? value + ";tag=" + toTag : value);
            }
        }
        return response.with("Content-Length", "0");
    }

    /** Answers without a body. */
    public Received reply(int status) {
        return reply(response(status, "reply"));
    }

    /** Sends this back the way the message came. */
    public Received reply(SipMessage response) {
        try {
            wire.send(response.octets());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }
}
