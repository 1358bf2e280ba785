package org.carillon.relay;

import java.nio.charset.StandardCharsets;
import org.carillon.msrp.FailureReport;
import org.carillon.msrp.RequestHead;
import org.carillon.msrp.SendTemplate;

/** What all chunks of one message have in common (RFC 4975 §7.1.1), kept from the first one. */
final class MessageHead {
    private final byte[] messageId;
    private final byte[] contentType;
    private final boolean successReport;
    private final FailureReport failureReport;
    private final byte[] otherHeaders;

    private MessageHead(RequestHead head) {
        this.messageId = head.messageId().toBytes();
        this.contentType = head.contentType().toBytes();
        this.successReport = head.successReport();
        this.failureReport = head.failureReport();
        this.otherHeaders = head.otherHeaders().toBytes();
    }

    /** Keeps what the first chunk says. */
    static MessageHead of(RequestHead head) {
        return new MessageHead(head);
    }

    byte[] messageId() {
        return messageId;
    }

    String contentType() {
        return new String(contentType, StandardCharsets.UTF_8);
    }

    boolean successReport() {
        return successReport;
    }

    FailureReport failureReport() {
        return failureReport;
    }

    boolean isOf(RequestHead head) {
        return head.messageId().contentEquals(messageId);
    }

    /** The head of every chunk to one device. */
    SendTemplate to(Leg leg) {
        return new SendTemplate(
                leg.peer(),
                leg.local(),
                messageId,
                successReport,
                failureReport,
                otherHeaders,
                contentType);
    }
}
