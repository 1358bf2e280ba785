package org.carillon.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.ssl.OpenSsl;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.carillon.certificate.TestCertificate;
import org.carillon.msrp.MsrpLimits;
import org.carillon.msrp.MsrpPath;
import org.carillon.msrp.MsrpUri;
import org.carillon.network.Network;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The relay over real TLS: who is let in, who is not, and with which certificate. */
class TlsTest {
    private static final String ALICE = "msrps://alice.example:7394/orig;tcp";
    private static final String DEVICE = "msrps://device.example:9/d;tcp";
    private static TestCertificate ours;
    private static TestCertificate phone;

    @TempDir Path spool;
    @TempDir Path pem;
    private final News news = new News();
    private Relay relay;

    @BeforeAll
    static void makeCertificates() {
        ours = TestCertificate.selfSigned("relay");
        phone = TestCertificate.selfSigned("phone");
    }

    @AfterEach
    void stop() {
        if (relay != null) {
            relay.close();
        }
    }

    /** The files are looked at all the time. */
    private static TlsOptions options(TlsOptions.Files files, Duration overlap, int perSecond) {
        return new TlsOptions(
                anyPort(), files, perSecond, Duration.ofSeconds(1), Duration.ofMillis(20), overlap);
    }

    /** Written over those of the certificate before. */
    private TlsOptions.Files filesOf(TestCertificate certificate) {
        TlsOptions.Files files =
                new TlsOptions.Files(
                        pem.resolve("certificate.pem"), pem.resolve("key.pem"), Optional.empty());
        certificate.writeCertificate(files.certificate()).writeKey(files.key());
        return files;
    }

    private static CertificateFingerprint fingerprint(TestCertificate certificate, String hash) {
        return new CertificateFingerprint(hash, certificate.fingerprint(hash));
    }

    private void start(TlsOptions tls, boolean preferNative) throws IOException {
        relay =
                Relay.start(
                        new RelayOptions(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                "127.0.0.1",
                                spool,
                                2,
                                1,
                                preferNative,
                                Network.PRIVATE,
                                RelayLimits.defaults(),
                                RelayTimers.defaults(),
                                MsrpLimits.defaults(),
                                Optional.of(tls)),
                        new SecureRandom());
    }

    private void start() throws IOException {
        start(options(filesOf(ours), Duration.ZERO, 1000), true);
    }

    private RoomHandle open(boolean senderTls, boolean devicesTls) {
        RoomRequest plain = RoomStage.request(1);
        RoomRequest request =
                new RoomRequest(
                        "",
                        new RoomRequest.Secure(senderTls, devicesTls),
                        1,
                        plain.maxSize(),
                        plain.acceptTypes(),
                        plain.recorder(),
                        plain.deviceContent());
        return ((Opening.Opened) relay.open(request, news)).room();
    }

    private static Leg leg(MsrpUri local, String peer, List<CertificateFingerprint> fingerprints) {
        return new Leg(MsrpPath.of(local), RelayTest.path(peer), List.of(), fingerprints);
    }

    private void seatSender(RoomHandle room) {
        room.seatSender(leg(room.sender(), ALICE, List.of()));
    }

    private void seatDevice(RoomHandle room, List<CertificateFingerprint> fingerprints) {
        room.seatDevice(0, leg(room.devices().get(0), DEVICE, fingerprints));
    }

    private SSLSocket socket(SSLContext context) throws IOException {
        return (SSLSocket)
                context.getSocketFactory()
                        .createSocket(InetAddress.getLoopbackAddress(), relay.tlsPort().getAsInt());
    }

    private Peer peer(SSLContext context) throws IOException {
        return new Peer(socket(context));
    }

    private static String empty(MsrpUri to) {
        return "MSRP hello SEND\r\nTo-Path: %s\r\nFrom-Path: %s\r\nMessage-ID: bind\r\n-------hello$\r\n"
                .formatted(to, DEVICE);
    }

