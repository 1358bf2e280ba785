package org.carillon.history;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.carillon.call.Aor;
import org.carillon.call.CallId;
import org.carillon.call.History;
import org.carillon.call.History.Recording;
import org.carillon.call.HistoryContract;
import org.carillon.call.HistoryEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaildirHistoryTest implements HistoryContract {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00.123456Z");

    @TempDir Path root;
    private MaildirHistory history;

    @BeforeEach
    void open() throws IOException {
        history = open(HistoryOptions.DEFAULT_FOLDER);
    }

    private MaildirHistory open(String folder) throws IOException {
        HistoryOptions options = new HistoryOptions(root.resolve("history"), folder, "node/1:a");
        return MaildirHistory.open(options, () -> NOW, new SplittableRandom(1));
    }

    @Override
    public History history() {
        return history;
    }

    @Override
    public List<byte[]> objectsOf(Aor user, String conversationId) throws IOException {
        List<byte[]> objects = new ArrayList<>();
        for (Path file : files(folder("Default", conversationId).resolve("new"))) {
            objects.add(Files.readAllBytes(file));
        }
        return objects;
    }

    @Test
    void theLayoutIsThatOfAMaildirServer() throws Exception {
        record("f81d4fae-7dec", "hello");
        Path folder = bob().resolve(".Default.f81d4fae-7dec");
        assertThat(folder.resolve("cur")).isEmptyDirectory();
        assertThat(folder.resolve("tmp")).isEmptyDirectory();
        assertThat(folder.resolve("maildirfolder")).isEmptyFile();
        assertThat(bob().resolve("tmp")).isEmptyDirectory();
        Path object = files(folder.resolve("new")).get(0);
        assertThat(object.getFileName().toString())
                .matches(
                        NOW.getEpochSecond()
                                + "\\.M123456P\\d+Q1R[0-9a-f]{16}\\.node\\\\0571\\\\072a,S="
                                + Files.size(object));
    }

    @Test
    void onlyTheOwnerMayRead() throws Exception {
        record("c1", "hello");
        try (Stream<Path> all = Files.walk(root.resolve("history"))) {
            for (Path path : all.toList()) {
                String expected = Files.isDirectory(path) ? "rwx------" : "rw-------";
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                        .as(path.toString())
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void usersAreNamedAsAMailServerWouldNameThem() throws Exception {
        record(entryOf(Aor.of("tel:+15551230002")), "x");
        record(entryOf(Aor.of("sip:../../etc@example.com")), "x");
        record(entryOf(new Aor("sip:.")), "x");
        record(entryOf(new Aor("sip:" + "long".repeat(100) + "@example.com")), "x");
        assertThat(files(root.resolve("history")))
                .extracting(path -> path.getFileName().toString())
                .satisfiesExactlyInAnyOrder(
                        name -> assertThat(name).isEqualTo("+15551230002"),
                        name -> assertThat(name).isEqualTo("=2E.=2F..=2Fetc@example.com"),
                        name -> assertThat(name).isEqualTo("=2E"),
                        name -> assertThat(name).matches("=h[0-9a-f]{64}"));
    }

    @Test
    void anAbortedMessageLeavesNoFolderEither() throws Exception {
        Recording recording = history.begin(HistoryContract.entry("chosen-by-a-peer"));
        recording.append(ByteBuffer.wrap(CPIM.getBytes(UTF_8)));
        assertThat(files(bob().resolve("tmp"))).hasSize(1);
        recording.abort();
        assertThat(files(bob().resolve("tmp"))).isEmpty();
        assertThat(files(bob()))
                .extracting(Path::getFileName)
                .extracting(Path::toString)
                .containsExactlyInAnyOrder("tmp", "new", "cur");
    }

    @Test
    void leftoversOfACrashGoAndNothingElse() throws Exception {
        history.begin(HistoryContract.entry("c1")); // the process dies here
        record("c1", "complete");
        Path tmp = bob().resolve("tmp");
        Path leftover = files(tmp).get(0);
        Path foreign = Files.createFile(tmp.resolve("1.M2P3.mailserver"));
        Path younger = Files.createFile(tmp.resolve("9.M9P9Q9R0123456789abcdef.host"));
        Files.setLastModifiedTime(leftover, FileTime.from(NOW.minusSeconds(1)));
        Files.setLastModifiedTime(foreign, FileTime.from(NOW.minusSeconds(1)));
        Files.setLastModifiedTime(younger, FileTime.from(NOW));
        open(HistoryOptions.DEFAULT_FOLDER);
        assertThat(files(tmp)).containsExactlyInAnyOrder(foreign, younger);
        assertThat(objectsOf(bobsAor(), "c1")).hasSize(1);
    }

    @Test
    void aWriteThatFailsIsToldAndLeavesNothing() throws Exception {
        Recording recording = history.begin(HistoryContract.entry("c1"));
        Thread.currentThread().interrupt(); // which closes the file under the writer's hands
        assertThatThrownBy(() -> recording.append(ByteBuffer.wrap(CPIM.getBytes(UTF_8))))
                .isInstanceOf(IOException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThatThrownBy(recording::complete).isInstanceOf(IOException.class);
        assertThat(files(bob().resolve("tmp"))).isEmpty();
        assertThat(objectsOf(bobsAor(), "c1")).isEmpty();
    }

    @Test
    void aDeliveryThatFailsIsToldAndLeavesNothing() throws Exception {
        record("c1", "first");
        Path box = bob().resolve(".Default.c1").resolve("new");
        Files.delete(files(box).get(0));
        Files.delete(box);
        Files.createFile(box); // in the way
        Recording recording = history.begin(HistoryContract.entry("c1"));
        recording.append(ByteBuffer.wrap(CPIM.getBytes(UTF_8)));
        assertThatThrownBy(recording::complete).isInstanceOf(IOException.class);
        assertThat(files(bob().resolve("tmp"))).isEmpty();
        recording.abort();
    }

    @Test
    void theFolderIsATemplate() throws Exception {
        history = open("CPM/{From}/{Contribution-ID}");
        record("c1", "hello");
        assertThat(
                        bob().resolve(
                                        ".CPM.sip:+15551230001@orig=2Eexample"
                                                + ".abcdef-1234-5678-90ab-cdef01234567"))
                .isDirectory();
    }

    @Test
    void memoryHoldsTheHeadAndNoMore() throws Exception {
        Recording recording = history.begin(HistoryContract.entry("c1"));
        recording.append(ByteBuffer.wrap(CPIM.getBytes(UTF_8)));
        byte[] piece = new byte[1 << 16];
        for (int i = 0; i < 16; i++) {
            recording.append(ByteBuffer.wrap(piece));
            long written = Files.size(files(bob().resolve("tmp")).get(0));
            assertThat(written).isGreaterThan((long) piece.length * (i + 1));
        }
        recording.complete();
        assertThat(objectsOf(bobsAor(), "c1").get(0).length).isGreaterThan(16 * piece.length);
    }

    @Test
    void theFileIsPlainToRead() throws Exception {
        record(
                "c1",
                "From: <sip:a@b>\r\nNS: i <urn:ietf:params:imdn>\r\ni.Message-ID: m1\r\n\r\n"
                        + "Content-Type: text/plain\r\n\r\nhello");
        assertThat(new String(objectsOf(bobsAor(), "c1").get(0), US_ASCII))
                .isEqualTo(
                        """
                        From: sip:+15551230001@orig.example
                        To: sip:+15551230002@home.example
                        Date: Tue, 17 Feb 2015 06:54:27 +0000
                        Subject: A subject
                        P-Asserted-Service: urn:urn-7:3gpp-service.ims.icsi.oma.cpm.largemsg
                        Conversation-ID: c1
                        Contribution-ID: abcdef-1234-5678-90ab-cdef01234567
                        InReplyTo-Contribution-ID: 01234567-89ab
                        Accept-Contact: *;+g.3gpp.icsi-ref="urn%3Aurn-7%3A3gpp-service.ims.icsi.oma.cpm.largemsg"
                        Accept-Contact: *;require;explicit
                        IMDN-Message-ID: m1
                        MIME-Version: 1.0
                        Content-Type: Message/CPIM
                        Content-Transfer-Encoding: 8bit

                        From: <sip:a@b>
                        NS: i <urn:ietf:params:imdn>
                        i.Message-ID: m1

                        Content-Type: text/plain

                        hello\
                        """
                                .replace("\n", "\r\n"));
    }

    private void record(String conversationId, String message) throws IOException {
        record(HistoryContract.entry(conversationId), message);
    }

    private void record(HistoryEntry entry, String message) throws IOException {
        Recording recording = history.begin(entry);
        recording.append(ByteBuffer.wrap(message.getBytes(UTF_8)));
        recording.complete();
    }

    private static HistoryEntry entryOf(Aor user) {
        HistoryEntry bobs = HistoryContract.entry("c1");
        return new HistoryEntry(
                new CallId("c"),
                user,
                bobs.from(),
                bobs.to(),
                bobs.date(),
                bobs.subject(),
                bobs.assertedService(),
                bobs.conversationId(),
                bobs.contributionId(),
                bobs.inReplyToContributionId(),
                bobs.acceptContact());
    }

    private static Aor bobsAor() {
        return Aor.of("sip:bob@example.com");
    }

    private Path bob() {
        return root.resolve("history").resolve("bob@example.com");
    }

    private Path folder(String... levels) {
        StringBuilder name = new StringBuilder();
        for (String level : levels) {
            name.append('.').append(SafeName.folder(level, 126));
        }
        return bob().resolve(name.toString());
    }

    private static List<Path> files(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }
}
