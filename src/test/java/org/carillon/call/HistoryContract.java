package org.carillon.call;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import javax.mail.MessagingException;
import javax.mail.Session;
import javax.mail.internet.MimeMessage;
import javax.mail.internet.MimeUtility;
import org.carillon.call.History.Recording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link History} does, on disk or behind IMAP. */
public interface HistoryContract {
    String CPIM =
            """
            From: <sip:anonymous@anonymous.invalid>
            To: <sip:anonymous@anonymous.invalid>
            NS: imdn <urn:ietf:params:imdn>
            imdn.Message-ID: PH7qAIV8cgH5
            DateTime: 2015-02-17T06:54:27Z

            Content-Type: text/plain

            From: not a header
            .
            gr\u00fc\u00dfe
            """
                    .replace("\n", "\r\n");

    /** The same, empty history whenever one test asks. */
    History history();

    /** The objects that a reader of the store sees in the folder of this conversation. */
    List<byte[]> objectsOf(Aor user, String conversationId) throws IOException;

    /** An entry of bob's with every optional value. */
    static HistoryEntry entry(String conversationId) {
        return new HistoryEntry(
                new CallId("call-1@host"),
                Aor.of("sip:bob@example.com"),
                "sip:+15551230001@orig.example",
                "sip:+15551230002@home.example",
                "Tue, 17 Feb 2015 06:54:27 +0000",
                Optional.of("A subject"),
                "urn:urn-7:3gpp-service.ims.icsi.oma.cpm.largemsg",
                conversationId,
                "abcdef-1234-5678-90ab-cdef01234567",
                Optional.of("01234567-89ab"),
                List.of(
                        "*;+g.3gpp.icsi-ref=\"urn%3Aurn-7%3A3gpp-service.ims.icsi.oma.cpm.largemsg\"",
                        "*;require;explicit"));
    }

    @Test
    default void aCompletedMessageIsOneObjectWithItsHeadersAndItsOctets() throws Exception {
        store(entry("c1"), CPIM.getBytes(UTF_8));
        MimeMessage object = only("c1");
        assertThat(object.getHeader("From")).containsExactly("sip:+15551230001@orig.example");
        assertThat(object.getHeader("To")).containsExactly("sip:+15551230002@home.example");
        assertThat(object.getHeader("Date")).containsExactly("Tue, 17 Feb 2015 06:54:27 +0000");
        assertThat(object.getSubject()).isEqualTo("A subject");
        assertThat(unfolded(object, "P-Asserted-Service"))
                .containsExactly("urn:urn-7:3gpp-service.ims.icsi.oma.cpm.largemsg");
        assertThat(object.getHeader("Conversation-ID")).containsExactly("c1");
        assertThat(object.getHeader("Contribution-ID"))
                .containsExactly("abcdef-1234-5678-90ab-cdef01234567");
        assertThat(object.getHeader("InReplyTo-Contribution-ID")).containsExactly("01234567-89ab");
        assertThat(unfolded(object, "Accept-Contact"))
                .containsExactlyElementsOf(entry("c1").acceptContact());
        assertThat(object.getHeader("IMDN-Message-ID")).containsExactly("PH7qAIV8cgH5");
        assertThat(object.getHeader("MIME-Version")).containsExactly("1.0");
        assertThat(object.getHeader("Content-Type")).containsExactly("Message/CPIM");
        assertThat(object.getHeader("Content-Transfer-Encoding")).containsExactly("8bit");
        assertThat(content(object)).isEqualTo(CPIM.getBytes(UTF_8));
    }

    /** No line of a mail holds a NUL, or a CR or LF alone; an image does. */
    @Test
    default void octetsThatAreNoTextComeBackAsTheyWere() throws Exception {
        String head = "From: <sip:a@b>\r\n\r\nContent-Type: image/png\r\n\r\n";
        for (String image : List.of("\0", "a\nb", "\n", "a\rb", "\r", "\r\r\n", "\u0080\u00ff\n")) {
            byte[] message = (head + image).getBytes(ISO_8859_1);
            String conversation = "image" + image.hashCode();
            store(entry(conversation), message);
            assertThat(content(only(conversation))).isEqualTo(message);
        }
    }

    @Test
    default void whatTheInviteLackedTheObjectLacks() throws Exception {
        HistoryEntry full = entry("c1");
        HistoryEntry bare =
                new HistoryEntry(
                        full.call(),
                        full.user(),
                        "anonymous",
                        full.to(),
                        full.date(),
                        Optional.empty(),
                        full.assertedService(),
                        full.conversationId(),
                        full.contributionId(),
                        Optional.empty(),
                        full.acceptContact());
        store(bare, CPIM.getBytes(UTF_8));
        assertThat(only("c1").getHeader("From")).containsExactly("anonymous");
        assertThat(only("c1").getHeader("Subject")).isNull();
        assertThat(only("c1").getHeader("InReplyTo-Contribution-ID")).isNull();
    }

    @Test
    default void piecesOfEverySizeGiveTheSameObject() throws Exception {
        byte[] message = CPIM.getBytes(UTF_8);
        for (int size : new int[] {1, 2, 3, 7, 64, message.length - 1, message.length}) {
            String conversation = "pieces-of-" + size;
            Recording recording = history().begin(entry(conversation));
            for (int at = 0; at < message.length; at += size) {
                int end = Math.min(message.length, at + size);
                recording.append(ByteBuffer.wrap(message, at, end - at));
            }
            recording.complete();
            assertThat(content(only(conversation))).isEqualTo(message);
            assertThat(only(conversation).getHeader("IMDN-Message-ID"))
                    .containsExactly("PH7qAIV8cgH5");
        }
    }

