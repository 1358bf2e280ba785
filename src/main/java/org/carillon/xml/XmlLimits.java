package org.carillon.xml;

/**
 * What a peer may make us read of one document.
 *
 * @param octets longest document, in octets
 * @param depth most elements inside one another
 */
public record XmlLimits(int octets, int depth) {
    public XmlLimits {
        if (octets < 1 || depth < 1) {
            throw new IllegalArgumentException(
                    "limits must be positive, got octets=%d depth=%d".formatted(octets, depth));
        }
    }
}