    private static String chunk(MsrpUri to, String body) {
        return HostileTest.chunk("tr01", 1, Integer.toString(body.length()), body, "$")
                .replace(RoomStage.SENDER_LEG.toString(), to.toString())
                .replace(RoomStage.ALICE, ALICE);
    }

    /** A whole message over two TLS legs, larger than any buffer between. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void deliversOverTls(boolean preferNative) throws IOException {
        start(options(filesOf(ours), Duration.ZERO, 1000), preferNative);
        RoomHandle room = open(true, true);
        seatSender(room);
        seatDevice(room, List.of(fingerprint(phone, "SHA-256")));
        String body = "0123456789abcdef".repeat(200_000);
        try (Peer device = peer(phone.context());
                Peer sender = peer(TestCertificate.anonymous())) {
            device.say(empty(room.devices().get(0)));
            sender.say(chunk(room.sender(), body));
            Await.until("whole", () -> device.complete);
            Await.until("served", () -> news.told.contains("served 0"));
            assertThat(device.octets).isEqualTo(body.length());
            assertThat(sender.heard).contains("tr01 200");
            room.close();
            Await.until("closed by us", () -> device.closed && sender.closed);
            assertThat(device.heard).doesNotContain("reset");
        }
        assertThat(relay.metrics().value(RelayMetrics.Counter.HANDSHAKES)).isEqualTo(2);
    }

    @Test
    void openSslIsHereForTheseTests() {
        assertThat(OpenSsl.isAvailable()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2, true", "TLSv1.3, true", "TLSv1.2, false", "TLSv1.3, false"})
    void speaksTls12And13(String version, boolean preferNative) throws IOException {
        start(options(filesOf(ours), Duration.ZERO, 1000), preferNative);
        try (SSLSocket socket = socket(phone.context())) {
            socket.setEnabledProtocols(new String[] {version});
            socket.startHandshake();
            assertThat(socket.getSession().getProtocol()).isEqualTo(version);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void speaksNothingOlder(boolean preferNative) throws IOException {
        String allowed = java.security.Security.getProperty("jdk.tls.disabledAlgorithms");
        start(options(filesOf(ours), Duration.ZERO, 1000), preferNative);
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), relay.tlsPort().getAsInt())) {
            assertThat(allowed).contains("TLSv1.1");
            socket.getOutputStream().write(HELLO_OF_TLS_1_1);
            byte[] answer = socket.getInputStream().readNBytes(7);
            assertThat(answer).startsWith(21).endsWith(2, PROTOCOL_VERSION);
        }
        Await.until(
                "counted",
                () -> relay.metrics().value(RelayMetrics.Counter.HANDSHAKES_FAILED) == 1);
    }

    private static final int PROTOCOL_VERSION = 70;

    /** RFC 4346 §7.4.1.2: no client of this JDK says it any more. */
    private static final byte[] HELLO_OF_TLS_1_1 =
            java.util.HexFormat.of()
                    .parseHex(
                            "160301002d010000290302"
                                    + "00".repeat(32)
                                    + "00"
                                    + "0002002f"
                                    + "0100");

    @ParameterizedTest
    @ValueSource(strings = {"SHA-1", "SHA-256", "SHA-384", "SHA-512"})
    void anyHashOfThePeersCertificateIsTheRightOne(String hash) throws IOException {
        start();
        RoomHandle room = open(true, true);
        CertificateFingerprint right = fingerprint(phone, hash);
        seatDevice(room, List.of(fingerprint(ours, hash), right));
        try (Peer device = peer(phone.context())) {
            device.say(empty(room.devices().get(0)));
            Await.until("bound", () -> device.heard.contains("hello 200"));
        }
    }

