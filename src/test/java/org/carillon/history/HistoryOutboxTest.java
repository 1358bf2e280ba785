package org.carillon.history;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.carillon.call.Aor;
import org.carillon.call.CallId;
import org.carillon.call.History;
import org.carillon.call.History.Recording;
import org.carillon.call.HistoryContract;
import org.carillon.call.HistoryEntry;
import org.carillon.history.MessageStore.Attempt;
import org.carillon.relay.Await;
import org.carillon.rules.Rule;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryOutboxTest implements HistoryContract {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00.123456Z");

    private static final Duration SOON = Duration.ofMillis(5);

    @TempDir Path root;
    private HistoryOutbox history;

    @BeforeEach
    void open() throws IOException {
        history = open(HistoryOptions.DEFAULT_FOLDER);
    }

    @AfterEach
    void close() {
        history.close();
    }

    private HistoryOutbox open(String folder) throws IOException {
        return open(folder, limits(1 << 30, 100), new MaildirStore(root.resolve("history")));
    }

    private OutboxOptions limits(long disk, int objects) {
        return new OutboxOptions(outbox(), disk, objects, SOON, SOON, Duration.ofSeconds(1));
    }

    private HistoryOutbox open(String folder, OutboxOptions limits, MessageStore store)
            throws IOException {
        HistoryOptions options =
                new HistoryOptions(root.resolve("history"), folder, "node/1:a", Optional.empty());
        return HistoryOutbox.open(options, limits, store, () -> NOW, new SplittableRandom(1));
    }

    private void reopen(OutboxOptions limits, MessageStore store) throws IOException {
        history.close();
        history = open(HistoryOptions.DEFAULT_FOLDER, limits, store);
    }

    private void reopen() throws IOException {
        reopen(limits(1 << 30, 100), new MaildirStore(root.resolve("history")));
    }

    @Override
    public History history() {
        return history;
    }

    @Override
    public List<byte[]> objectsOf(Aor user, String conversationId) throws IOException {
        awaitEmptyOutbox();
        List<byte[]> objects = new ArrayList<>();
        for (Path file : files(folder("Default", conversationId).resolve("new"))) {
            objects.add(Files.readAllBytes(file));
        }
        return objects;
    }

    @Test
    void theLayoutIsThatOfAMaildirServer() throws Exception {
        record("f81d4fae-7dec", "hello");
        awaitEmptyOutbox();
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
        awaitEmptyOutbox();
        block(bob().resolve(".Default.c2"));
        record("c2", "hello");
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.filter(each -> !each.endsWith(".Default.c2")).toList()) {
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
        awaitEmptyOutbox();
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
        assertThat(objectsInOutbox()).hasSize(1);
        recording.abort();
        assertThat(objectsInOutbox()).isEmpty();
        assertThat(history.objects()).isZero();
        assertThat(history.octets()).isZero();
        assertThat(root.resolve("history")).doesNotExist();
    }

    @Test
    void leftoversOfACrashGoAndNothingElse() throws Exception {
        Recording begun = history.begin(HistoryContract.entry("c1"));
        begun.append(ByteBuffer.wrap(CPIM.getBytes(UTF_8)));
        String leftover = objectsInOutbox().get(0).getFileName().toString();
        Files.createFile(outbox().resolve(leftover + ":unfinished"));
        Files.createFile(outbox().resolve("README"));
        block(bob());
        record("c1", "complete");
        reopen(); // and begun is never heard of again
        assertThat(files(outbox()))
                .extracting(file -> file.getFileName().toString())
                .hasSize(4)
                .contains("README", "refused")
                .noneMatch(name -> name.startsWith(leftover));
        unblock(bob());
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
        assertThat(objectsInOutbox()).isEmpty();
        assertThat(history.octets()).isZero();
        assertThat(objectsOf(bobsAor(), "c1")).isEmpty();
    }

    @Test
    @Rule("C-29")
    void whatTheStoreCannotTakeWaitsAndIsToldOnce() throws Exception {
        block(bob());
        try (Log log = new Log(OutboxWorker.class)) {
            record("c1", "hello");
            awaitFailures(3);
            assertThat(objectsInOutbox()).hasSize(2); // with its envelope
            assertThat(history.objects()).isOne();
            assertThat(history.waitingUsers()).isOne();
            assertThat(history.trouble())
                    .hasValueSatisfying(
                            why -> assertThat(why).startsWith("setting=data-directory why="));
            assertThat(history.octets()).isEqualTo(Files.size(objectsInOutbox().get(0)));
            unblock(bob());
            assertThat(objectsOf(bobsAor(), "c1")).hasSize(1);
            Await.until("counted", () -> history.objects() == 0);
            assertThat(history.octets()).isZero();
            assertThat(history.waitingUsers()).isZero();
            assertThat(history.trouble()).isEmpty();
            assertThat(log.lines())
                    .satisfiesExactly(
                            line ->
                                    assertThat(line)
                                            .startsWith("event=history-waiting")
                                            .contains("call-id=\"call-1@host\"", "data-directory"),
                            line ->
                                    assertThat(line)
                                            .startsWith("event=history-stored")
                                            .contains("call-id=\"call-1@host\""));
        }
    }

    @Test
    void anObjectCountsUntilAllElseHasBeenSaidOfIt() throws Exception {
        block(bob());
        List<List<Long>> seen = new CopyOnWriteArrayList<>();
        try (Log looking =
                new Log(OutboxWorker.class) {
                    @Override
                    public void publish(LogRecord event) {
                        super.publish(event);
                        seen.add(List.of(history.objects(), history.waitingUsers()));
                    }
                }) {
            record("c1", "hello");
            awaitFailures(1);
            unblock(bob());
            Await.until("counted", () -> history.objects() == 0);
            assertThat(looking.lines().get(1)).startsWith("event=history-stored");
        }
        assertThat(seen.get(1)).isEqualTo(List.of(1L, 0L));
    }

    @Test
    void oneUsersTroubleIsNobodyElses() throws Exception {
        block(bob());
        record("c1", "hello");
        awaitFailures(1);
        for (int i = 0; i < 20; i++) { // more than there are threads
            record(entryOf(Aor.of("sip:user" + i + "@example.com")), "hello");
        }
        Await.until("all but bob's", () -> history.objects() == 1);
        assertThat(files(root.resolve("history"))).hasSize(21);
    }

    @Test
    @Rule("C-29")
    void aRestartGoesOnWithWhatWaits() throws Exception {
        block(bob());
        record("c1", "one");
        record("c2", "two");
        try (Log log = new Log(HistoryOutbox.class)) {
            reopen();
            assertThat(log.lines()).containsExactly("event=history-taken-up objects=2");
        }
        assertThat(history.objects()).isEqualTo(2);
        assertThat(history.octets()).isPositive();
        unblock(bob());
        assertThat(objectsOf(bobsAor(), "c1")).hasSize(1);
        assertThat(objectsOf(bobsAor(), "c2")).hasSize(1);
    }

    @Test
    void aUsersObjectsKeepTheirOrder() throws Exception {
        List<String> stored = new CopyOnWriteArrayList<>();
        AtomicBoolean down = new AtomicBoolean(true);
        MessageStore store =
                store(
                        (name, envelope, content, attempt) -> {
                            if (down.get()) {
                                throw new IOException("down");
                            }
                            stored.add(envelope.folder());
                        });
        reopen(limits(1 << 30, 100), store);
        List<String> folders = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            record("c" + i, "hello");
            folders.add("Default/c" + i);
        }
        down.set(false);
        awaitEmptyOutbox();
        assertThat(stored).isEqualTo(folders);
    }

    @Test
    void onlyTheFirstAttemptIsTheFirst() throws Exception {
        List<Attempt> attempts = new CopyOnWriteArrayList<>();
        AtomicBoolean down = new AtomicBoolean(true);
        MessageStore store =
                store(
                        (name, envelope, content, attempt) -> {
                            attempts.add(attempt);
                            if (down.get()) {
                                throw new IOException("down");
                            }
                        });
        reopen(limits(1 << 30, 100), store);
        record("c1", "hello");
        awaitFailures(2);
        reopen(limits(1 << 30, 100), store);
        awaitFailures(1);
        down.set(false);
        awaitEmptyOutbox();
        assertThat(attempts).first().isEqualTo(Attempt.FIRST);
        assertThat(attempts.subList(1, attempts.size())).containsOnly(Attempt.REPEATED);
    }

    /** A fault that no file system can be asked for. */
    @Test
    void aCrashBetweenStoredAndRemovedGivesOneObject() throws Exception {
        MessageStore maildir = new MaildirStore(root.resolve("history"));
        MessageStore dying =
                store(
                        (name, envelope, content, attempt) -> {
                            maildir.put(name, envelope, content, attempt);
                            throw new IOException("the process dies here");
                        });
        OutboxOptions patient =
                new OutboxOptions(
                        outbox(), 1 << 30, 9, Duration.ofDays(1), Duration.ofDays(1), SOON);
        reopen(patient, dying);
        record("c1", "hello");
        awaitFailures(1);
        reopen();
        assertThat(objectsOf(bobsAor(), "c1")).hasSize(1);
        assertThat(objectsInOutbox()).isEmpty();
    }

    @Test
    void whatIsDamagedIsSetAsideAndHoldsNobodyUp() throws Exception {
        block(bob());
        record("c1", "cut short");
        record("c2", "its envelope is no envelope");
        record("c3", "whole");
        awaitFailures(1);
        history.close();
        List<Path> waiting = objectsInOutbox();
        Files.write(waiting.get(0), new byte[3]);
        Files.writeString(waiting.get(3), "size=many");
        unblock(bob());
        reopen();
        assertThat(objectsOf(bobsAor(), "c3")).hasSize(1);
        assertThat(objectsOf(bobsAor(), "c1")).isEmpty();
        assertThat(files(outbox().resolve("refused")))
                .extracting(Path::getFileName)
                .containsExactlyElementsOf(
                        waiting.subList(0, 4).stream().map(Path::getFileName).toList());
        assertThat(history.counters()).containsEntry("history-refused", 2L);
        Await.until("nobody waits", () -> history.objects() == 0);
    }

    @Test
    void theDiskHasALimitThatARestartRemembers() throws Exception {
        block(bob());
        reopen(limits(20_000, 100), new MaildirStore(root.resolve("history")));
        record("c1", "x".repeat(15_000));
        assertThatThrownBy(() -> record("c2", "x".repeat(15_000)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("outbox-disk");
        assertThat(history.counters()).containsEntry("limit-outbox", 1L);
        assertThat(objectsInOutbox()).hasSize(2);
        reopen(limits(20_000, 100), new MaildirStore(root.resolve("history")));
        assertThatThrownBy(() -> record("c2", "x".repeat(15_000))).isInstanceOf(IOException.class);
        unblock(bob());
        Await.until("there is room again", () -> history.octets() == 0);
        record("c2", "x".repeat(15_000));
        assertThat(objectsOf(bobsAor(), "c2")).hasSize(1);
    }

    @Test
    void objectsHaveALimit() throws Exception {
        reopen(limits(1 << 30, 2), new MaildirStore(root.resolve("history")));
        Recording one = history.begin(HistoryContract.entry("c1"));
        history.begin(HistoryContract.entry("c2"));
        assertThatThrownBy(() -> history.begin(HistoryContract.entry("c3")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("2 objects");
        one.abort();
        history.begin(HistoryContract.entry("c3"));
        assertThat(history.counters()).containsEntry("limit-outbox", 1L);
    }

    @Test
    void aStoreThatHangsIsNotWaitedForWhenWeClose() throws Exception {
        CountDownLatch hanging = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        OutboxOptions hasty = new OutboxOptions(outbox(), 1 << 30, 9, SOON, SOON, SOON);
        reopen(
                hasty,
                store(
                        (name, envelope, content, attempt) -> {
                            hanging.countDown();
                            try {
                                new CountDownLatch(1).await();
                            } catch (InterruptedException e) {
                                interrupted.countDown();
                                throw new InterruptedIOException();
                            }
                        }));
        record("c1", "hello");
        hanging.await();
        reopen();
        assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(objectsOf(bobsAor(), "c1")).hasSize(1);
    }

    @Test
    void pausesGrowUpToALimit() {
        OutboxOptions options = OutboxOptions.of(outbox(), 1);
        assertThat(IntStream.of(1, 2, 3, 9, 10, 1000).mapToObj(options::pauseAfter))
                .extracting(Duration::toSeconds)
                .containsExactly(1L, 2L, 4L, 256L, 300L, 300L);
    }

    @Test
    void theFolderIsATemplate() throws Exception {
        history.close();
        history = open("CPM/{From}/{Contribution-ID}");
        record("c1", "hello");
        awaitEmptyOutbox();
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
            long written = Files.size(objectsInOutbox().get(0));
            assertThat(written).isGreaterThan((long) piece.length * (i + 1));
        }
        recording.complete();
        assertThat(objectsOf(bobsAor(), "c1").get(0).length).isGreaterThan(16 * piece.length);
    }

    @Test
    void theFileIsPlainToRead() throws Exception {
        String messageId =
                "<%d.M123456P%dQ1R%016x@node-0571-072a>"
                        .formatted(
                                NOW.getEpochSecond(),
                                ProcessHandle.current().pid(),
                                new SplittableRandom(1).nextLong());
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
                        Message-ID: MADE
                        MIME-Version: 1.0
                        Content-Type: Message/CPIM
                        Content-Transfer-Encoding: 8bit

                        From: <sip:a@b>
                        NS: i <urn:ietf:params:imdn>
                        i.Message-ID: m1

                        Content-Type: text/plain

                        hello\
                        """
                                .replace("MADE", messageId)
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

    private Path outbox() {
        return root.resolve("outbox");
    }

    /** Every file that is not refused: objects, each followed by its envelope. */
    private List<Path> objectsInOutbox() throws IOException {
        return files(outbox()).stream().filter(Files::isRegularFile).toList();
    }

    private void awaitEmptyOutbox() {
        Await.until(
                "an empty outbox",
                () -> {
                    try {
                        return objectsInOutbox().stream()
                                .noneMatch(file -> file.toString().endsWith(":envelope"));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    private void awaitFailures(long atLeast) {
        Await.until("failures", () -> history.counters().get("history-attempts-failed") >= atLeast);
    }

    /** A file where a directory has to be stops a superuser too. */
    private static void block(Path directory) throws IOException {
        Files.createDirectories(directory.getParent());
        Files.createFile(directory);
    }

    private static void unblock(Path directory) throws IOException {
        Files.delete(directory);
    }

    private interface Put {
        void put(String name, Envelope envelope, Path content, Attempt attempt) throws IOException;
    }

    private static MessageStore store(Put put) {
        return new MessageStore() {
            @Override
            public void put(String name, Envelope envelope, Path content, Attempt attempt)
                    throws IOException {
                put.put(name, envelope, content, attempt);
            }

            @Override
            public String settings(Exception failure) {
                return "none";
            }

            @Override
            public void close() {}
        };
    }

    /** What a class logs while this is open. */
    private static class Log extends Handler implements AutoCloseable {
        private final Logger logger;
        private final List<String> lines = new CopyOnWriteArrayList<>();

        Log(Class<?> source) {
            logger = Logger.getLogger(source.getName());
            logger.addHandler(this);
        }

        List<String> lines() {
            return lines;
        }

        @Override
        public void publish(LogRecord event) {
            lines.add(event.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            logger.removeHandler(this);
        }
    }

    private Path folder(String... levels) {
        StringBuilder name = new StringBuilder();
        for (String level : levels) {
            name.append('.').append(ModifiedUtf7.encode(SafeName.folder(level, 126)));
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
