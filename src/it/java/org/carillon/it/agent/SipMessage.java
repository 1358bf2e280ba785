package org.carillon.it.agent;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One SIP message as text, one char an octet: a start line, header lines in order, a body. It is
 * never repaired or normalised; a test may write whatever it likes. Immutable.
 *
 * @param lines the header lines without line ends
 */
public record SipMessage(String start, List<String> lines, String body) {
    private static final String CRLF = "\r\n";

    public SipMessage {
        lines = List.copyOf(lines);
    }

    /** A message without headers. */
    public static SipMessage of(String start) {
        return new SipMessage(start, List.of(), "");
    }

    /** Reads one message; its body is all that follows the empty line. */
    public static SipMessage parse(byte[] octets) {
        String text = new String(octets, ISO_8859_1);
        int end = text.indexOf(CRLF + CRLF);
        String head = end < 0 ? text : text.substring(0, end);
        List<String> all = Arrays.asList(head.split(CRLF, -1));
        return new SipMessage(
                all.get(0),
                all.subList(1, all.size()),
                end < 0 ? "" : text.substring(end + 2 * CRLF.length()));
    }

    /** The octets to send. */
    public byte[] octets() {
        StringBuilder text = new StringBuilder(start).append(CRLF);
        lines.forEach(line -> text.append(line).append(CRLF));
        return text.append(CRLF).append(body).toString().getBytes(ISO_8859_1);
    }

    /** With one more header line behind the others. */
    public SipMessage with(String name, String value) {
        List<String> more = new ArrayList<>(lines);
        more.add(name + ": " + value);
        return new SipMessage(start, more, body);
    }

    /** Without the header lines of that name. */
    public SipMessage without(String name) {
        return new SipMessage(
                start, lines.stream().filter(line -> !isNamed(line, name)).toList(), body);
    }

    /** With this header line instead of those of the same name. */
    public SipMessage replacing(String name, String value) {
        return without(name).with(name, value);
    }

    /** With a body, its type and its length. */
    public SipMessage withBody(String contentType, String text) {
        return new SipMessage(start, lines, text)
                .without("Content-Length")
                .replacing("Content-Type", contentType)
                .with("Content-Length", Integer.toString(text.length()));
    }

    /** The first value of that header; long names only, as the application writes them. */
    public Optional<String> header(String name) {
        return all(name).stream().findFirst();
    }

    public List<String> all(String name) {
        return lines.stream()
                .filter(line -> isNamed(line, name))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .toList();
    }

    /** The same, with Route along these Record-Routes of a request or response (RFC 3261 §12.2). */
    SipMessage along(List<String> recordRoutes) {
        SipMessage routed = this;
        for (String route : recordRoutes) {
            routed = routed.with("Route", route);
        }
        return routed;
    }

    private static boolean isNamed(String line, String name) {
        int colon = line.indexOf(':');
        return colon > 0 && line.substring(0, colon).strip().equalsIgnoreCase(name);
    }

    public boolean isResponse() {
        return start.startsWith("SIP/2.0 ");
    }

    /** 0 for a request. */
    public int status() {
        return isResponse() ? Integer.parseInt(start.substring(8, 11)) : 0;
    }

    /** Of a response: the method that it answers. */
    public String method() {
        return isResponse()
                ? header("CSeq").orElse("? ?").split("\\s+", 2)[1]
                : start.split(" ", 2)[0];
    }

    public String requestUri() {
        return start.split(" ", 3)[1];
    }

    public String callId() {
        return header("Call-ID").orElse("");
    }

    public int cseq() {
        return Integer.parseInt(header("CSeq").orElse("0").split("\\s+", 2)[0]);
    }

    public String fromTag() {
        return tag("From");
    }

    public String toTag() {
        return tag("To");
    }

    private String tag(String name) {
        Matcher tag = Pattern.compile(";\\s*tag=([^;\\s]+)").matcher(header(name).orElse(""));
        return tag.find() ? tag.group(1) : "";
    }

    /** The URI of the Contact: where requests inside the dialog go. */
    public String contactUri() {
        Matcher uri = Pattern.compile("<([^>]+)>").matcher(header("Contact").orElse(""));
        return uri.find() ? uri.group(1) : header("Contact").orElse("");
    }

    @Override
    public String toString() {
        return new String(octets(), ISO_8859_1);
    }
}
