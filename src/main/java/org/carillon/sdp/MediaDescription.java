package org.carillon.sdp;

import java.util.List;

/**
 * An m-line and the lines that belong to it.
 *
 * @param port first port, 0 when the line is refused (RFC 3264 §6)
 * @param lines all of them in order, the m-line first
 */
public record MediaDescription(
        String media, int port, String protocol, List<String> formats, List<SdpLine> lines) {

    public MediaDescription {
        formats = List.copyOf(formats);
        lines = List.copyOf(lines);
    }

    /** The same m-line refused: port 0, and nothing said about it (RFC 3264 §6). */
    MediaDescription refused() {
        String line = media + " 0 " + protocol + " " + String.join(" ", formats);
        return new MediaDescription(media, 0, protocol, formats, List.of(new SdpLine('m', line)));
    }

    /** The lines after the m-line. */
    List<SdpLine> body() {
        return lines.subList(1, lines.size());
    }

    boolean isMsrp() {
        return media.equalsIgnoreCase("message") && Transport.ofProtocol(protocol).isPresent();
    }
}
