package org.carillon.interop;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.carillon.call.History.Recording;
import org.carillon.call.HistoryContract;
import org.carillon.history.HistoryOptions;
import org.carillon.history.HistoryOutbox;
import org.carillon.history.ImapLogin;
import org.carillon.history.ImapOptions;
import org.carillon.history.ImapOptions.Tls;
import org.carillon.history.OutboxOptions;
import org.carillon.it.agent.Eventually;

/** The outbox in front of Dovecot, or of what Dovecot serves. */
final class DovecotOutbox implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private static final Duration SOON = Duration.ofMillis(50);

    private final Path directory;
    private final HistoryOutbox history;

    /**
     * @param directory of the outbox
     */
    DovecotOutbox(Path directory, ImapOptions server) throws IOException {
        this(directory, directory, Optional.of(server));
    }

    /** In front of Maildirs, which Dovecot serves. */
    DovecotOutbox(Path directory, Path maildirs) throws IOException {
        this(directory, maildirs, Optional.empty());
    }

    private DovecotOutbox(Path directory, Path maildirs, Optional<ImapOptions> server)
            throws IOException {
        this.directory = directory;
        history =
                HistoryOutbox.open(
                        new HistoryOptions(maildirs, HistoryOptions.DEFAULT_FOLDER, "node", server),
                        new OutboxOptions(
                                directory, 1 << 30, 100, SOON, SOON, Duration.ofSeconds(5)),
                        InstantSource.fixed(NOW),
                        new SplittableRandom());
    }

    static ImapOptions options(
            Dovecot server, Tls tls, Optional<Path> authorities, ImapLogin login) {
        return new ImapOptions(
                "127.0.0.1",
                tls == Tls.IMPLICIT ? server.tlsPort() : server.port(),
                tls,
                authorities,
                login,
                Duration.ofSeconds(20),
                8,
                Duration.ofMinutes(1));
    }

    HistoryOutbox history() {
        return history;
    }

    void record(String conversation, String message) throws IOException {
        Recording recording = history.begin(HistoryContract.entry(conversation));
        recording.append(ByteBuffer.wrap(message.getBytes(StandardCharsets.UTF_8)));
        recording.complete();
    }

    /** Until everything that is whole is stored. */
    void awaitStored() {
        File outbox = directory.toFile();
        Eventually.empty(() -> List.of(outbox.list((in, name) -> name.endsWith(":envelope"))));
    }

    /** Until the store has failed, with words that name this setting. */
    void awaitTrouble(String setting) {
        Eventually.holds(
                "trouble with " + setting + ", but " + history.trouble(),
                () ->
                        history.trouble()
                                .filter(words -> words.startsWith("setting=" + setting + " "))
                                .isPresent());
    }

    @Override
    public void close() {
        history.close();
    }
}
