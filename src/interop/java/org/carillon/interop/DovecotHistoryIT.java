package org.carillon.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.mail.Message;
import org.carillon.call.Aor;
import org.carillon.call.History;
import org.carillon.call.HistoryContract;
import org.carillon.certificate.TestCertificate;
import org.carillon.history.ImapLogin;
import org.carillon.history.ImapOptions.Tls;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What every history does, in Dovecot and read back by a mail program. */
class DovecotHistoryIT implements HistoryContract {
    private static final AtomicInteger TESTS = new AtomicInteger();

    @TempDir static Path directory;
    private static Dovecot dovecot;

    /** Each test has mailboxes of its own. */
    private final String prefix = "test-" + TESTS.incrementAndGet() + "-";

    private DovecotOutbox outbox;

    @BeforeAll
    static void startDovecot() throws IOException {
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

    @BeforeEach
    void open() throws IOException {
        ImapLogin login = new ImapLogin(prefix + "{user}", "", Dovecot.PASSWORD, "");
        Optional<Path> authority = Optional.of(directory.resolve("authority.pem"));
        outbox =
                new DovecotOutbox(
                        Files.createDirectory(directory.resolve(prefix + "outbox")),
                        DovecotOutbox.options(dovecot, Tls.IMPLICIT, authority, login));
    }

    @AfterEach
    void close() {
        outbox.close();
    }

    @Override
    public History history() {
        return outbox.history();
    }

    /** Everything in the mailbox that has an object of this conversation. */
    @Override
    public List<byte[]> objectsOf(Aor user, String conversationId) throws IOException {
        outbox.awaitStored();
        String login = prefix + user.uri().substring("sip:".length());
        try (ImapReader reader = new ImapReader(dovecot, login)) {
            for (String mailbox : reader.mailboxes()) {
                List<Message> messages = reader.messages(mailbox);
                if (!messages.isEmpty() && isOf(conversationId, messages.get(0))) {
                    return octets(messages);
                }
            }
            return List.of();
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    private static boolean isOf(String conversationId, Message message) throws Exception {
        return message.getHeader("Conversation-ID")[0].strip().equals(conversationId);
    }

    private static List<byte[]> octets(List<Message> messages) throws Exception {
        List<byte[]> objects = new ArrayList<>();
        for (Message message : messages) {
            objects.add(ImapReader.octets(message));
        }
        return objects;
    }
}
