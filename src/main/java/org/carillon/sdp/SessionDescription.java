package org.carillon.sdp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A session description (RFC 4566) with every line in its place, understood or not.
 *
 * <p>Immutable. Octets are kept as they came, one char an octet, so that text in whatever charset
 * passes through unharmed.
 */
public final class SessionDescription {

    private final Origin origin;
    private final List<SdpLine> sessionLines;
    private final List<MediaDescription> media;

    /**
     * @param sessionLines all lines before the first m-line
     */
    SessionDescription(Origin origin, List<SdpLine> sessionLines, List<MediaDescription> media) {
        this.origin = origin;
        this.sessionLines = List.copyOf(sessionLines);
        this.media = List.copyOf(media);
    }

    /** Reads the octets of an {@code application/sdp} body; never throws. */
    public static SdpParse parse(byte[] octets, SdpLimits limits) {
        return new SdpParser(limits).parse(octets);
    }

    /** Same, with the {@linkplain SdpLimits#DEFAULT default limits}. */
    public static SdpParse parse(byte[] octets) {
        return parse(octets, SdpLimits.DEFAULT);
    }

    /** Same, from text that holds one char an octet, as a header or body of SIP is handed on. */
    public static SdpParse parse(String text) {
        return parse(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The o-line. */
    public Origin origin() {
        return origin;
    }

    /** The m-lines, each with the lines that belong to it, in order. */
    public List<MediaDescription> media() {
        return media;
    }

    /** The octets to send, every line ended by CRLF. */
    public byte[] octets() {
        return lines().map(line -> line + "\r\n")
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** All lines before the first m-line. */
    List<SdpLine> sessionLines() {
        return sessionLines;
    }

    /** Whether nothing but the o-line may differ: a refresh, whatever its version says. */
    boolean saysTheSameAs(SessionDescription other) {
        return withoutOrigin().equals(other.withoutOrigin());
    }

    /** Whether nothing but the o-line and {@code a=setup} may differ. */
    public boolean differsInRoleOnly(SessionDescription other) {
        return withoutRole().equals(other.withoutRole());
    }

    private List<SdpLine> withoutRole() {
        return withoutOrigin().stream()
                .filter(line -> !line.attributeName().equals("setup"))
                .toList();
    }

    private List<SdpLine> withoutOrigin() {
        return lines().filter(line -> line.type() != 'o').toList();
    }

    private Stream<SdpLine> lines() {
        List<SdpLine> all = new ArrayList<>(sessionLines);
        media.forEach(each -> all.addAll(each.lines()));
        return all.stream();
    }

    /** The text, read as UTF-8. */
    @Override
    public String toString() {
        return new String(octets(), StandardCharsets.UTF_8);
    }
}