    /** RFC 8122 §5.1: who named a certificate and shows another is cut off. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aDeviceWithAnotherCertificateIsCut(boolean fasterThanItsAnswer) throws IOException {
        start();
        RoomHandle room = open(true, true);
        if (!fasterThanItsAnswer) {
            seatDevice(room, List.of(fingerprint(phone, "SHA-256")));
        }
        try (Peer impostor = peer(TestCertificate.selfSigned("impostor").context())) {
            impostor.say(empty(room.devices().get(0)));
            if (fasterThanItsAnswer) {
                Await.until("known", () -> strangers() == 0 && handshakes() == 1);
                seatDevice(room, List.of(fingerprint(phone, "SHA-256")));
            }
            Await.until("cut", () -> impostor.closed);
            assertThat(impostor.heard).doesNotContain("hello 200");
            assertThat(news.told).containsExactly("lost 0 WRONG_CERTIFICATE 408");
            assertThat(relay.metrics().value(RelayMetrics.Counter.IMPOSTORS)).isEqualTo(1);
        }
    }

    private long strangers() {
        return relay.metrics().value(RelayMetrics.Counter.STRANGERS);
    }

    private long handshakes() {
        return relay.metrics().value(RelayMetrics.Counter.HANDSHAKES);
    }

    /** RFC 8122 §6.2. */
    @Test
    void aDeviceThatNamedACertificateAndShowsNoneIsCut() throws IOException {
        start();
        RoomHandle room = open(true, true);
        seatDevice(room, List.of(fingerprint(phone, "SHA-256")));
        try (Peer impostor = peer(TestCertificate.anonymous())) {
            impostor.say(empty(room.devices().get(0)));
            Await.until("cut", () -> impostor.closed);
            assertThat(news.told).containsExactly("lost 0 WRONG_CERTIFICATE 408");
        }
    }

    @Test
    void aSenderWithAnotherCertificateEndsItsMessageAndNothingOfItIsTaken() throws IOException {
        start();
        RoomHandle room = open(true, false);
        room.seatSender(leg(room.sender(), ALICE, List.of(fingerprint(phone, "SHA-256"))));
        try (Peer impostor = peer(ours.context())) {
            impostor.say(chunk(room.sender(), "abc"));
            Await.until("cut", () -> impostor.closed);
            assertThat(impostor.heard).doesNotContain("tr01 200");
            assertThat(news.told).containsExactly("broken WRONG_CERTIFICATE");
        }
    }

    /** RFC 4975 §6: msrps is TLS and msrp is not, whatever port somebody tries. */
    @Test
    void aTlsLegIsNotToBeHadInTheClearNorAPlainOneOverTls() throws IOException {
        start();
        RoomHandle secure = open(true, true);
        RoomHandle plain = open(false, false);
        seatDevice(secure, List.of());
        try (Peer clear = new Peer(relay.port());
                Peer tls = peer(phone.context())) {
            clear.say(empty(secure.devices().get(0)));
            tls.say(empty(plain.devices().get(0)));
            Await.until("refused", () -> clear.heard.contains("hello 481"));
            Await.until("refused", () -> tls.heard.contains("hello 481"));
        }
    }

    private ConnectTarget at(ServerSocket device) {
        return new ConnectTarget("127.0.0.1", device.getLocalPort(), true);
    }

    private void seatPassive(ServerSocket device, List<CertificateFingerprint> fingerprints) {
        RoomHandle room = open(true, true);
        room.seatDevice(
                0,
                new Leg(
                        MsrpPath.of(room.devices().get(0)),
                        RelayTest.path(DEVICE),
                        List.of(at(device)),
                        fingerprints));
    }

