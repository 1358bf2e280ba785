package org.carillon.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.mail.Flags.Flag;
import javax.mail.Message;
import javax.mail.internet.MimeUtility;
import org.carillon.call.History.Recording;
import org.carillon.call.HistoryContract;
import org.carillon.certificate.TestCertificate;
import org.carillon.history.ImapLogin;
import org.carillon.history.ImapOptions;
import org.carillon.history.ImapOptions.Tls;
import org.carillon.it.agent.Eventually;
import org.carillon.launcher.Server;
import org.carillon.launcher.ServerOptions;
import org.carillon.launcher.War;
import org.carillon.rules.Rule;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Dovecot as the store: logins, TLS, what is wrong with it, and what a mail program sees. */
class DovecotIT {
    private static final String MESSAGE =
            "From: <sip:a@b>\r\n\r\nContent-Type: text/plain\r\n\r\nhello";
    private static final AtomicInteger TESTS = new AtomicInteger();

    @TempDir static Path directory;
    private static Dovecot dovecot;

    private final int test = TESTS.incrementAndGet();

    /** Whose history it is, as Dovecot sees it; each test has somebody of its own. */
    private final String bob = "test-" + test + "-bob@example.com";

    private final ImapLogin login =
            new ImapLogin("test-" + test + "-{user}", "", Dovecot.PASSWORD, "");

    @BeforeAll
    static void startDovecot() throws Exception {
        TestCertificate authority = TestCertificate.selfSigned("authority");
        authority.writeCertificate(directory.resolve("authority.pem"));
        dovecot = Dovecot.start(directory, authority.signs("dovecot"));
    }

    @AfterAll
    static void stopDovecot() {
        if (dovecot != null) {
            dovecot.close();
        }
    }

    private static Optional<Path> authority() {
        return Optional.of(directory.resolve("authority.pem"));
    }

    private Path outboxDirectory() throws Exception {
        return Files.createDirectories(directory.resolve("outbox-" + test));
    }

    private DovecotOutbox outbox(Tls tls, Optional<Path> authorities, ImapLogin login)
            throws Exception {
        return new DovecotOutbox(
                outboxDirectory(), DovecotOutbox.options(dovecot, tls, authorities, login));
    }

    private DovecotOutbox outbox() throws Exception {
        return outbox(Tls.IMPLICIT, authority(), login);
    }

    private interface Look {
        void at(List<Message> messages) throws Exception;
    }

    private void read(String mailbox, Look look) throws Exception {
        try (ImapReader reader = new ImapReader(dovecot, bob)) {
            look.at(reader.messages(mailbox));
        }
    }

    private void assertStored(String conversation) throws Exception {
        read("Default/" + conversation, messages -> assertThat(messages).hasSize(1));
    }

    @Test
    void anObjectIsNewToWhoeverLooksFirst() throws Exception {
        try (DovecotOutbox outbox = outbox()) {
            outbox.record("c1", MESSAGE);
            outbox.awaitStored();
        }
        read(
                "Default/c1",
                messages -> {
                    Message only = messages.get(0);
                    assertThat(only.isSet(Flag.RECENT)).isTrue();
                    assertThat(only.isSet(Flag.SEEN)).isFalse();
                    assertThat(only.getReceivedDate()).isEqualTo(Date.from(DovecotOutbox.NOW));
                });
    }

    @Test
    void mailboxesHaveTheNamesThatPeopleGaveThem() throws Exception {
        try (DovecotOutbox outbox = outbox()) {
            outbox.record("\u53f0\u5317 R&D", MESSAGE);
            outbox.record("a.b/c*%\"\\", MESSAGE);
            outbox.awaitStored();
        }
        try (ImapReader reader = new ImapReader(dovecot, bob)) {
            assertThat(reader.mailboxes())
                    .containsExactlyInAnyOrder(
                            "Default/\u53f0\u5317 R&D", "Default/a=2Eb=2Fc=2A=25=22=5C");
        }
    }

    @Test
    void aConnectionServesManyObjects() throws Exception {
        try (DovecotOutbox outbox = outbox()) {
            for (int i = 0; i < 20; i++) {
                outbox.record("c1", MESSAGE + i);
                outbox.awaitStored();
            }
        }
        assertThat(dovecot.logins(bob)).isOne();
        read("Default/c1", messages -> assertThat(messages).hasSize(20));
    }

