package org.carillon.preference;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.carillon.call.Aor;
import org.carillon.call.PreferenceSource;
import org.carillon.call.Preferences;
import org.carillon.call.SourceException;

/**
 * Preferences by XCAP (RFC 4825): one GET for each message, with the ETag of the document that we
 * have, and a second one where a login is asked for. A user without a document (404) has the
 * defaults. Thread-safe; blocks at most for {@link XcapOptions#timeout}, and not at all while the
 * server is known not to answer.
 */
public final class XcapPreferences implements PreferenceSource, AutoCloseable {
    private static final Logger LOG = System.getLogger(XcapPreferences.class.getName());

    private static final int OK = 200;
    private static final int NOT_MODIFIED = 304;
    private static final int NOT_FOUND = 404;
    private static final int TOO_SLOW = 408;
    private static final int TOO_MANY_REQUESTS = 429;

    private final XcapClient client;
    private final Preferences defaults;
    private final Breaker breaker;
    private final LongAdder requests = new LongAdder();
    private final LongAdder unchanged = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder unusable = new LongAdder();
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Aor, Cached> cache;
    private volatile Optional<String> trouble = Optional.empty();

    private record Cached(String etag, Preferences preferences) {}

    /**
     * @param defaults in force for a user without a document, and for what a document leaves out
     * @throws SourceException if a file that the settings name cannot be used
     */
    public XcapPreferences(XcapOptions options, Preferences defaults, InstantSource clock)
            throws SourceException {
        this.client = new XcapClient(options);
        this.defaults = defaults;
        this.breaker = new Breaker(clock);
        this.cache =
                new LinkedHashMap<>(16, 0.75f, true) {
                    private static final long serialVersionUID = 1L;

                    @Override
                    protected boolean removeEldestEntry(Map.Entry<Aor, Cached> eldest) {
                        return size() > options.cached();
                    }
                };
    }

    @Override
    public Preferences preferencesOf(Aor user) throws SourceException {
        if (!breaker.allows()) {
            throw new SourceException(trouble.orElse("preferences: the XDMS does not answer"));
        }
        requests.increment();
        Optional<Cached> known = known(user);
        try {
            XcapAnswer answer = client.get(user.uri(), known.map(Cached::etag));
            Preferences preferences = understand(user, known, answer);
            answered();
            return preferences;
        } catch (XcapFailure e) {
            throw failed(e);
        } catch (UnusableDocument e) {
            answered();
            unusable.increment();
            throw new SourceException("the XCAP document of " + user + ": " + e.getMessage(), e);
        }
    }

    private Preferences understand(Aor user, Optional<Cached> known, XcapAnswer answer)
            throws XcapFailure, UnusableDocument {
        switch (answer.status()) {
            case OK -> {
                Preferences preferences = PreferencesDocument.read(answer.body(), defaults);
                remember(user, answer.etag(), preferences);
                return preferences;
            }
            case NOT_MODIFIED -> {
                unchanged.increment();
                return known.map(Cached::preferences)
                        .orElseThrow(() -> new XcapFailure("xcap-root", "304 to no If-None-Match"));
            }
            case NOT_FOUND -> {
                remember(user, Optional.empty(), defaults);
                return defaults;
            }
            default -> {
                if (isAboutTheUser(answer.status())) {
                    throw new UnusableDocument("the XDMS answers " + answer.status());
                }
                throw XcapFailure.of(answer.status());
            }
        }
    }

    /** A login, a pace and a server in trouble are everybody's; other refusals one document's. */
    private static boolean isAboutTheUser(int status) {
        return status / 100 == 4
                && status != XcapFailure.LOGIN_WANTED
                && status != TOO_SLOW
                && status != TOO_MANY_REQUESTS;
    }

    private Optional<Cached> known(Aor user) {
        lock.lock();
        try {
            return Optional.ofNullable(cache.get(user));
        } finally {
            lock.unlock();
        }
    }

    /** Without an ETag there is nothing to ask about the next time. */
    private void remember(Aor user, Optional<String> etag, Preferences preferences) {
        lock.lock();
        try {
            cache.remove(user);
            etag.ifPresent(tag -> cache.put(user, new Cached(tag, preferences)));
        } finally {
            lock.unlock();
        }
    }

    private void answered() {
        trouble = Optional.empty();
        if (breaker.succeeded()) {
            LOG.log(Level.INFO, "event=xdms-back");
        }
    }

    private SourceException failed(XcapFailure failure) {
        failures.increment();
        String words =
                "preferences: look at %s: %s".formatted(failure.settings(), failure.getMessage());
        trouble = Optional.of(words);
        if (breaker.failed()) {
            LOG.log(Level.WARNING, "event=xdms-lost why=\"" + words + "\"");
        }
        return new SourceException(words, failure);
    }

    /** What is wrong with the way to the server at this moment, in words. */
    public Optional<String> trouble() {
        return trouble;
    }

    /** What was counted so far. */
    public Map<String, Long> counters() {
        return Map.of(
                "xcap-requests", requests.sum(),
                "xcap-unchanged", unchanged.sum(),
                "xcap-failures", failures.sum(),
                "xcap-unusable-documents", unusable.sum());
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
