package org.carillon.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.mail.Message;
import org.carillon.call.Aor;
import org.carillon.call.History;
import org.carillon.call.HistoryContract;
import org.carillon.certificate.TestCertificate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What every history does, as a mail program sees it through Dovecot. */
abstract class DovecotContract implements HistoryContract {
    private static final AtomicInteger TESTS = new AtomicInteger();

    @TempDir static Path directory;
    private static Dovecot dovecot;

    private final String test = "test-" + TESTS.incrementAndGet();
    private DovecotOutbox outbox;

    @BeforeAll
    static void startDovecot() throws IOException {
        TestCertificate authority = TestCertificate.selfSigned("authority");
        authority.writeCertificate(authority());
        dovecot = Dovecot.start(directory, authority.signs("dovecot"));
    }

    @AfterAll
    static void stopDovecot() {
        if (dovecot != null) {
            dovecot.close();
        }
    }

    /** Whom to believe that it is Dovecot. */
    static Path authority() {
        return directory.resolve("authority.pem");
    }

    @BeforeEach
    void open() throws IOException {
        outbox = open(dovecot, Files.createDirectory(directory.resolve(test)));
    }

    @AfterEach
    void close() {
        outbox.close();
    }

    /** An outbox in this directory. */
    abstract DovecotOutbox open(Dovecot dovecot, Path directory) throws IOException;

    /** What this user logs in as. */
    abstract String login(String user);

    /** Of this test alone. */
    String test() {
        return test;
    }

    @Override
    public History history() {
        return outbox.history();
    }

    /** Everything in the mailbox that has an object of this conversation. */
    @Override
    public List<byte[]> objectsOf(Aor user, String conversationId) throws IOException {
        outbox.awaitStored();
        dovecot.giveAway();
        String login = login(user.uri().substring("sip:".length()));
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
