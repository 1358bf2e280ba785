package org.carillon.relay;

import io.netty.handler.ssl.SslProvider;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Our certificate, replaced when its files change. Connections that are there keep the one they
 * have.
 *
 * <pre>
 *  STEADY --files changed, and fit--> ANNOUNCED --overlap over--> STEADY
 * </pre>
 *
 * While a new one is ANNOUNCED descriptions name both, and handshakes still show the old one: peers
 * who were told of that one alone are on their way, and would take another for an impostor (RFC
 * 8122 §5.1 foresees several for that reason). Files that do not fit are told of once, and nothing
 * changes.
 *
 * <p>Owner: a thread of its own, which may block on files; any thread may ask.
 */
final class CertificateWatch implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(CertificateWatch.class.getName());

    private record Announced(TlsIdentity identity, long nanoTime) {}

    private final TlsOptions options;
    private final SslProvider provider;
    private final RelayMetrics metrics;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(
                    new DefaultThreadFactory("carillon-relay-certificate", true));
    private volatile TlsIdentity inUse;
    private volatile Optional<Announced> announced = Optional.empty();

    /** What was read last, fit or not. */
    private CertificateFiles seen;

    private String complaint = "";

    /**
     * @throws IOException if the files cannot be read or do not fit
     */
    CertificateWatch(TlsOptions options, SslProvider provider, RelayMetrics metrics)
            throws IOException {
        this.options = options;
        this.provider = provider;
        this.metrics = metrics;
        this.seen = CertificateFiles.read(options.files());
        this.inUse = first();
        long every = options.look().toNanos();
        Future<?> unused =
                thread.scheduleWithFixedDelay(this::look, every, every, TimeUnit.NANOSECONDS);
    }

    private TlsIdentity first() throws IOException {
        try {
            return TlsIdentity.of(seen, provider);
        } catch (GeneralSecurityException e) {
            throw new IOException(options.files().certificate() + ": " + e.getMessage(), e);
        }
    }

    /** For handshakes from now on. */
    TlsIdentity inUse() {
        return inUse;
    }

    /** For descriptions from now on. */
    List<CertificateFingerprint> fingerprints() {
        List<CertificateFingerprint> all = new ArrayList<>(inUse.fingerprints());
        announced.ifPresent(next -> all.addAll(next.identity().fingerprints()));
        return all;
    }

    private void look() {
        if (announced.isPresent()) {
            useWhenTimeIsOver(announced.get());
            return;
        }
        try {
            CertificateFiles now = CertificateFiles.read(options.files());
            if (!now.equals(seen)) {
                seen = now;
                complaint = "";
                announce(TlsIdentity.of(now, provider));
            }
        } catch (IOException | GeneralSecurityException e) {
            complain(e.toString());
        }
    }

    private void complain(String why) {
        if (!why.equals(complaint)) {
            complaint = why;
            metrics.count(RelayMetrics.Counter.CERTIFICATES_REFUSED);
            LOG.log(
                    System.Logger.Level.WARNING,
                    () ->
                            "event=certificate-refused file=%s why=\"%s\" then=the-old-one-stays"
                                    .formatted(options.files().certificate(), why));
        }
    }

    private void announce(TlsIdentity next) {
        announced = Optional.of(new Announced(next, System.nanoTime()));
        tell("certificate-announced", next);
        useWhenTimeIsOver(announced.get());
    }

    private void useWhenTimeIsOver(Announced next) {
        Duration waited = Duration.ofNanos(System.nanoTime() - next.nanoTime());
        if (waited.compareTo(options.overlap()) >= 0) {
            inUse = next.identity();
            announced = Optional.empty();
            metrics.count(RelayMetrics.Counter.CERTIFICATES_CHANGED);
            tell("certificate-in-use", next.identity());
        }
    }

    private static void tell(String event, TlsIdentity identity) {
        LOG.log(
                System.Logger.Level.INFO,
                () ->
                        "event=%s until=%s fingerprints=%s"
                                .formatted(
                                        event,
                                        identity.certificate().getNotAfter().toInstant(),
                                        identity.fingerprints()));
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
