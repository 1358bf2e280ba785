package org.carillon.sdp;

import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an MSRP m-line says (RFC 4975 §8).
 *
 * @param path well-formed and never empty; leftmost is the adjacent hop, rightmost the endpoint
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

    /** What RFC 4145 §4.1 puts where nobody will ever connect to. */
    private static final int DISCARD_PORT = 9;

    private static final Set<String> TAKES_CPIM = Set.of("*", "message/*", "message/cpim");

    public MsrpMedia {
        path = List.copyOf(path);
        acceptTypes = List.copyOf(acceptTypes);
        acceptWrappedTypes = List.copyOf(acceptWrappedTypes);
        fingerprints = List.copyOf(fingerprints);
    }

    /**
     * One of these the peer's certificate must have (RFC 8122 §5.1). Empty: the line is plain TCP,
     * or says nothing of a certificate.
     */
    public List<Fingerprint> expectedFingerprints() {
        return transport == Transport.TLS ? Fingerprint.strongest(fingerprints) : List.of();
    }

    /** Whether it names a certificate in such a way that none could ever be the right one. */
    boolean namesNoCertificate() {
        return transport == Transport.TLS
                && !fingerprints.isEmpty()
                && expectedFingerprints().isEmpty();
    }

    boolean acceptsCpim() {
        return acceptTypes.stream().map(MsrpMedia::bareType).anyMatch(TAKES_CPIM::contains);
    }

    /** A type with parameters stands for the same type without them (RFC 4975 §8.6). */
    static String bareType(String entry) {
        int parameters = entry.indexOf(';');
        return (parameters < 0 ? entry : entry.substring(0, parameters)).toLowerCase(Locale.ROOT);
    }

    /** Several URIs in the path mean relays (RFC 6714 §4.3). */
    boolean relayed() {
        return path.size() > 1;
    }

    /** The adjacent hop of the path. */
    Target pathTarget() {
        return PathUri.parse(path.get(0)).orElseThrow().target();
    }

    /** What the c- and m-line name. */
    Target lineTarget() {
        return new Target(address, port, transport);
    }

    /** Whether someone could be listening where the c- and m-line point. */
    boolean lineIsReachable() {
        return port != 0 && port != DISCARD_PORT;
    }

    /** Compares the c- and m-line with every URI of the path. */
    AddressMatch addressMatch() {
        Set<AddressMatch> found =
                path.stream()
                        .map(uri -> PathUri.parse(uri).orElseThrow().target())
                        .map(uri -> AddressMatch.of(uri, lineTarget()))
                        .collect(Collectors.toSet());
        if (found.contains(AddressMatch.SAME)) {
            return AddressMatch.SAME;
        }
        return found.contains(AddressMatch.UNKNOWN) ? AddressMatch.UNKNOWN : AddressMatch.DIFFERENT;
    }

    /** The same line with its media stopped. */
    MsrpMedia closed() {
        return new MsrpMedia(
                0,
                transport,
                path,
                setup,
                Direction.INACTIVE,
                acceptTypes,
                acceptWrappedTypes,
                maxSize,
                cema,
                fingerprints,
                fileSelector,
                address);
    }
}