    @Test
    void aHundredMegabytesTakeNoMemory() throws Exception {
        MessageDigest sent = MessageDigest.getInstance("SHA-256");
        long allocated;
        try (DovecotOutbox outbox = outbox(Tls.NONE, authority(), login)) {
            Recording recording = outbox.history().begin(HistoryContract.entry("c1"));
            byte[] piece = new byte[1 << 20];
            new Random(1).nextBytes(piece);
            for (int i = 0; i < 100; i++) {
                piece[i] = 0;
                sent.update(piece);
                recording.append(ByteBuffer.wrap(piece));
            }
            long before = allocatedByTheOutbox();
            recording.complete();
            outbox.awaitStored();
            allocated = allocatedByTheOutbox() - before;
        }
        assertThat(allocated).isPositive().isLessThan(10 << 20);
        read(
                "Default/c1",
                messages -> {
                    MessageDigest got = MessageDigest.getInstance("SHA-256");
                    try (InputStream content =
                            new DigestInputStream(decoded(messages.get(0)), got)) {
                        content.transferTo(OutputStream.nullOutputStream());
                    }
                    assertThat(got.digest()).isEqualTo(sent.digest());
                });
    }

    /** JavaMail itself decodes no message/* (RFC 2045 §6.4). */
    private static InputStream decoded(Message message) throws Exception {
        return MimeUtility.decode(message.getInputStream(), "base64");
    }

