package org.carillon.it.delivery;

/** What tests send: CPIM messages, as MSRP carries them. */
final class Message {
    private Message() {}

    static String saying(String text) {
        return "From: <sip:alice@localhost>\r\n"
                + "To: <sip:bob@localhost>\r\n"
                + "DateTime: 2015-02-17T06:54:27Z\r\n"
                + "NS: imdn <urn:ietf:params:imdn>\r\n"
                + "imdn.Message-ID: PH7qAIV8cgH5\r\n"
                + "imdn.Disposition-Notification: positive-delivery, display\r\n\r\n"
                + "Content-Type: text/plain\r\n\r\n"
                + text;
    }

    /** A message of about that many octets, no two lines of which are equal. */
    static String ofOctets(int octets) {
        return saying(lines(octets, "\n"));
    }

    /** The same with lines that end as those of a mail do. */
    static String inLines(int octets) {
        return saying(lines(octets, "\r\n"));
    }

    private static String lines(int octets, String end) {
        StringBuilder text = new StringBuilder(octets);
        for (int line = 0; text.length() < octets; line++) {
            text.append("line ").append(line).append(end);
        }
        return text.toString();
    }

    /** A device's IMDN that it has the message of {@link #saying} (RFC 5438). */
    static String delivered() {
        return notification("delivery-notification", "delivered");
    }

    /** The same that its user has seen it. */
    static String displayed() {
        return notification("display-notification", "displayed");
    }

    private static String notification(String kind, String status) {
        return """
        From: <sip:bob@localhost>
        To: <sip:alice@localhost>
        NS: imdn <urn:ietf:params:imdn>
        imdn.Message-ID: d34db33f
        DateTime: 2015-02-17T06:54:28Z

        Content-type: message/imdn+xml
        Content-Disposition: notification

        <imdn xmlns="urn:ietf:params:xml:ns:imdn"><message-id>PH7qAIV8cgH5</message-id>\
        <datetime>2015-02-17T06:54:27Z</datetime><recipient-uri>sip:bob@localhost</recipient-uri>\
        <%1$s><status><%2$s/></status></%1$s></imdn>
        """
                .formatted(kind, status)
                .replace("\n", "\r\n");
    }
}
