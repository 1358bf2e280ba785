package org.carillon.preference;

import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
import org.apache.hc.core5.http.HttpEntity;
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

    XcapClient(XcapOptions options) throws SourceException {
        this.options = options;
        this.http = client(options);
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
        long deadline = System.nanoTime() + options.timeout().toNanos();
        try {
            return http.execute(request, response -> answer(request, response, deadline));
        } catch (TooLong e) {
            return e.answer; // the reader of documents says so
        } catch (IOException e) {
            throw XcapFailure.of(e);
        }
    }

    /** The library would read the rest of what we give up, however long: thus the cancellation. */
    private static XcapAnswer answer(HttpGet request, ClassicHttpResponse response, long deadline)
            throws IOException {
        Optional<String> etag =
                Optional.ofNullable(response.getFirstHeader(HttpHeaders.ETAG))
                        .map(Header::getValue);
        try {
            return new XcapAnswer(response.getCode(), etag, body(response.getEntity(), deadline));
        } catch (IOException e) {
            request.cancel();
            throw e;
        }
    }

    /** A document of which we read no more; its connection is not worth keeping. */
    private static final class TooLong extends IOException {
        private static final long serialVersionUID = 1L;

        private final transient XcapAnswer answer;

        private TooLong(byte[] begin) {
            this.answer = new XcapAnswer(200, Optional.empty(), begin);
        }
    }

    /** One octet more than a document may have, so that a longer one is known by that. */
    private static byte[] body(HttpEntity entity, long deadline) throws IOException {
        byte[] body = new byte[PreferencesDocument.LIMITS.octets() + 1];
        int length = 0;
        if (entity != null) {
            InputStream in = entity.getContent();
            int read = 0;
            while (read >= 0 && length < body.length) {
                length += read;
                if (System.nanoTime() > deadline) {
                    throw new IOException("the document takes longer than xcap-timeout");
                }
                read = in.read(body, length, body.length - length);
            }
        }
        if (length == body.length) {
            throw new TooLong(body);
        }
        return Arrays.copyOf(body, length);
    }

    @Override
    public void close() throws IOException {
        http.close();
    }
}
