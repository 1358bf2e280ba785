package org.carillon.interop;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.carillon.it.agent.RawSipAgent;
import org.carillon.it.agent.SenderCall;
import org.carillon.it.agent.SipMessage;

/** What senders and devices write. Nothing here is sent. */
final class Wording {
    private static final String ICSI = "urn%3Aurn-7%3A3gpp-service.ims.icsi.oma.cpm.";
    private static final String LARGE = tag(ICSI + "largemsg");
    private static final String PAGER = tag(ICSI + "msg");
    private static final String BOTH = tag(ICSI + "largemsg," + ICSI + "msg");

    /** Its sender wants to hear that it is stored. */
    static final String SHORT =
            """
            From: <sip:alice@localhost>
            To: <sip:bob@localhost>
            DateTime: 2026-02-17T06:54:27Z
            NS: imdn <urn:ietf:params:imdn>
            imdn.Message-ID: d34db33f
            imdn.Disposition-Notification: processing

            Content-Type: text/plain

            ding dong\
            """
                    .replace("\n", "\r\n");

    private Wording() {}

    private static String tag(String services) {
        return "+g.3gpp.icsi-ref=\"" + services + "\"";
    }

    /** A REGISTER of that user's device. */
    static SipMessage registration(RawSipAgent agent, String user, String contact) {
        return agent.request("REGISTER", "sip:localhost")
                .replacing("To", "<" + user + ">")
                .replacing("From", "<" + user + ">;tag=register")
                .with("Supported", "gruu, path")
                .replacing(
                        "Contact",
                        "<%s>;+sip.instance=\"<urn:uuid:%s>\";%s"
                                .formatted(contact, instance(contact), BOTH));
    }

    /** The instance of a device, by its contact (RFC 5626 section 4.1). */
    static UUID instance(String contact) {
        return UUID.nameUUIDFromBytes(contact.getBytes(StandardCharsets.UTF_8));
    }

    /** The INVITE of a large message of that name. */
    static SenderCall largeMessage(RawSipAgent sender, String recipient, String name) {
        return sender.call(recipient)
                .with("Accept-Contact", "*;" + LARGE)
                .with("P-Asserted-Identity", "<sip:alice@localhost>")
                .with("Conversation-ID", "conversation-" + name)
                .with("Contribution-ID", "contribution-" + name)
                .offering(description(uri(name, 9), 9, "active", "sendonly"));
    }

    /** The MESSAGE of {@link #SHORT}. */
    static SipMessage shortMessage(RawSipAgent sender, String recipient) {
        return sender.request("MESSAGE", recipient)
                .without("Contact")
                .with("Accept-Contact", "*;" + PAGER)
                .with("P-Asserted-Identity", "<sip:alice@localhost>")
                .with("Conversation-ID", "conversation-" + UUID.randomUUID())
                .withBody("message/cpim", SHORT);
    }

    /** An SDP of one MSRP session. */
    static String description(String uri, int port, String setup, String direction) {
        return """
        v=0
        o=- 1 1 IN IP4 127.0.0.1
        s=-
        c=IN IP4 127.0.0.1
        t=0 0
        m=message %d TCP/MSRP *
        a=accept-types:message/cpim
        a=accept-wrapped-types:*
        a=setup:%s
        a=path:%s
        a=%s
        """
                .formatted(port, setup, uri, direction)
                .replace("\n", "\r\n");
    }

    static String uri(String name, int port) {
        return "msrp://127.0.0.1:%d/%s;tcp".formatted(port, name);
    }
}
