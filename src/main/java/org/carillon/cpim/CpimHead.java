package org.carillon.cpim;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What stands before the content of a CPIM message: all headers in their order, known or not.
 *
 * @param headers of the message
 * @param mimeHeaders of the wrapped MIME part
 */
public record CpimHead(List<CpimHeader> headers, List<MimeHeader> mimeHeaders) {

    private static final String CPIM = "";

    public CpimHead {
        headers = List.copyOf(headers);
        mimeHeaders = List.copyOf(mimeHeaders);
    }

    public Optional<CpimAddress> from() {
        return addresses(CPIM, "From").findFirst();
    }

    /** All recipients named. */
    public List<CpimAddress> to() {
        return addresses(CPIM, "To").toList();
    }

    /** When the message was sent, as written: RFC 3339. */
    public Optional<String> dateTime() {
        return texts(CPIM, "DateTime").findFirst();
    }

    public Optional<String> subject() {
        return texts(CPIM, "Subject").findFirst();
    }

    /** The imdn.Message-ID (RFC 5438 §6.3). */
    public Optional<String> messageId() {
        return texts(CpimHeader.IMDN, "Message-ID").filter(id -> !id.isEmpty()).findFirst();
    }

    /** The imdn.Original-To (RFC 5438 §6.4). */
    public Optional<CpimAddress> originalTo() {
        return addresses(CpimHeader.IMDN, "Original-To").findFirst();
    }

    /** Where IMDNs must pass on their way back, topmost first (RFC 5438 §6.5). */
    public List<CpimAddress> imdnRecordRoutes() {
        return addresses(CpimHeader.IMDN, "IMDN-Record-Route").toList();
    }

    /** The notifications asked for, such as {@code positive-delivery}, known or not. */
    public Set<String> dispositionNotifications() {
        Set<String> wanted = new LinkedHashSet<>();
        texts(CpimHeader.IMDN, "Disposition-Notification")
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(request -> request.split(";", 2)[0].strip())
                .filter(request -> !request.isEmpty())
                .forEach(wanted::add);
        return wanted;
    }

    /** The media type of the wrapped part, in lower case and without parameters. */
    public Optional<String> contentType() {
        return mimeHeader("Content-Type")
                .map(value -> value.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
                .filter(type -> !type.isEmpty());
    }

    /** The first MIME header of this name, whatever its case. */
    public Optional<String> mimeHeader(String name) {
        return mimeHeaders.stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(MimeHeader::value)
                .findFirst();
    }

    /** Whether this message is itself a notification. */
    public boolean isImdn() {
        return contentType().filter(Imdn.CONTENT_TYPE::equals).isPresent();
    }

    private Stream<String> texts(String namespace, String name) {
        return named(namespace, name).map(CpimHeader::text);
    }

    /** An address resolves its escapes itself, once its quotes and brackets are found. */
    private Stream<CpimAddress> addresses(String namespace, String name) {
        return named(namespace, name).flatMap(each -> CpimAddress.parse(each.value()).stream());
    }

    private Stream<CpimHeader> named(String namespace, String name) {
        return headers.stream().filter(header -> header.is(namespace, name));
    }
}
