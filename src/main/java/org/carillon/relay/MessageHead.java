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

    private MessageHead(
            byte[] messageId,
            byte[] contentType,
            boolean successReport,
            FailureReport failureReport,
            byte[] otherHeaders) {
        this.messageId = messageId;
        this.contentType = contentType;
        this.successReport = successReport;
        this.failureReport = failureReport;
        this.otherHeaders = otherHeaders;
    }

    /** Keeps what the first chunk says. */
    static MessageHead of(RequestHead head) {
        return new MessageHead(
                head.messageId().toBytes(),
                head.contentType().toBytes(),
                head.successReport(),
                head.failureReport(),
                head.otherHeaders().toBytes());
    }

    /** As if sent by us: nobody else is there to hear of a success, and we do want responses. */
    static MessageHead of(KeptHead head) {
        return new MessageHead(
                octets(head.messageId()),
                octets(head.contentType()),
                false,
                FailureReport.YES,
                octets(head.otherHeaders()));
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    KeptHead kept() {
        return new KeptHead(text(messageId), text(contentType), text(otherHeaders));
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
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
