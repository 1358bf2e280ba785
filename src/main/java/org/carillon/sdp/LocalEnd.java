package org.carillon.sdp;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Our own end of one leg.
 *
 * @param uri our MSRP URI of this leg, with an explicit port; its scheme chooses the transport, its
 *     port fills the m-line
 * @param address what the o- and c-lines say: an IP literal without brackets, or a name
 * @param originId sess-id of our o-line, unique for this dialog
 * @param originVersion sess-version; goes up by one whenever the description changes (RFC 3264 §8)
 * @param fingerprints of our certificate (RFC 4975 §14.4, RFC 8122 §5); said where the URI is TLS
 */
public record LocalEnd(
        String uri,
        String address,
        long originId,
        long originVersion,
        List<Fingerprint> fingerprints) {

    private static final Pattern ADDRESS = Pattern.compile("[A-Za-z0-9.:_-]+");

    public LocalEnd {
        fingerprints = List.copyOf(fingerprints);
        if (PathUri.parse(uri).isEmpty()) {
            throw new IllegalArgumentException("expected an MSRP URI with a port, got " + uri);
        }
        if (!ADDRESS.matcher(address).matches()) {
            throw new IllegalArgumentException("expected an address or a name, got " + address);
        }
        if (originId < 0 || originVersion < 0) {
            throw new IllegalArgumentException(
                    "sess-id and sess-version are never negative, got %d and %d"
                            .formatted(originId, originVersion));
        }
    }

    /** Without a fingerprint: plain TCP, or a certificate that the peer can check by itself. */
    public LocalEnd(String uri, String address, long originId, long originVersion) {
        this(uri, address, originId, originVersion, List.of());
    }

    /** The same end for a description that differs from the one before. */
    public LocalEnd nextVersion() {
        return new LocalEnd(uri, address, originId, originVersion + 1, fingerprints);
    }

    Transport transport() {
        return PathUri.parse(uri).orElseThrow().transport();
    }

    int port() {
        return PathUri.parse(uri).orElseThrow().port();
    }

    Origin origin() {
        return new Origin(
                "-",
                Long.toString(originId),
                Long.toString(originVersion),
                "IN",
                addressType(),
                address);
    }

    SdpLine connectionLine() {
        return new SdpLine('c', "IN " + addressType() + " " + address);
    }

    /** Fingerprints say something about TLS only. */
    Stream<SdpLine> fingerprintLines() {
        return transport() == Transport.TLS
                ? fingerprints.stream().map(Fingerprint::line)
                : Stream.empty();
    }

    private String addressType() {
        return address.indexOf(':') < 0 ? "IP4" : "IP6";
    }
}
