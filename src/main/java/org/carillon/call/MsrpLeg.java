package org.carillon.call;

import java.util.List;
import java.util.Optional;

/**
 * One leg of a Room after its offer and answer: both paths, and who connects.
 *
 * @param localPath the path that we advertised on this leg, our own URI first
 * @param peerPath the path that the peer advertised, the adjacent hop first
 * @param connect where we connect to; empty if the peer connects to us
 */
public record MsrpLeg(List<String> localPath, List<String> peerPath, Optional<Target> connect) {
    public MsrpLeg {
        localPath = List.copyOf(localPath);
        peerPath = List.copyOf(peerPath);
    }

    /**
     * Where an active leg connects to.
     *
     * @param fallback the c=/m= address, tried if {@code host} does not resolve
     */
    public record Target(String host, int port, boolean tls, Optional<Target> fallback) {}
}
