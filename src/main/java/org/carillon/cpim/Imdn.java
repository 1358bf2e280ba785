package org.carillon.cpim;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * An instant message disposition notification (RFC 5438 §11).
 *
 * @param messageId imdn.Message-ID of the message it speaks of
 * @param dateTime when that message was sent, as written there
 * @param recipientUri empty if not said
 * @param originalRecipientUri empty if not said
 */
public record Imdn(
        String messageId,
        String dateTime,
        String recipientUri,
        String originalRecipientUri,
        Notification notification,
        Status status) {

    /** The media type of its XML form. */
    public static final String CONTENT_TYPE = "message/imdn+xml";

    static final String NAMESPACE = "urn:ietf:params:xml:ns:imdn";

    /** What kind of notification. */
    public enum Notification {
        DELIVERY("delivery-notification"),
        DISPLAY("display-notification"),
        PROCESSING("processing-notification");

        private final String element;

        Notification(String element) {
            this.element = element;
        }

        String element() {
            return element;
        }
    }

    /** What it says. */
    public enum Status {
        DELIVERED("delivered"),
        FAILED("failed"),
        DISPLAYED("displayed"),
        PROCESSED("processed"),
        STORED("stored"),
        FORBIDDEN("forbidden"),
        ERROR("error"),
        /** An extension that we do not know. */
        OTHER("");

        private final String element;

        Status(String element) {
            this.element = element;
        }

        String element() {
            return element;
        }
    }

    /** Reads a {@code message/imdn+xml} document; never throws. */
    public static ImdnParse parse(byte[] xml) {
        return ImdnXml.parse(xml);
    }

    /**
     * A notification about a message, if its sender asked for one of this kind: it has a Message-ID
     * and a DateTime, names the request, and is no notification itself (RFC 5438 §7.2.1).
     */
    public static Optional<Imdn> about(CpimHead im, Notification notification, Status status) {
        if (status == Status.OTHER) {
            throw new IllegalArgumentException("we send no extension");
        }
        boolean wanted = im.dispositionNotifications().contains(request(notification, status));
        if (!wanted || im.isImdn() || im.messageId().isEmpty() || im.dateTime().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Imdn(
                        im.messageId().get(),
                        im.dateTime().get(),
                        im.to().stream().map(CpimAddress::uri).findFirst().orElse(""),
                        im.originalTo().map(CpimAddress::uri).orElse(""),
                        notification,
                        status));
    }

    private static String request(Notification notification, Status status) {
        return switch (notification) {
            case DISPLAY -> "display";
            case PROCESSING -> "processing";
            case DELIVERY -> status == Status.DELIVERED ? "positive-delivery" : "negative-delivery";
        };
    }

    /** Whether it says that something did not happen. */
    public boolean isNegative() {
        return status == Status.FAILED || status == Status.FORBIDDEN || status == Status.ERROR;
    }

    /** The XML document. */
    public String xml() {
        return ImdnXml.write(this);
    }

    /**
     * The CPIM message that carries it back to where the message came from.
     *
     * @param im the message it speaks of; From and To change places
     * @param ownMessageId imdn.Message-ID of the notification itself
     */
    public byte[] replyTo(CpimHead im, String ownMessageId) {
        CpimBuilder builder = new CpimBuilder();
        im.to().stream().limit(1).forEach(builder::from);
        im.from().ifPresent(builder::to);
        builder.imdn().messageId(ownMessageId);
        im.imdnRecordRoutes().forEach(builder::imdnRoute);
        builder.contentType(CONTENT_TYPE).mimeHeader("Content-Disposition", "notification");
        return builder.message(xml().getBytes(StandardCharsets.UTF_8));
    }
}
