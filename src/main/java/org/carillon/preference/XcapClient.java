package org.carillon.preference;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.StandardAuthScheme;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.carillon.call.SourceException;
import org.carillon.pem.Authorities;

/** HTTP towards the XDMS: a bounded pool, digest, TLS, time limits. Thread-safe; blocks. */
final class XcapClient implements AutoCloseable {
    /** As many as look up users at once. */
    private static final int CONNECTIONS = 8;

    private static final TimeValue UNUSED_AT_MOST = TimeValue.ofSeconds(5);

    private final XcapOptions options;
    private final CloseableHttpClient http;

    /** The time limits of the library are per read: a peer can fill each read with an octet. */
    private final ScheduledThreadPoolExecutor deadlines;

    XcapClient(XcapOptions options) throws SourceException {
        this.options = options;
        this.http = client(options);
        this.deadlines = new ScheduledThreadPoolExecutor(1, XcapClient::deadlineThread);
        deadlines.setRemoveOnCancelPolicy(true);
    }

    private static Thread deadlineThread(Runnable run) {
        Thread thread = new Thread(run, "carillon-xcap-deadlines");
        thread.setDaemon(true);
        return thread;
    }

    private static CloseableHttpClient client(XcapOptions options) throws SourceException {
        Timeout timeout = Timeout.of(options.timeout());
        HttpClientBuilder builder =
                HttpClients.custom()
                        .setConnectionManager(connections(options, timeout))
                        .setDefaultRequestConfig(
                                RequestConfig.custom()
                                        .setConnectionRequestTimeout(timeout)
                                        .setResponseTimeout(timeout)
                                        .setTargetPreferredAuthSchemes(schemes(options))
                                        .build())
                        .setUserAgent("carillon")
                        .disableRedirectHandling()
                        .disableAutomaticRetries()
                        .disableContentCompression()
                        .disableCookieManagement();
        if (options.login().isPresent()) {
            builder.setDefaultCredentialsProvider(credentials(options, options.login().get()));
        }
        return builder.build();
    }

    /** A password in clear text only where nobody listens. */
    private static List<String> schemes(XcapOptions options) {
        return options.isSecure()
                ? List.of(StandardAuthScheme.DIGEST, StandardAuthScheme.BASIC)
                : List.of(StandardAuthScheme.DIGEST);
    }

    private static BasicCredentialsProvider credentials(XcapOptions options, XcapLogin login)
            throws SourceException {
        BasicCredentialsProvider provider = new BasicCredentialsProvider();
        try {
            provider.setCredentials(
                    new AuthScope(options.root().getHost(), -1),
                    new UsernamePasswordCredentials(login.user(), login.secret()));
        } catch (IOException e) {
            throw new SourceException("xcap-password-file: cannot read " + e, e);
        }
        return provider;
    }

    private static PoolingHttpClientConnectionManager connections(
            XcapOptions options, Timeout timeout) throws SourceException {
        try {
            return PoolingHttpClientConnectionManagerBuilder.create()
                    .setTlsSocketStrategy(
                            new DefaultClientTlsStrategy(
                                    Authorities.context(options.authorities())))
                    .setMaxConnPerRoute(CONNECTIONS)
                    .setMaxConnTotal(CONNECTIONS)
                    .setDefaultConnectionConfig(
                            ConnectionConfig.custom()
                                    .setConnectTimeout(timeout)
                                    .setSocketTimeout(timeout)
                                    .setValidateAfterInactivity(UNUSED_AT_MOST)
                                    .build())
                    .build();
        } catch (IOException | GeneralSecurityException e) {
            throw new SourceException("xcap-authorities: cannot use it: " + e, e);
        }
    }

    /** The user's document, unless it is still the one with that ETag. */
    XcapAnswer get(String xui, Optional<String> etag) throws XcapFailure {
        HttpGet request = new HttpGet(DocumentUri.of(options, xui));
        etag.ifPresent(tag -> request.addHeader(HttpHeaders.IF_NONE_MATCH, tag));
        AtomicBoolean late = new AtomicBoolean();
        Runnable giveUp =
                () -> {
                    late.set(true); // first: who is cancelled asks why
                    request.cancel();
                };
        ScheduledFuture<?> end =
                deadlines.schedule(giveUp, options.timeout().toMillis(), TimeUnit.MILLISECONDS);
        try {
            return http.execute(request, response -> answer(request, response));
        } catch (TooLong e) {
            return e.answer; // the reader of documents says so
        } catch (IOException e) {
            throw late.get() ? XcapFailure.late(options.timeout()) : XcapFailure.of(e);
        } finally {
            end.cancel(false);
        }
    }

    /** The library would read the rest of what we give up, however long: thus the cancellation. */
    private static XcapAnswer answer(HttpGet request, ClassicHttpResponse response)
            throws IOException {
        Optional<String> etag =
                Optional.ofNullable(response.getFirstHeader(HttpHeaders.ETAG))
                        .map(Header::getValue);
        try {
            return new XcapAnswer(response.getCode(), etag, body(response));
        } catch (IOException e) {
            request.cancel();
            throw e;
        }
    }

    /** A document of which we read no more; its connection is not worth keeping. */
    private static final class TooLong extends IOException {
        private static final long serialVersionUID = 1L;

        private final transient XcapAnswer answer;

        private TooLong(int status, byte[] begin) {
            this.answer = new XcapAnswer(status, Optional.empty(), begin);
        }
    }

    /** One octet more than a document may have, so that a longer one is known by that. */
    private static byte[] body(ClassicHttpResponse response) throws IOException {
        if (response.getEntity() == null) {
            return new byte[0];
        }
        int longest = PreferencesDocument.LIMITS.octets();
        byte[] body = response.getEntity().getContent().readNBytes(longest + 1);
        if (body.length > longest) {
            throw new TooLong(response.getCode(), body);
        }
        return body;
    }

    @Override
    public void close() throws IOException {
        deadlines.shutdownNow();
        http.close();
    }
}
