package org.carillon.sip;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A {@code multipart/*} body (RFC 2046 §5.1) with the place of its SDP part. Only that part can be
 * replaced; every other octet stays what it was.
 *
 * <p>Text is one char an octet. Only parts of the outermost level are looked at.
 */
final class MultipartBody {
    private static final Pattern BOUNDARY =
            Pattern.compile(
                    ";\\s*boundary\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^\\s;\"]+))",
                    Pattern.CASE_INSENSITIVE);
    private static final Pattern SDP =
            Pattern.compile(
                    "^content-type[ \\t]*:\\s*application/sdp[ \\t]*(?:;|\\r?$)",
                    Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);
    private static final Pattern LENGTH =
            Pattern.compile(
                    "^content-length[ \\t]*:[ \\t]*(\\d+)",
                    Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);
    private static final int LONGEST_BOUNDARY = 70;

    private final String text;
    private final Part sdp;

    private MultipartBody(String text, Part sdp) {
        this.text = text;
        this.sdp = sdp;
    }

    /** One part: its header lines from {@code start}, its content in {@code [content, end)}. */
    private record Part(int start, int content, int end) {}

    /** Reads a body; empty if it is no multipart or has no SDP part. */
    static Optional<MultipartBody> parse(String contentType, byte[] octets) {
        if (!contentType.strip().toLowerCase(Locale.ROOT).startsWith("multipart/")) {
            return Optional.empty();
        }
        String text = new String(octets, StandardCharsets.ISO_8859_1);
        return boundary(contentType)
                .flatMap(boundary -> sdpPart(text, boundary))
                .map(part -> new MultipartBody(text, part));
    }

    private static Optional<String> boundary(String contentType) {
        Matcher matcher = BOUNDARY.matcher(contentType);
        if (!matcher.find()) {
            return Optional.empty();
        }
        String boundary =
                matcher.group(1) == null
                        ? matcher.group(2)
                        : matcher.group(1).replaceAll("\\\\(.)", "$1");
        return Optional.of(boundary)
                .filter(text -> !text.isEmpty() && text.length() <= LONGEST_BOUNDARY);
    }

    private static Optional<Part> sdpPart(String text, String boundary) {
        // A delimiter is a whole line: "--b" must not be found in "--bb".
        Pattern delimiter =
                Pattern.compile(
                        "(?:^|\\r?\\n)--"
                                + Pattern.quote(boundary)
                                + "(--)?[ \\t]*(?=\\r?\\n|\\z)");
        Matcher matcher = delimiter.matcher(text);
        int start = -1;
        while (matcher.find()) {
            Optional<Part> part =
                    start < 0
                            ? Optional.empty()
                            : part(text, start, matcher.start()).filter(p -> isSdp(text, p));
            if (part.isPresent() || matcher.group(1) != null) {
                return part;
            }
            start = matcher.end();
        }
        return Optional.empty();
    }

    /** Header lines end at the first empty line; {@code start} is the line end before the first. */
    private static Optional<Part> part(String text, int start, int end) {
        Matcher emptyLine = Pattern.compile("\\r?\\n\\r?\\n").matcher(text).region(start, end);
        return emptyLine.find()
                ? Optional.of(new Part(start, emptyLine.end(), end))
                : Optional.empty();
    }

    private static boolean isSdp(String text, Part part) {
        return SDP.matcher(text.substring(part.start(), part.content())).find();
    }

    /** The content of the SDP part, one char an octet. */
    String sdp() {
        return text.substring(sdp.content(), sdp.end());
    }

    /** The whole body with this SDP in place of its own. */
    byte[] with(byte[] replacement) {
        String headers = text.substring(sdp.start(), sdp.content());
        String body =
                text.substring(0, sdp.start())
                        + withLength(headers, replacement.length)
                        + new String(replacement, StandardCharsets.ISO_8859_1)
                        + text.substring(sdp.end());
        return body.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A part may say its own length, and then it must stay true. */
    private static String withLength(String headers, int length) {
        Matcher matcher = LENGTH.matcher(headers);
        return matcher.find()
                ? headers.substring(0, matcher.start(1))
                        + length
                        + headers.substring(matcher.end(1))
                : headers;
    }
}
