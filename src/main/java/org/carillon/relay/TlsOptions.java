package org.carillon.relay;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What a relay is told of TLS.
 *
 * @param listen address and port of {@code msrps}; port 0 takes any
 * @param files our certificate
 * @param handshakesPerSecond accepted at most, for each costs as much as many chunks; a burst may
 *     use up one second's worth; default 200
 * @param handshake how long one may take; default 10 s
 * @param look how often the files are looked at; default 10 s
 * @param overlap how long a new certificate is announced before it is used: as long as a peer may
 *     take from our description to its connection; default 3 min
 */
public record TlsOptions(
        InetSocketAddress listen,
        Files files,
        int handshakesPerSecond,
        Duration handshake,
        Duration look,
        Duration overlap) {

    /**
     * PEM files.
     *
     * @param certificate ours, then the chain that leads to its authority
     * @param key its private key, PKCS #8 without a password
     * @param authorities whom to believe where a passive peer names no fingerprint; empty: those of
     *     the Java runtime
     */
    public record Files(Path certificate, Path key, Optional<Path> authorities) {}

    /** Refuses numbers that are not positive. */
    public TlsOptions {
        if (handshakesPerSecond < 1) {
            throw new IllegalArgumentException(
                    "tls-handshakes-per-second=" + handshakesPerSecond + ", expected at least 1");
        }
        if (handshake.isNegative() || handshake.isZero() || look.isNegative() || look.isZero()) {
            throw new IllegalArgumentException(
                    "handshake=" + handshake + " look=" + look + ", expected more than 0");
        }
    }

    /** The defaults listed above. */
    public static TlsOptions of(InetSocketAddress listen, Files files) {
        return new TlsOptions(
                listen,
                files,
                200,
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                Duration.ofMinutes(3));
    }
}
