package org.carillon.history;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.carillon.call.History;
import org.carillon.call.HistoryEntry;
import org.carillon.history.MessageStore.Attempt;

/**
 * History that outlives a store that is down: a message is written to the outbox, and once whole it
 * is brought to the store, again and again until that succeeds, by threads that do nothing else. A
 * restart goes on where the last process stopped.
 *
 * <p>Thread-safe; may block on the disk. Each message in progress holds at most the head of its
 * CPIM in memory.
 */
public final class HistoryOutbox implements History, AutoCloseable {
    private static final Logger LOG = System.getLogger(HistoryOutbox.class.getName());

    /** A store that does not answer holds up the users of one thread, not of all. */
    private static final int THREADS = 4;

    private final OutboxOptions limits;
    private final FolderTemplate folders;
    private final UniqueNames names;
    private final RandomGenerator random;
    private final OutboxFiles files;
    private final OutboxTally tally;
    private final MessageStore store;
    private final List<OutboxWorker> workers = new ArrayList<>();

    private HistoryOutbox(
            HistoryOptions options,
            OutboxOptions limits,
            MessageStore store,
            InstantSource clock,
            RandomGenerator random)
            throws IOException {
        this.limits = limits;
        this.folders = FolderTemplate.parse(options.folder());
        this.names = new UniqueNames(clock, random, options.host());
        this.random = random;
        this.files = OutboxFiles.open(limits.directory());
        this.tally = new OutboxTally(limits);
        this.store = store;
        for (int i = 1; i <= THREADS; i++) {
            workers.add(new OutboxWorker(files, tally, store, limits, "carillon-history-" + i));
        }
    }

    /**
     * Opens the outbox in front of the store and goes on with what lies in it.
     *
     * @param random names files and messages; used by several threads at once
     * @throws IOException if the outbox itself cannot be used; the store need not be there
     */
    public static HistoryOutbox open(
            HistoryOptions options,
            OutboxOptions limits,
            InstantSource clock,
            RandomGenerator random)
            throws IOException {
        return open(options, limits, storeOf(options), clock, random);
    }

    private static MessageStore storeOf(HistoryOptions options) {
        return options.imap().isPresent()
                ? new ImapStore(options.imap().get())
                : new MaildirStore(options.root());
    }

    static HistoryOutbox open(
            HistoryOptions options,
            OutboxOptions limits,
            MessageStore store,
            InstantSource clock,
            RandomGenerator random)
            throws IOException {
        HistoryOutbox outbox = new HistoryOutbox(options, limits, store, clock, random);
        try {
            outbox.takeUp();
        } catch (IOException e) {
            outbox.close();
            throw e;
        }
        return outbox;
    }

    private void takeUp() throws IOException {
        List<String> waiting = files.names();
        for (String name : waiting) {
            try {
                Envelope envelope = files.envelope(name);
                tally.found(envelope.size());
                workerOf(envelope).add(name, envelope, Attempt.REPEATED);
            } catch (ObjectRefused e) {
                files.refuse(name);
                tally.found(0);
                tally.refused();
                LOG.log(
                        Level.ERROR,
                        () -> "event=history-refused object=" + name + " why=" + e.getMessage());
            }
        }
        tally.foundRefused(files.refusedOctets());
        if (!waiting.isEmpty()) {
            LOG.log(Level.INFO, () -> "event=history-taken-up objects=" + waiting.size());
        }
    }

    private OutboxWorker workerOf(Envelope envelope) {
        return workers.get(Math.floorMod(envelope.user().hashCode(), workers.size()));
    }

    @Override
    public Recording begin(HistoryEntry entry) throws IOException {
        tally.begin();
        String name = names.next();
        try {
            return new OutboxRecording(
                    this,
                    files.create(name),
                    name,
                    folders.folderOf(entry),
                    entry,
                    "%016x%016x".formatted(random.nextLong(), random.nextLong()));
        } catch (IOException e) {
            tally.dropped(0);
            throw e;
        }
    }

    /** An object wants to grow; it may not where this throws. */
    void grow(long octets) throws IOException {
        tally.grow(octets);
    }

    /** An object is whole and on the disk. */
    void seal(String name, Envelope envelope) throws IOException {
        files.seal(name, envelope);
        workerOf(envelope).add(name, envelope, Attempt.FIRST);
    }

    /** An object will never be whole. */
    void drop(String name, long octets) {
        try {
            files.remove(name);
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    () -> "event=history-leftover object=" + name + " until=restart why=" + e);
        }
        tally.dropped(octets);
    }

    /** What was counted so far, by name. */
    public Map<String, Long> counters() {
        return tally.counters();
    }

    /** Objects that grow or wait. */
    public long objects() {
        return tally.objects();
    }

    /** Octets on the disk, also of objects that were refused. */
    public long octets() {
        return tally.octets();
    }

    /** Users whose objects wait because the store failed: with one of them it is degraded. */
    public long waitingUsers() {
        return tally.waitingUsers();
    }

    /** What is wrong with the store, if anybody waits for it: the setting to look at, and why. */
    public Optional<String> trouble() {
        return tally.trouble();
    }

    /** Brings what is due to the store, for a bounded time; the rest waits for the next start. */
    @Override
    public void close() {
        workers.forEach(OutboxWorker::shutdown);
        long deadline = System.nanoTime() + limits.close().toNanos();
        for (OutboxWorker worker : workers) {
            worker.await(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
        }
        store.close();
    }
}
