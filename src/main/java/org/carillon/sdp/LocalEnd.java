package org.carillon.sdp;

import java.util.List;

/**
 * Our own end of one leg.
 *
 * @param uri our MSRP URI of this leg, with an explicit port; its scheme chooses the transport, its
 *     port fills the m-line
 * @param address what the o- and c-lines say: an IP literal without brackets, or a name
 * @param originId sess-id of our o-line, unique for this dialog
 * @param originVersion sess-version; goes up by one whenever the description changes (RFC 3264 §8)
 * @param fingerprints of our certificate, for self-signed TLS (RFC 4975 §14.4); else empty
 */
public record LocalEnd(
        String uri,
        String address,
        long originId,
        long originVersion,
        List<Fingerprint> fingerprints) {

    public LocalEnd {
        fingerprints = List.copyOf(fingerprints);
    }
}
