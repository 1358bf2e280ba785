package org.carillon.sdp;

import java.util.List;
import java.util.OptionalLong;

/**
 * What an MSRP m-line says (RFC 4975 §8).
 *
 * @param path never empty; leftmost is the adjacent hop, rightmost the endpoint
 * @param maxSize largest message its author wants, in octets
 * @param cema whether {@code a=msrp-cema} is there (RFC 6714)
 * @param fileSelector whether this is a file transfer (RFC 5547)
 * @param address host of the c-line that applies, IP literal or name
 */
public record MsrpMedia(
        int port,
        Transport transport,
        List<String> path,
        Setup setup,
        Direction direction,
        List<String> acceptTypes,
        List<String> acceptWrappedTypes,
        OptionalLong maxSize,
        boolean cema,
        List<Fingerprint> fingerprints,
        boolean fileSelector,
        String address) {

    public MsrpMedia {
        path = List.copyOf(path);
        acceptTypes = List.copyOf(acceptTypes);
        acceptWrappedTypes = List.copyOf(acceptWrappedTypes);
        fingerprints = List.copyOf(fingerprints);
    }
}
