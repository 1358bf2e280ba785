package org.carillon.sdp;

import java.util.List;

/**
 * An m-line and the lines that belong to it.
 *
 * @param port first port, 0 when the line is refused (RFC 3264 §6)
 * @param lines all after the m-line, in order
 */
public record MediaDescription(
        String media, int port, String protocol, List<String> formats, List<SdpLine> lines) {

    public MediaDescription {
        formats = List.copyOf(formats);
        lines = List.copyOf(lines);
    }
}