    private static long allocatedByTheOutbox() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("carillon-history-"))
                .mapToLong(thread -> threads.getThreadAllocatedBytes(thread.getId()))
                .sum();
    }

    @ParameterizedTest
    @CsvSource({
        "IMPLICIT, {user}*carillon, ''",
        "STARTTLS, carillon, {user}",
        "NONE, {user}*carillon, ''",
    })
    void oneLoginMayServeAllUsers(Tls tls, String user, String authorizeAs) throws Exception {
        ImapLogin master =
                new ImapLogin(
                        user.replace("{", "test-" + test + "-{"),
                        authorizeAs.replace("{", "test-" + test + "-{"),
                        Dovecot.MASTER_PASSWORD,
                        "");
        try (DovecotOutbox outbox = outbox(tls, authority(), master)) {
            outbox.record("c1", MESSAGE);
            outbox.awaitStored();
        }
        assertStored("c1");
    }

    @Test
    @Rule("C-29")
    void whatComesWhileItIsDownIsThereWhenItIsBack() throws Exception {
        try (DovecotOutbox outbox = outbox()) {
            outbox.record("c1", MESSAGE);
            outbox.awaitStored();
            dovecot.stop();
            outbox.record("c2", MESSAGE);
            outbox.awaitTrouble("imap-host,imap-port,imap-tls");
            dovecot.start();
            outbox.awaitStored();
            Eventually.is(outbox.history()::waitingUsers, 0L);
        }
        assertStored("c1");
        assertStored("c2");
    }

    /** The process ends between the APPEND and the outbox hearing of it. */
    @Test
    void anObjectIsThereOnceAndStaysNew() throws Exception {
        Path outboxBefore = directory.resolve("before-" + test);
        ImapLogin wrong = new ImapLogin(login.user(), "", "wrong", "");
        try (DovecotOutbox outbox = outbox(Tls.IMPLICIT, authority(), wrong)) {
            outbox.record("c1", MESSAGE);
            outbox.awaitTrouble("imap-user,imap-password");
        }
        copy(outboxDirectory(), outboxBefore);
        for (int i = 0; i < 2; i++) {
            try (DovecotOutbox outbox = outbox()) {
                outbox.awaitStored();
                Eventually.is(() -> outbox.history().counters().get("history-stored"), 1L);
            }
            copy(outboxBefore, outboxDirectory());
        }
        read(
                "Default/c1",
                messages -> {
                    assertThat(messages).hasSize(1);
                    assertThat(messages.get(0).isSet(Flag.RECENT)).isTrue();
                });
    }

    private static void copy(Path from, Path to) throws Exception {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    @Test
    @Rule("C-29")
    void aWrongPasswordIsToldAndCorrectedWithoutARestart() throws Exception {
        Path password = Files.writeString(directory.resolve("password-" + test), "wrong\n");
        ImapLogin fromFile = new ImapLogin(login.user(), "", "", password.toString());
        try (DovecotOutbox outbox = outbox(Tls.IMPLICIT, authority(), fromFile)) {
            outbox.record("c1", MESSAGE);
            outbox.awaitTrouble("imap-user,imap-password-file");
            assertThat(outbox.history().trouble().orElseThrow())
                    .contains("AUTHENTICATIONFAILED")
                    .doesNotContain("wrong");
            Files.writeString(password, Dovecot.PASSWORD + "\n");
            outbox.awaitStored();
        }
        assertStored("c1");
    }

    @ParameterizedTest
    @CsvSource({"IMPLICIT", "STARTTLS"})
    void aCertificateThatIsNotTrustedIsToldAndCorrectedWithoutARestart(Tls tls) throws Exception {
        Path believed = directory.resolve("believed-" + test + ".pem");
        TestCertificate.selfSigned("somebody else").writeCertificate(believed);
        try (DovecotOutbox outbox = outbox(tls, Optional.of(believed), login)) {
            outbox.record("c1", MESSAGE);
            outbox.awaitTrouble("imap-tls-authorities");
            Files.copy(directory.resolve("authority.pem"), believed, REPLACE_EXISTING);
            outbox.awaitStored();
        }
        assertStored("c1");
    }

    /** The certificate is that of 127.0.0.1. */
    @Test
    void aCertificateOfAnotherNameIsNotTrustedEither() throws Exception {
        ImapOptions right = DovecotOutbox.options(dovecot, Tls.IMPLICIT, authority(), login);
        ImapOptions wrong =
                new ImapOptions(
                        "localhost",
                        right.port(),
                        right.tls(),
                        right.authorities(),
                        right.login(),
                        right.timeout(),
                        right.connections(),
                        right.idle());
        try (DovecotOutbox outbox = new DovecotOutbox(outboxDirectory(), wrong)) {
            outbox.record("c1", MESSAGE);
            outbox.awaitTrouble("imap-host");
        }
    }

    @Test
    @Rule({"C-28", "C-29"})
    void aDeliveredMessageIsInItsRecipientsMailboxOnceThePasswordIsRight() throws Exception {
        Path password = Files.writeString(directory.resolve("master-password"), "wrong");
        try (Server server = Server.start(withHistoryInDovecot(password));
                Household home = Household.overUdp(server.sipAddress())) {
            ShortDelivery.STRAIGHT.play(home);
            Eventually.is(() -> server.gauges().get("outbox-users-waiting"), 1L);
            assertThat(server.counted("history-attempts-failed")).isPositive();
            Files.writeString(password, Dovecot.MASTER_PASSWORD);
            Eventually.is(() -> server.counted("history-stored"), 1L);
            Eventually.is(() -> server.gauges().get("outbox-users-waiting"), 0L);
            assertDelivered(home.user().substring("sip:".length()));
        }
    }

    private static ServerOptions withHistoryInDovecot(Path password) {
        return ServerOptions.onFreePorts(directory.resolve("data"), War.ofThisBuild())
                .with(
                        Map.of(
                                "history-store",
                                "imap",
                                "imap-host",
                                "127.0.0.1",
                                "imap-port",
                                Integer.toString(dovecot.tlsPort()),
                                "imap-tls-authorities",
                                directory.resolve("authority.pem").toString(),
                                "imap-user",
                                "{user}*carillon",
                                "imap-password-file",
                                password.toString()));
    }

    private static void assertDelivered(String user) throws Exception {
        try (ImapReader reader = new ImapReader(dovecot, user)) {
            List<String> mailboxes = reader.mailboxes();
            assertThat(mailboxes).singleElement().asString().startsWith("Default/");
            List<Message> messages = reader.messages(mailboxes.get(0));
            assertThat(messages).hasSize(1);
            assertThat(new String(ImapReader.octets(messages.get(0)), UTF_8))
                    .startsWith("From: sip:alice@localhost\r\n")
                    .contains("All of it, to both of them.");
        }
    }
}
