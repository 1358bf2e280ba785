package org.carillon.relay;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.carillon.msrp.MsrpPath;

/**
 * One leg of a Room after offer and answer.
 *
 * @param local the path that we advertised on this leg, our own URI first
 * @param peer the path that the peer advertised, the adjacent hop first
 * @param targets where we connect to; the next one is tried only if the host of the one before does
 *     not resolve (RFC 6714 §4.2). Empty: the peer connects to us
 * @param fingerprints one of these the peer's certificate must have. Empty: the peer has named
 *     none, or the leg is not TLS
 */
public record Leg(
        MsrpPath local,
        MsrpPath peer,
        List<ConnectTarget> targets,
        List<CertificateFingerprint> fingerprints) {

    /** Copies the lists. */
    public Leg {
        targets = List.copyOf(targets);
        fingerprints = List.copyOf(fingerprints);
    }

    /** A leg whose peer has named no certificate. */
    public Leg(MsrpPath local, MsrpPath peer, List<ConnectTarget> targets) {
        this(local, peer, targets, List.of());
    }

    /**
     * True if another offer and answer named the same two paths, and the same certificate: it is
     * the same MSRP session.
     */
    boolean hasPathsOf(Leg other) {
        return local.equals(other.local)
                && peer.equals(other.peer)
                && fingerprints.equals(other.fingerprints);
    }

    /**
     * Whether who is at the other end is whom the description means. A peer that has named no
     * certificate is known by our own URI, which nobody else was told (RFC 4975 §14.1), or, if we
     * have connected to it, by the authority that the handshake has asked for.
     */
    boolean isPeer(Optional<X509Certificate> shown) {
        return fingerprints.isEmpty()
                || shown.filter(c -> CertificateFingerprint.anyMatches(fingerprints, c))
                        .isPresent();
    }
}
