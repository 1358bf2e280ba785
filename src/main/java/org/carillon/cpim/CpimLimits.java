package org.carillon.cpim;

/**
 * What a peer may make us hold before the content of a message begins.
 *
 * @param octets longest head: CPIM headers and MIME headers together
 * @param headers most headers of both kinds
 */
public record CpimLimits(int octets, int headers) {

    /** Roomy for every client seen. */
    public static final CpimLimits DEFAULT = new CpimLimits(16_384, 128);

    public CpimLimits {
        if (octets < 1 || headers < 1) {
            throw new IllegalArgumentException(
                    "limits must be positive, got octets=%d headers=%d".formatted(octets, headers));
        }
    }
}
