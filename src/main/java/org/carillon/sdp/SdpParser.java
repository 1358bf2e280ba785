package org.carillon.sdp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads one session description line by line.
 *
 * <p>Strict about what offer/answer stands on: v, o, s first and well-formed, t present, m-lines,
 * and a c-line for each m-line in use. Tolerant about the rest: a bare LF ends a line, empty lines
 * may trail, the order within a section is free, and an empty s-line passes because nothing reads
 * it. An unknown line type breaks the description, as RFC 4566 §5 demands.
 */
final class SdpParser {

    private static final String VISIBLE = "[\\x21-\\x7e\\x80-\\xff]++";
    private static final Pattern ORIGIN =
            Pattern.compile("(%1$s) ([0-9]++) ([0-9]++) (%1$s) (%1$s) (%1$s)".formatted(VISIBLE));
    private static final Pattern CONNECTION = Pattern.compile("%1$s %1$s %1$s".formatted(VISIBLE));
    private static final Pattern TIME = Pattern.compile("[0-9]++ [0-9]++");
    private static final Pattern PORT = Pattern.compile("([0-9]{1,5}+)(?:/[1-9][0-9]*+)?+");
    private static final Pattern TOKEN =
            Pattern.compile("[\\x21\\x23-\\x27\\x2a\\x2b\\x2d\\x2e0-9A-Z\\x5e-\\x7e]++");
    private static final Pattern PROTOCOL =
            Pattern.compile("[\\x21\\x23-\\x27\\x2a\\x2b\\x2d-\\x2f0-9A-Z\\x5e-\\x7e]++");
    private static final String ONLY_FIRST = "vos";
    private static final String ONLY_SESSION = "uepctrzbkia";
    private static final String IN_MEDIA = "icbka";

    private final SdpLimits limits;
    private final List<SdpLine> session = new ArrayList<>();
    private final List<OpenMedia> media = new ArrayList<>();
    private Origin origin;
    private int lines;

    /** An m-line whose section is still being read. */
    private record OpenMedia(
            int number,
            String media,
            int port,
            String protocol,
            List<String> formats,
            List<SdpLine> lines) {

        MediaDescription close() {
            return new MediaDescription(media, port, protocol, formats, lines);
        }
    }

    SdpParser(SdpLimits limits) {
        this.limits = limits;
    }

    SdpParse parse(byte[] octets) {
        if (octets.length > limits.octets()) {
            return new SdpParse.Broken("description too long", 1);
        }
        String text = withoutTrailingLineEnds(new String(octets, StandardCharsets.ISO_8859_1));
        int start = 0;
        while (start <= text.length()) {
            int end = text.indexOf('\n', start);
            end = end < 0 ? text.length() : end;
            Optional<String> fault = take(withoutCr(text.substring(start, end)));
            if (fault.isPresent()) {
                return new SdpParse.Broken(fault.get(), lines);
            }
            start = end + 1;
        }
        return finish();
    }

    private static String withoutTrailingLineEnds(String text) {
        int end = text.length();
        while (end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
            end--;
        }
        return text.substring(0, end);
    }

    private static String withoutCr(String line) {
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }

    private Optional<String> take(String text) {
        lines++;
        if (lines > limits.lines()) {
            return Optional.of("too many lines");
        }
        if (text.length() < 2 || text.charAt(1) != '=') {
            return Optional.of("not a type=value line");
        }
        if (text.indexOf('\r') >= 0 || text.indexOf('\0') >= 0) {
            return Optional.of("control character in a line");
        }
        return take(new SdpLine(text.charAt(0), text.substring(2)));
    }

    private Optional<String> take(SdpLine line) {
        if (lines <= ONLY_FIRST.length()) {
            return takeFirst(line);
        }
        if (line.type() == 'm') {
            return takeMedia(line.value());
        }
        if ((media.isEmpty() ? ONLY_SESSION : IN_MEDIA).indexOf(line.type()) < 0) {
            return Optional.of("unknown or misplaced line type");
        }
        (media.isEmpty() ? session : media.get(media.size() - 1).lines()).add(line);
        return checkValue(line);
    }

