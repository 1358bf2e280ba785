package org.carillon.preference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.carillon.call.Aor;
import org.carillon.call.Preferences;
import org.carillon.call.SourceException;
import org.carillon.certificate.TestCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against an XDMS that does what a test says, over real HTTP. */
@Timeout(60)
class XcapPreferencesTest {
    private static final Aor BOB = Aor.of("sip:bob@example.com");
    private static final Aor CAROL = Aor.of("sip:carol@example.com");
    private static final String NONE =
            "<preferences xmlns='https://carillon.invalid/ns/preferences'>"
                    + "<delivery>none</delivery></preferences>";

    private interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch atTheEnd = new CountDownLatch(1);
    private Instant now = Instant.parse("2026-11-23T00:00:00Z");
    private volatile Answer answer = exchange -> answer(exchange, 404, "");
    private HttpServer server;
    private XcapPreferences preferences;

    @BeforeEach
    void listen() throws Exception {
        server = HttpServer.create(loopback(), 0);
        serve(server);
        preferences = ask(options("http", Optional.empty(), Optional.empty()));
    }

    @AfterEach
    void close() throws IOException {
        atTheEnd.countDown();
        preferences.close();
        server.stop(0);
        threads.shutdownNow();
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private void serve(HttpServer on) {
        on.setExecutor(threads);
        on.createContext(
                "/",
                exchange -> {
                    asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
                    answer.to(exchange);
                    exchange.close();
                });
        on.start();
    }

    private XcapOptions options(
            String scheme, Optional<XcapLogin> login, Optional<Path> authorities) {
        return options(scheme, server.getAddress().getPort(), login, authorities);
    }

    private static XcapOptions options(
            String scheme, int port, Optional<XcapLogin> login, Optional<Path> authorities) {
        return new XcapOptions(
                URI.create(scheme + "://127.0.0.1:" + port + "/xcap-root"),
                "prefs",
                "index.xml",
                login,
                authorities,
                Duration.ofSeconds(2),
                1);
    }

    private XcapPreferences ask(XcapOptions options) throws SourceException {
        return new XcapPreferences(options, Preferences.DEFAULT, () -> now);
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] octets = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, octets.length == 0 ? -1 : octets.length);
        exchange.getResponseBody().write(octets);
    }

    private static Answer document(String etag, String body) {
        return exchange -> {
            if (etag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
                answer(exchange, 304, "");
            } else {
                exchange.getResponseHeaders().set("ETag", etag);
                answer(exchange, 200, body);
            }
        };
    }

    private void fails(String words) {
        assertThatThrownBy(() -> preferences.preferencesOf(BOB))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining(words);
    }

    @Test
    void theDocumentIsAskedForByItsUri() throws Exception {
        answer = document("\"1\"", NONE);
        assertThat(preferences.preferencesOf(Aor.of("sip:b%C3%B6b/é@example.com")).delivery())
                .isEqualTo(Preferences.Delivery.NONE);
        assertThat(asked).hasSize(1);
        assertThat(asked.get(0))
                .startsWith("GET /xcap-root/prefs/users/sip:")
                .endsWith("@example.com/index.xml")
                .doesNotContain("/é");
    }

    @Test
    void whoHasNoDocumentHasTheDefaults() throws Exception {
        assertThat(preferences.preferencesOf(BOB)).isEqualTo(Preferences.DEFAULT);
        assertThat(preferences.trouble()).isEmpty();
    }

    @Test
    void aDocumentThatWeHaveIsNotSentAgain() throws Exception {
        answer = document("\"1\"", NONE);
        for (int i = 0; i < 3; i++) {
            assertThat(preferences.preferencesOf(BOB).delivery())
                    .isEqualTo(Preferences.Delivery.NONE);
        }
        assertThat(preferences.counters())
                .containsEntry("xcap-requests", 3L)
                .containsEntry("xcap-unchanged", 2L);
        answer = document("\"2\"", NONE.replace("none", "all"));
        assertThat(preferences.preferencesOf(BOB).delivery()).isEqualTo(Preferences.Delivery.ALL);
        answer = exchange -> answer(exchange, 404, "");
        assertThat(preferences.preferencesOf(BOB)).isEqualTo(Preferences.DEFAULT);
    }

    @Test
    void documentsOfSoManyUsersAreKept() throws Exception {
        answer = document("\"1\"", NONE);
        for (Aor user : List.of(BOB, CAROL, BOB)) {
            assertThat(preferences.preferencesOf(user).delivery())
                    .isEqualTo(Preferences.Delivery.NONE);
        }
        assertThat(preferences.counters()).as("one").containsEntry("xcap-unchanged", 0L);
    }

    /** One user's document says nothing about the server. */
    @Test
    void aUnusableDocumentIsItsUsersTrouble() throws Exception {
        answer = document("\"1\"", "<preferences/>");
        for (int i = 0; i <= Breaker.FAILURES; i++) {
            fails("XCAP document of sip:bob@example.com");
        }
        assertThat(preferences.trouble()).isEmpty();
        assertThat(preferences.counters())
                .containsEntry("xcap-unusable-documents", Breaker.FAILURES + 1L)
                .containsEntry("xcap-failures", 0L);
    }

    @Test
    void soIsARefusalThatIsAboutIt() throws Exception {
        for (int status : List.of(400, 403, 409, 410)) {
            answer = exchange -> answer(exchange, status, "");
            fails("XCAP document of sip:bob@example.com: the XDMS answers " + status);
        }
        answer = document("\"1\"", NONE);
        assertThat(preferences.preferencesOf(CAROL).delivery())
                .isEqualTo(Preferences.Delivery.NONE);
        assertThat(preferences.counters()).containsEntry("xcap-failures", 0L);
    }

    /** Whoever is refused for the login, or for asking too often, is so for every user. */
    @Test
    void otherRefusalsAreNot() {
        for (int status : List.of(401, 408, 429)) {
            answer = exchange -> answer(exchange, status, "");
            fails("the XDMS answers " + status);
        }
        assertThat(preferences.counters()).containsEntry("xcap-failures", 3L);
        fails("the XDMS answers 429");
        assertThat(asked).as("not asked a fourth time").hasSize(3);
    }

    @Test
    void aLongRefusalIsStillARefusal() {
        answer = exchange -> answer(exchange, 500, " ".repeat(1 << 20));
        fails("the XDMS answers 500");
    }

    @Test
    void anEndlessOneToo() throws Exception {
        answer =
                exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    byte[] spaces = " ".repeat(8 << 10).getBytes(StandardCharsets.UTF_8);
                    try (OutputStream out = exchange.getResponseBody()) {
                        while (true) {
                            out.write(spaces);
                        }
                    }
                };
        fails("document too long");
    }

    @Test
    void aServerThatIsGoneIsAskedNoMore() throws Exception {
        server.stop(0);
        for (int i = 0; i < Breaker.FAILURES; i++) {
            fails("xcap-root");
        }
        assertThat(preferences.counters()).containsEntry("xcap-requests", (long) Breaker.FAILURES);
        fails("xcap-root");
        assertThat(preferences.counters())
                .as("not asked")
                .containsEntry("xcap-requests", (long) Breaker.FAILURES);
        assertThat(preferences.trouble()).get().asString().contains("look at xcap-root");
    }

    @Test
    void andAgainWhenItIsBack() throws Exception {
        answer = exchange -> answer(exchange, 503, "");
        for (int i = 0; i < Breaker.FAILURES; i++) {
            fails("503");
        }
        answer = document("\"1\"", NONE);
        fails("503");
        now = now.plus(Breaker.PAUSE);
        assertThat(preferences.preferencesOf(BOB).delivery()).isEqualTo(Preferences.Delivery.NONE);
        assertThat(preferences.trouble()).isEmpty();
    }

    @Test
    void aServerThatSaysNothingIsNotWaitedForLong() {
        answer =
                exchange -> {
                    try {
                        atTheEnd.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                };
        fails("xcap-root");
    }

    @Test
    void norOneThatSaysItSlowly() {
        answer =
                exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    try (OutputStream out = exchange.getResponseBody()) {
                        while (!atTheEnd.await(200, TimeUnit.MILLISECONDS)) {
                            out.write(' ');
                            out.flush();
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                };
        fails("xcap-timeout");
    }

    /** Each octet comes in time; all of them together do not. */
    @Test
    void norOneWhoseHeadersNeverEnd() throws Exception {
        try (ServerSocket drip = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            threads.execute(() -> drips(drip));
            preferences.close();
            preferences =
                    ask(options("http", drip.getLocalPort(), Optional.empty(), Optional.empty()));
            fails("xcap-timeout");
        }
    }

    private void drips(ServerSocket at) {
        try (Socket peer = at.accept()) {
            OutputStream out = peer.getOutputStream();
            out.write("HTTP/1.1 200 OK\r\nX: ".getBytes(StandardCharsets.US_ASCII));
            while (!atTheEnd.await(100, TimeUnit.MILLISECONDS)) {
                out.write('x');
            }
        } catch (IOException e) {
            // given up, as it should be
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void login(String password) throws Exception {
        preferences.close();
        preferences =
                ask(
                        options(
                                "http",
                                Optional.of(new XcapLogin("carillon", password, Optional.empty())),
                                Optional.empty()));
    }

    private static Answer challenge(String scheme, Answer then) {
        return exchange -> {
            String said = exchange.getRequestHeaders().getFirst("Authorization");
            if (said != null && said.startsWith("Digest username=\"carillon\"")) {
                then.to(exchange);
            } else {
                exchange.getResponseHeaders().set("WWW-Authenticate", scheme);
                answer(exchange, 401, "");
            }
        };
    }

    @Test
    void aDigestIsGivenWhereItIsAskedFor() throws Exception {
        login("secret");
        answer =
                challenge(
                        "Digest realm=\"xdms\", nonce=\"n1\", qop=\"auth\", algorithm=SHA-256",
                        document("\"1\"", NONE));
        assertThat(preferences.preferencesOf(BOB).delivery()).isEqualTo(Preferences.Delivery.NONE);
        assertThat(asked).hasSize(2);
    }

    /** In clear text anybody could read it. */
    @Test
    void thePasswordItselfIsNotGivenInClearText() throws Exception {
        login("secret");
        answer = challenge("Basic realm=\"xdms\"", document("\"1\"", NONE));
        fails("xcap-user,xcap-password");
    }

    @Test
    void aRefusedLoginNamesItsSettings() {
        answer = exchange -> answer(exchange, 401, "");
        fails("look at xcap-user,xcap-password: the XDMS answers 401");
    }

    @Test
    void redirectsAreNotFollowed() {
        answer =
                exchange -> {
                    exchange.getResponseHeaders().set("Location", "http://127.0.0.1:1/elsewhere");
                    answer(exchange, 302, "");
                };
        fails("302");
        assertThat(asked).hasSize(1);
    }

    private void serveTls(SSLContext context) throws Exception {
        server.stop(0);
        HttpsServer secure = HttpsServer.create(loopback(), 0);
        secure.setHttpsConfigurator(new HttpsConfigurator(context));
        server = secure;
        serve(server);
        preferences.close();
    }

    /** Over TLS the password may go as it is, where the server wants it so. */
    @Test
    void anAuthorityOfOursIsBelieved(@TempDir Path directory) throws Exception {
        TestCertificate authority = TestCertificate.selfSigned("authority");
        serveTls(authority.signs("xdms").context());
        Path pem = directory.resolve("authority.pem");
        authority.writeCertificate(pem);
        Path password = Files.writeString(directory.resolve("password"), "secret\n");
        XcapLogin login = new XcapLogin("carillon", "", Optional.of(password));
        preferences = ask(options("https", Optional.of(login), Optional.of(pem)));
        answer =
                exchange -> {
                    String said = exchange.getRequestHeaders().getFirst("Authorization");
                    if ("Basic Y2FyaWxsb246c2VjcmV0".equals(said)) {
                        answer(exchange, 200, NONE);
                    } else {
                        exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"x\"");
                        answer(exchange, 401, "");
                    }
                };
        assertThat(preferences.preferencesOf(BOB).delivery()).isEqualTo(Preferences.Delivery.NONE);
    }

    @Test
    void aCertificateThatNobodyKnowsIsNotBelieved(@TempDir Path directory) throws Exception {
        serveTls(TestCertificate.selfSigned("authority").signs("xdms").context());
        Path other = directory.resolve("other.pem");
        TestCertificate.selfSigned("other").writeCertificate(other);
        preferences = ask(options("https", Optional.empty(), Optional.of(other)));
        fails("xcap-authorities");
        assertThat(asked).isEmpty();
    }

    /** Whoever has a certificate for another name is not the server that was asked for. */
    @Test
    void aCertificateOfSomebodyElseIsNotBelieved(@TempDir Path directory) throws Exception {
        TestCertificate other = TestCertificate.selfSigned("elsewhere.example");
        serveTls(other.context());
        Path pem = directory.resolve("other.pem");
        other.writeCertificate(pem);
        preferences = ask(options("https", Optional.empty(), Optional.of(pem)));
        fails("xcap-authorities");
        assertThat(asked).isEmpty();
    }

    @Test
    void anAuthorityWithoutACertificateIsSaidAtTheStart(@TempDir Path directory) throws Exception {
        Path empty = Files.createFile(directory.resolve("empty.pem"));
        assertThatThrownBy(() -> ask(options("https", Optional.empty(), Optional.of(empty))))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("xcap-authorities");
    }
}
