package org.carillon.it.agent;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One MSRP request or response as text, one char an octet. Read by a reader of its own: a mistake
 * of our codec should not make a test agree with it.
 *
 * @param lines the header lines without line ends
 * @param flag {@code $}, {@code +} or {@code #}
 */
public record MsrpFrame(String start, List<String> lines, String body, char flag) {
    private static final String HYPHENS = "-------";

    public MsrpFrame {
        lines = List.copyOf(lines);
    }

    /** Reads the next one; empty where the peer has closed between two. */
    static Optional<MsrpFrame> read(InputStream in) throws IOException {
        String start = line(in);
        if (start.isEmpty()) {
            return Optional.empty();
        }
        String end = HYPHENS + start.split(" ", 3)[1];
        List<String> lines = new ArrayList<>();
        String line = strip(needed(in));
        while (!line.isEmpty() && !isEnd(line, end)) {
            lines.add(line);
            line = strip(needed(in));
        }
        StringBuilder body = new StringBuilder();
        while (!isEnd(line, end)) {
            String next = needed(in);
            boolean freshLine = body.length() == 0 || body.charAt(body.length() - 1) == '\n';
            line = freshLine ? strip(next) : "";
            if (!isEnd(line, end)) {
                body.append(next);
            }
        }
        int length = Math.max(0, body.length() - 2); // the CRLF belongs to the end-line
        return Optional.of(
                new MsrpFrame(
                        strip(start),
                        lines,
                        body.substring(0, length),
                        line.charAt(line.length() - 1)));
    }

    private static boolean isEnd(String line, String end) {
        return line.length() == end.length() + 1
                && line.startsWith(end)
                && "$+#".indexOf(line.charAt(line.length() - 1)) >= 0;
    }

    private static String strip(String line) {
        return line.endsWith("\r\n") ? line.substring(0, line.length() - 2) : line;
    }

    private static String needed(InputStream in) throws IOException {
        String line = line(in);
        if (line.isEmpty()) {
            throw new EOFException("closed inside a frame");
        }
        return line;
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet >= 0; octet = in.read()) {
            line.write(octet);
            if (octet == '\n') {
                break;
            }
        }
        return line.toString(ISO_8859_1);
    }

    public String id() {
        return start.split(" ", 3)[1];
    }

    /** SEND, REPORT, or the status code of a response. */
    public String kind() {
        return start.split(" ", 4)[2];
    }

    public boolean is(String method) {
        return kind().equals(method);
    }

    public boolean isResponse() {
        return kind().matches("\\d{3}");
    }

    /** The value of that header; empty if it is missing. */
    public String header(String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name + ": "))
                .map(line -> line.substring(name.length() + 2))
                .findFirst()
                .orElse("");
    }

    /** Where the body stands in the message, counted from 1. */
    public long rangeStart() {
        return Long.parseLong(header("Byte-Range").split("-", 2)[0]);
    }
}