    private static SSLServerSocket listening(TestCertificate certificate) throws IOException {
        SSLServerSocket listening =
                (SSLServerSocket)
                        certificate
                                .context()
                                .getServerSocketFactory()
                                .createServerSocket(0, 1, InetAddress.getLoopbackAddress());
        listening.setNeedClientAuth(true);
        return listening;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void weConnectWithOurCertificateToTheOneThatWasNamed(boolean preferNative) throws IOException {
        start(options(filesOf(ours), Duration.ZERO, 1000), preferNative);
        try (SSLServerSocket device = listening(phone)) {
            seatPassive(device, List.of(fingerprint(phone, "SHA-256")));
            SSLSocket socket = (SSLSocket) device.accept();
            try (Peer peer = new Peer(socket)) {
                Await.until("bound", () -> peer.heard.contains("empty SEND"));
                assertThat(socket.getSession().getPeerCertificates())
                        .containsExactly(ours.certificate());
            }
        }
    }

    /** RFC 8122 §6.2: it learns why, but where an older JDK has no such word. */
    @ParameterizedTest
    @CsvSource({
        "TLSv1.2, true, bad_certificate",
        "TLSv1.3, true, bad_certificate",
        "TLSv1.2, false, bad_certificate",
        "TLSv1.3, false, bad_certificate|certificate_unknown"
    })
    void weTellWhoeverShowsAnotherCertificate(String version, boolean preferNative, String alert)
            throws IOException {
        start(options(filesOf(ours), Duration.ZERO, 1000), preferNative);
        SSLEngine impostor = serving(TestCertificate.selfSigned("impostor"));
        impostor.setEnabledProtocols(new String[] {version});
        try (ServerSocket device = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            seatPassive(device, List.of(fingerprint(phone, "SHA-256")));
            assertAlert(device, impostor, alert);
            Await.until("lost", () -> !news.told.isEmpty());
            assertThat(news.told).containsExactly("lost 0 WRONG_CERTIFICATE 408");
            assertThat(relay.metrics().value(RelayMetrics.Counter.IMPOSTORS)).isEqualTo(1);
        }
    }

    @Test
    void aPassiveSenderWithAnotherCertificateEndsItsMessage() throws IOException {
        start();
        try (ServerSocket sender = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            RoomHandle room = open(true, false);
            room.seatSender(
                    new Leg(
                            MsrpPath.of(room.sender()),
                            RelayTest.path(ALICE),
                            List.of(at(sender)),
                            List.of(fingerprint(phone, "SHA-256"))));
            assertAlert(sender, serving(TestCertificate.selfSigned("impostor")), "bad_certificate");
            Await.until("broken", () -> !news.told.isEmpty());
            assertThat(news.told).containsExactly("broken WRONG_CERTIFICATE");
        }
    }

    private static SSLEngine serving(TestCertificate certificate) {
        SSLEngine engine = certificate.context().createSSLEngine();
        engine.setUseClientMode(false);
        engine.setNeedClientAuth(true);
        return engine;
    }

    /**
     * What whoever listens sees of our connection. It sends what it has to say at once: we may end
     * the connection while it writes on, and then its system drops our last words.
     */
    private static void assertAlert(ServerSocket listening, SSLEngine engine, String alert)
            throws IOException {
        try (Socket socket = listening.accept()) {
            assertThatThrownBy(() -> shakeHands(engine, socket))
                    .isInstanceOf(SSLException.class)
                    .hasMessageMatching("Received fatal alert: (" + alert + ")");
        }
    }

    private static void shakeHands(SSLEngine engine, Socket socket) throws IOException {
        ByteBuffer in = ByteBuffer.allocate(1 << 16).flip();
        ByteBuffer out = ByteBuffer.allocate(1 << 16);
        ByteBuffer content = ByteBuffer.allocate(1 << 16);
        engine.beginHandshake();
        while (engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING) {
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> engine.getDelegatedTask().run();
                case NEED_WRAP -> engine.wrap(ByteBuffer.allocate(0), out);
                default -> {
                    socket.getOutputStream().write(out.array(), 0, out.position());
                    out.clear();
                    if (engine.unwrap(in, content).getStatus() == Status.BUFFER_UNDERFLOW) {
                        in.compact();
                        int read =
                                socket.getInputStream()
                                        .read(in.array(), in.position(), in.remaining());
                        assertThat(read).as("octets before the connection ends").isPositive();
                        in.position(in.position() + read).flip();
                    }
                }
            }
        }
    }