    @Test
    default void nothingIsVisibleBeforeItIsComplete() throws Exception {
        Recording recording = history().begin(entry("c1"));
        recording.append(ByteBuffer.wrap(CPIM.getBytes(UTF_8)));
        assertThat(objectsOf(entry("c1").user(), "c1")).isEmpty();
        recording.complete();
        assertThat(objectsOf(entry("c1").user(), "c1")).hasSize(1);
    }

    @Test
    default void anAbortedMessageLeavesNothing() throws Exception {
        Recording recording = history().begin(entry("c1"));
        recording.append(ByteBuffer.wrap(CPIM.getBytes(UTF_8)));
        recording.abort();
        history().begin(entry("c1")).abort();
        assertThat(objectsOf(entry("c1").user(), "c1")).isEmpty();
    }

    @Test
    default void anEndedRecordingTakesNothingMore() throws Exception {
        Recording recording = history().begin(entry("c1"));
        recording.append(ByteBuffer.wrap(CPIM.getBytes(UTF_8)));
        recording.complete();
        assertThatThrownBy(recording::complete).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> recording.append(ByteBuffer.allocate(1)))
                .isInstanceOf(IllegalStateException.class);
        recording.abort();
        assertThat(objectsOf(entry("c1").user(), "c1")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no CPIM at all",
                "From: <sip:a@b>\r\n\r\nContent-Type: text/plain\r\n\r\nno id",
                "From: <sip:a@b>\r\n", // ends within its head
            })
    default void withoutAMessageIdOneIsMade(String message) throws Exception {
        store(entry("c1"), message.getBytes(UTF_8));
        store(entry("c2"), message.getBytes(UTF_8));
        String one = only("c1").getHeader("IMDN-Message-ID")[0];
        String other = only("c2").getHeader("IMDN-Message-ID")[0];
        assertThat(one).matches("[0-9a-f]{32}").isNotEqualTo(other);
        assertThat(content(only("c1"))).isEqualTo(message.getBytes(UTF_8));
    }

    @Test
    default void aHeadWithoutEndIsKeptAsItIs() throws Exception {
        byte[] endless = new byte[100_000];
        Arrays.fill(endless, (byte) 'x');
        store(entry("c1"), endless);
        assertThat(only("c1").getHeader("IMDN-Message-ID")[0]).matches("[0-9a-f]{32}");
        assertThat(content(only("c1"))).isEqualTo(endless);
    }

    @Test
    default void aValueOfAPeerStartsNoHeaderOfItsOwn() throws Exception {
        HistoryEntry full = entry("c1");
        HistoryEntry hostile =
                new HistoryEntry(
                        full.call(),
                        full.user(),
                        "sip:a@b\r\nX-Injected: 1",
                        full.to() + "\nX-Injected: 2",
                        full.date() + "\rX-Injected: 3",
                        Optional.of("s\r\n\r\nX-Injected: body"),
                        full.assertedService() + "\u0085\u2028X-Injected: 4",
                        "c1",
                        full.contributionId() + "\0\u000b\fX-Injected: 5",
                        Optional.of("\r\nX-Injected: 6"),
                        List.of("*\r\n X-Injected: 7"));
        String cpim = CPIM.replace("PH7qAIV8cgH5", "id\\r\\nX-Injected: 8"); // CPIM's own escapes
        store(hostile, cpim.getBytes(UTF_8));
        assertThat(only("c1").getHeader("X-Injected")).isNull();
        assertThat(unfolded(only("c1"), "From")).containsExactly("sip:a@b X-Injected: 1");
        assertThat(content(only("c1"))).isEqualTo(cpim.getBytes(UTF_8));
    }

    @Test
    default void conversationsNeverShareAFolder() throws Exception {
        List<String> ids =
                List.of("a", "A", "a.b", "a/b", "a=2Eb", "a b", ".a", "..", "../a", "", "&", "%");
        for (String id : ids) {
            store(entry(id), CPIM.getBytes(UTF_8));
        }
        for (String id : ids) {
            assertThat(objectsOf(entry(id).user(), id)).as("folder of '%s'", id).hasSize(1);
            assertThat(only(id).getHeader("Conversation-ID")[0].strip()).isEqualTo(id);
        }
    }

    @Test
    default void oneConversationKeepsEveryMessage() throws Exception {
        store(entry("c1"), CPIM.getBytes(UTF_8));
        store(entry("c1"), CPIM.getBytes(UTF_8));
        assertThat(objectsOf(entry("c1").user(), "c1")).hasSize(2);
    }

    private void store(HistoryEntry entry, byte[] message) throws IOException {
        Recording recording = history().begin(entry);
        ByteBuffer bytes = ByteBuffer.wrap(message);
        recording.append(bytes);
        assertThat(bytes.hasRemaining()).isFalse();
        recording.complete();
    }

    private MimeMessage only(String conversationId) throws IOException, MessagingException {
        List<byte[]> objects = objectsOf(entry(conversationId).user(), conversationId);
        assertThat(objects).hasSize(1);
        Session none = Session.getInstance(new Properties());
        return new MimeMessage(none, new ByteArrayInputStream(objects.get(0)));
    }

    /** Decoded as its header says; JavaMail itself decodes no message/* (RFC 2045 §6.4). */
    private static byte[] content(MimeMessage object) throws Exception {
        return MimeUtility.decode(object.getRawInputStream(), object.getEncoding()).readAllBytes();
    }

    private static List<String> unfolded(MimeMessage object, String name)
            throws MessagingException {
        return Arrays.stream(object.getHeader(name)).map(MimeUtility::unfold).toList();
    }
}
