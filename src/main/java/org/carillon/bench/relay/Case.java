package org.carillon.bench.relay;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * One load.
 *
 * @param chunk octets in one SEND of the sender
 * @param sessions senders at the same time
 * @param devices that get each sender's message
 * @param tls true: every leg is msrps
 */
record Case(int chunk, int sessions, int devices, boolean tls) {

    /** Plain. */
    Case(int chunk, int sessions, int devices) {
        this(chunk, sessions, devices, false);
    }

    String name() {
        String plain = String.format(Locale.ROOT, "%s, %d, 1→%d", size(chunk), sessions, devices);
        return tls ? plain + ", TLS" : plain;
    }

    /** What the load speaks TLS with; the certificate is not what is measured. */
    Optional<SslContext> context() throws SSLException {
        return tls
                ? Optional.of(
                        SslContextBuilder.forClient()
                                .trustManager(InsecureTrustManagerFactory.INSTANCE)
                                .build())
                : Optional.empty();
    }

    private static String size(int octets) {
        if (octets < 1 << 10) {
            return octets + " B";
        }
        return octets < 1 << 20 ? (octets >> 10) + " KB" : (octets >> 20) + " MB";
    }
}