    /** One peer's certificate is no other's: each connection has its own expectation. */
    @Test
    void whoIsExpectedElsewhereIsNotExpectedHere() throws IOException {
        start();
        try (SSLServerSocket right = listening(phone);
                ServerSocket wrong = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            seatPassive(right, List.of(fingerprint(phone, "SHA-256")));
            try (Peer peer = new Peer(right.accept())) {
                seatPassive(wrong, List.of(fingerprint(phone, "SHA-256")));
                assertAlert(wrong, serving(ours), "bad_certificate");
                Await.until("bound", () -> peer.heard.contains("empty SEND"));
            }
        }
    }

    /**
     * RFC 4975 §5.4: without a fingerprint an authority has to vouch for the name we connect to.
     */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void withoutAFingerprintAnAuthorityVouches(boolean preferNative) throws IOException {
        TestCertificate authority = TestCertificate.selfSigned("authority");
        Path trusted = pem.resolve("authorities.pem");
        authority.writeCertificate(trusted);
        TlsOptions.Files files = filesOf(ours);
        start(
                options(
                        new TlsOptions.Files(
                                files.certificate(), files.key(), Optional.of(trusted)),
                        Duration.ZERO,
                        1000),
                preferNative);
        try (SSLServerSocket device = listening(authority.signs("device"))) {
            seatPassive(device, List.of());
            try (Peer peer = new Peer(device.accept())) {
                Await.until("bound", () -> peer.heard.contains("empty SEND"));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void withoutAFingerprintNobodyVouchesForASelfSignedCertificate(boolean preferNative)
            throws IOException {
        start(options(filesOf(ours), Duration.ZERO, 1000), preferNative);
        try (SSLServerSocket device = listening(phone)) {
            seatPassive(device, List.of());
            try (Peer peer = new Peer(device.accept())) {
                Await.until("lost", () -> !news.told.isEmpty());
                assertThat(news.told).containsExactly("lost 0 TLS_FAILED 408");
                Await.until("left", () -> peer.closed);
                assertThat(peer.heard).doesNotContain("empty SEND");
            }
        }
    }

    @Test
    void whoSpeaksNoTlsIsNotConnectedTo() throws IOException {
        start();
        try (ServerSocket device = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            seatPassive(device, List.of());
            try (Socket socket = device.accept()) {
                socket.getOutputStream().write("MSRP what\r\n".getBytes(StandardCharsets.US_ASCII));
                Await.until("lost", () -> !news.told.isEmpty());
                assertThat(news.told).containsExactly("lost 0 TLS_FAILED 408");
            }
        }
    }

    private static X509Certificate shown(SSLSocket socket) throws SSLException, IOException {
        socket.startHandshake();
        return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }

    private X509Certificate shown() throws IOException {
        try (SSLSocket socket = socket(TestCertificate.anonymous())) {
            return shown(socket);
        }
    }

    @Test
    void aNewCertificateIsTakenAndConnectionsStay() throws IOException {
        start();
        RoomHandle room = open(true, true);
        seatDevice(room, List.of(fingerprint(phone, "SHA-256")));
        assertThat(relay.fingerprints()).containsExactly(fingerprint(ours, "SHA-256"));
        try (Peer device = peer(phone.context())) {
            device.say(empty(room.devices().get(0)));
            Await.until("bound", () -> device.heard.contains("hello 200"));
            TestCertificate next = TestCertificate.selfSigned("next");
            filesOf(next);
            Await.until(
                    "announced",
                    () -> !relay.fingerprints().contains(fingerprint(ours, "SHA-256")));
            assertThat(relay.fingerprints()).containsExactly(fingerprint(next, "SHA-256"));
            assertThat(shown()).isEqualTo(next.certificate());
            device.say(empty(room.devices().get(0)).replace("hello", "again"));
            Await.until("alive", () -> device.heard.contains("again 200"));
        }
        assertThat(relay.metrics().value(RelayMetrics.Counter.CERTIFICATES_CHANGED)).isEqualTo(1);
    }

    @Test
    void aNewCertificateIsAnnouncedBeforeItIsUsed() throws IOException {
        start(options(filesOf(ours), Duration.ofHours(1), 1000), true);
        TestCertificate next = TestCertificate.selfSigned("next");
        filesOf(next);
        Await.until("announced", () -> relay.fingerprints().size() == 2);
        assertThat(relay.fingerprints())
                .containsExactly(fingerprint(ours, "SHA-256"), fingerprint(next, "SHA-256"));
        assertThat(shown()).isEqualTo(ours.certificate());
    }

    @ParameterizedTest
    @ValueSource(strings = {"key of another", "nonsense", "gone"})
    void filesThatDoNotFitChangeNothing(String what) throws IOException {
        start();
        TlsOptions.Files files = filesOf(ours);
        switch (what) {
            case "key of another" -> phone.writeCertificate(files.certificate());
            case "nonsense" -> Files.writeString(files.certificate(), "nonsense");
            default -> Files.delete(files.certificate());
        }
        Await.until("told", () -> refused() > 0);
        assertThat(relay.fingerprints()).containsExactly(fingerprint(ours, "SHA-256"));
        assertThat(shown()).isEqualTo(ours.certificate());
        filesOf(phone);
        Await.until("mended", () -> relay.fingerprints().contains(fingerprint(phone, "SHA-256")));
    }

    private long refused() {
        return relay.metrics().value(RelayMetrics.Counter.CERTIFICATES_REFUSED);
    }

    @Test
    void aRelayDoesNotStartWithFilesThatDoNotFit() {
        TlsOptions.Files files = filesOf(ours);
        phone.writeCertificate(files.certificate());
        assertThatThrownBy(() -> start(TlsOptions.of(anyPort(), files), true))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the key is not that of the certificate");
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    @Test
    void onlySoManyHandshakesInASecond() throws IOException {
        start(options(filesOf(ours), Duration.ZERO, 1), true);
        assertThat(shown()).isEqualTo(ours.certificate());
        assertThatThrownBy(this::shown).isInstanceOf(IOException.class);
        assertThat(relay.metrics().limits()).containsKey("tls-handshakes-per-second");
        Await.until("the next second", this::isServed);
    }

    private boolean isServed() {
        try {
            return shown().equals(ours.certificate());
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void aHandshakeThatNeverEndsIsEnded() throws IOException {
        start();
        try (Socket halfOpen =
                new Socket(InetAddress.getLoopbackAddress(), relay.tlsPort().getAsInt())) {
            halfOpen.getOutputStream().write(HELLO_OF_TLS_1_1, 0, 20);
            Await.until("counted", () -> relay.metrics().limits().containsKey("tls-handshake"));
            Await.until("gone", () -> strangers() == 0);
            assertThat(isServed()).isTrue();
        }
    }

    @Test
    void aRoomWithTlsIsRefusedWithoutACertificate() throws IOException {
        relay = Relay.start(RelayOptions.of(anyPort(), "127.0.0.1", spool), new SecureRandom());
        RoomRequest plain = RoomStage.request(1);
        assertThat(
                        relay.open(
                                new RoomRequest(
                                        "",
                                        new RoomRequest.Secure(true, false),
                                        1,
                                        plain.maxSize(),
                                        plain.acceptTypes(),
                                        plain.recorder(),
                                        plain.deviceContent()),
                                news))
                .isInstanceOf(Opening.Refused.class);
        assertThat(relay.tlsPort()).isEmpty();
        assertThat(relay.fingerprints()).isEmpty();
    }
}
