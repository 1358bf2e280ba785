package org.carillon.call;

import java.util.List;
import org.carillon.sdp.Connector;
import org.carillon.sdp.Fingerprint;

/**
 * One leg of a Room after its offer and answer: both paths, and who connects.
 *
 * @param localPath the path that we advertised on this leg, our own URI first
 * @param peerPath the path that the peer advertised, the adjacent hop first
 * @param peerFingerprints one of these the peer's certificate must have on a TLS leg; empty: its
 *     description names none
 */
public record MsrpLeg(
        List<String> localPath,
        List<String> peerPath,
        Connector connector,
        List<Fingerprint> peerFingerprints) {
    public MsrpLeg {
        localPath = List.copyOf(localPath);
        peerPath = List.copyOf(peerPath);
        peerFingerprints = List.copyOf(peerFingerprints);
    }
}
