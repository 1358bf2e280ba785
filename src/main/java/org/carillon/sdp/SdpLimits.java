package org.carillon.sdp;

/**
 * What a peer may make us read of one session description.
 *
 * @param octets longest description, in octets
 * @param lines most lines
 * @param mediaLines most m-lines
 * @param pathUris most MSRP URIs in one {@code a=path}
 */
public record SdpLimits(int octets, int lines, int mediaLines, int pathUris) {

    /** Roomy for every client seen, small enough to refuse at a glance. */
    public static final SdpLimits DEFAULT = new SdpLimits(16_384, 512, 16, 16);

    public SdpLimits {
        if (octets < 1 || lines < 1 || mediaLines < 1 || pathUris < 1) {
            throw new IllegalArgumentException(
                    "limits must be positive, got octets=%d lines=%d mediaLines=%d pathUris=%d"
                            .formatted(octets, lines, mediaLines, pathUris));
        }
    }
}