    private Optional<String> takeFirst(SdpLine line) {
        if (line.type() != ONLY_FIRST.charAt(lines - 1)) {
            return Optional.of("expected v=, o= and s= first");
        }
        session.add(line);
        return switch (line.type()) {
            case 'v' -> faultUnless(line.value().equals("0"), "unknown version");
            case 'o' -> takeOrigin(line.value());
            default -> Optional.empty();
        };
    }

    private Optional<String> takeOrigin(String value) {
        Matcher match = ORIGIN.matcher(value);
        if (!match.matches()) {
            return Optional.of("malformed o= line");
        }
        origin =
                new Origin(
                        match.group(1),
                        match.group(2),
                        match.group(3),
                        match.group(4),
                        match.group(5),
                        match.group(6));
        return Optional.empty();
    }

    private Optional<String> takeMedia(String value) {
        if (media.size() == limits.mediaLines()) {
            return Optional.of("too many m= lines");
        }
        String[] fields = value.split(" ", -1);
        if (fields.length < 4 || !wellFormed(fields)) {
            return Optional.of("malformed m= line");
        }
        Matcher port = PORT.matcher(fields[1]);
        if (!port.matches() || Integer.parseInt(port.group(1)) > 65_535) {
            return Optional.of("port out of range");
        }
        List<SdpLine> own = new ArrayList<>();
        own.add(new SdpLine('m', value));
        media.add(
                new OpenMedia(
                        lines,
                        fields[0],
                        Integer.parseInt(port.group(1)),
                        fields[2],
                        List.of(fields).subList(3, fields.length),
                        own));
        return Optional.empty();
    }

    private static boolean wellFormed(String[] fields) {
        for (int i = 3; i < fields.length; i++) {
            if (!TOKEN.matcher(fields[i]).matches()) {
                return false;
            }
        }
        return TOKEN.matcher(fields[0]).matches() && PROTOCOL.matcher(fields[2]).matches();
    }

    private Optional<String> checkValue(SdpLine line) {
        return switch (line.type()) {
            case 'c' ->
                    faultUnless(CONNECTION.matcher(line.value()).matches(), "malformed c= line");
            case 't' -> faultUnless(TIME.matcher(line.value()).matches(), "malformed t= line");
            case 'a' -> checkAttribute(line);
            default -> Optional.empty();
        };
    }

    private Optional<String> checkAttribute(SdpLine line) {
        if (line.attributeName().isEmpty()) {
            return Optional.of("attribute without a name");
        }
        boolean path = line.isAttribute("path");
        int uris = path ? MsrpMediaReader.words(line.attributeValue()).size() : 0;
        return faultUnless(uris <= limits.pathUris(), "too many URIs in a path");
    }

    private SdpParse finish() {
        if (lines < ONLY_FIRST.length()) {
            return new SdpParse.Broken("expected v=, o= and s= first", lines);
        }
        if (session.stream().noneMatch(line -> line.type() == 't')) {
            return new SdpParse.Broken("no t= line", lines);
        }
        if (session.stream().noneMatch(SdpParser::isConnection)) {
            for (OpenMedia each : media) {
                if (each.port() != 0 && each.lines().stream().noneMatch(SdpParser::isConnection)) {
                    return new SdpParse.Broken("no c= line for this m= line", each.number());
                }
            }
        }
        return new SdpParse.Parsed(
                new SessionDescription(
                        origin, session, media.stream().map(OpenMedia::close).toList()));
    }

    private static boolean isConnection(SdpLine line) {
        return line.type() == 'c';
    }

    private static Optional<String> faultUnless(boolean fine, String fault) {
        return fine ? Optional.empty() : Optional.of(fault);
    }
}
