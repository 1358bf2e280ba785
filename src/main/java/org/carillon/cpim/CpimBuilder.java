package org.carillon.cpim;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes a CPIM message (RFC 3862) with IMDN headers (RFC 5438), in the order of the calls.
 * Whatever text comes in, it cannot end a header. Not thread-safe; one builder, one message.
 */
public final class CpimBuilder {

    private static final Pattern TOKEN = Pattern.compile("[!#-'*+\\-.0-9A-Z^-z|~]+");
    private static final Pattern MIME_VALUE = Pattern.compile("[ -~]+");

    private final StringBuilder headers = new StringBuilder();
    private final StringBuilder mime = new StringBuilder();

    public CpimBuilder from(CpimAddress address) {
        return line("From", address.value());
    }

    public CpimBuilder to(CpimAddress address) {
        return line("To", address.value());
    }

    /**
     * @param dateTime RFC 3339, as {@code java.time.OffsetDateTime} prints it
     */
    public CpimBuilder dateTime(String dateTime) {
        return header("DateTime", dateTime);
    }

    public CpimBuilder subject(String subject) {
        return header("Subject", subject);
    }

    /** Declares the prefix {@code imdn}; comes before the imdn headers. */
    public CpimBuilder imdn() {
        return line("NS", "imdn <" + CpimHeader.IMDN + ">");
    }

    /**
     * @param id unique and hard to guess, at least 64 random bits (RFC 5438 §6.3)
     */
    public CpimBuilder messageId(String id) {
        return line("imdn.Message-ID", matching(TOKEN, id));
    }

    /**
     * @param requests such as {@code positive-delivery}
     */
    public CpimBuilder dispositionNotification(String... requests) {
        return line(
                "imdn.Disposition-Notification",
                Arrays.stream(requests)
                        .map(request -> matching(TOKEN, request))
                        .collect(Collectors.joining(", ")));
    }

    CpimBuilder imdnRoute(CpimAddress address) {
        return line("imdn.IMDN-Route", address.value());
    }

    /** Any other header; its value is escaped. */
    public CpimBuilder header(String name, String value) {
        return line(matching(TOKEN, name), CpimEscape.escape(value));
    }

    private CpimBuilder line(String name, String value) {
        headers.append(name).append(": ").append(value).append("\r\n");
        return this;
    }

    /**
     * @param type the media type with its parameters
     */
    public CpimBuilder contentType(String type) {
        return mimeHeader("Content-Type", type);
    }

    /**
     * @param octets length of the content
     */
    public CpimBuilder contentLength(long octets) {
        return mimeHeader("Content-Length", Long.toString(octets));
    }

    /**
     * @param fileName in any script; what precedes the last slash or backslash is cut off
     */
    public CpimBuilder attachment(String fileName) {
        return mimeHeader("Content-Disposition", "attachment; " + FileName.parameters(fileName));
    }

    /**
     * A header of the wrapped part.
     *
     * @param value printable ASCII
     */
    public CpimBuilder mimeHeader(String name, String value) {
        mime.append(matching(TOKEN, name)).append(": ").append(matching(MIME_VALUE, value));
        mime.append("\r\n");
        return this;
    }

    private static String matching(Pattern pattern, String text) {
        if (!pattern.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "expected " + pattern + ", got " + CpimEscape.quote(text));
        }
        return text;
    }

    /** All that precedes the content, its last empty line included. */
    public byte[] head() {
        return (headers + "\r\n" + mime + "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    /** The whole message. */
    public byte[] message(byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(head());
        out.writeBytes(content);
        return out.toByteArray();
    }
}
