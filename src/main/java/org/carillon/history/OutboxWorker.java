package org.carillon.history;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.carillon.history.MessageStore.Attempt;

/**
 * One thread that brings the objects of some users from the outbox to the store: one user's in
 * their order, and when one fails, that user's wait and nobody else's. The log has one line for an
 * object that waits and one when it is stored at last, however often it is tried between.
 */
final class OutboxWorker {
    private static final Logger LOG = System.getLogger(OutboxWorker.class.getName());

    /** An object on its way from the outbox to the store. */
    private static final class Parcel {
        private final String name;
        private final Envelope envelope;
        private Attempt attempt;
        private boolean isToldOf;

        Parcel(String name, Envelope envelope, Attempt attempt) {
            this.name = name;
            this.envelope = envelope;
            this.attempt = attempt;
        }
    }

    /** The objects of one user, and how often in a row the first one has failed. */
    private static final class Line {
        private final Deque<Parcel> parcels = new ArrayDeque<>();
        private int failures;
        private String trouble = "";
    }

    private final OutboxFiles files;
    private final OutboxTally tally;
    private final MessageStore store;
    private final OutboxOptions options;
    private final ScheduledThreadPoolExecutor thread;

    /** By user; owned by the thread. */
    private final Map<String, Line> lines = new HashMap<>();

    OutboxWorker(
            OutboxFiles files,
            OutboxTally tally,
            MessageStore store,
            OutboxOptions options,
            String name) {
        this.files = files;
        this.tally = tally;
        this.store = store;
        this.options = options;
        thread = new ScheduledThreadPoolExecutor(1, work -> daemon(work, name));
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Takes an object that is whole in the outbox. Any thread. */
    void add(String name, Envelope envelope, Attempt attempt) {
        Parcel parcel = new Parcel(name, envelope, attempt);
        later(() -> take(parcel), Duration.ZERO);
    }

    private void later(Runnable work, Duration pause) {
        try {
            Future<?> unused = thread.schedule(work, pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // closed: the next start finds the object in the outbox
        }
    }

    private void take(Parcel parcel) {
        Line line = lines.computeIfAbsent(parcel.envelope.user(), user -> new Line());
        line.parcels.add(parcel);
        if (line.failures == 0) {
            serve(line);
        } else {
            tellWaiting(parcel, line.trouble);
        }
    }

    private void serve(Line line) {
        while (!line.parcels.isEmpty()) {
            Parcel parcel = line.parcels.element();
            try {
                bring(parcel, line);
            } catch (IOException | RuntimeException e) {
                parcel.attempt = Attempt.REPEATED;
                retry(line, e);
                return;
            }
            line.parcels.remove();
            if (line.parcels.isEmpty()) {
                lines.remove(parcel.envelope.user());
            }
        }
    }

    private void goOn(Line line) {
        if (line.failures > 0) {
            line.failures = 0;
            tally.userGoesOn();
        }
    }

    private void retry(Line line, Exception failure) {
        line.trouble =
                "setting=%s why=\"%s\""
                        .formatted(store.settings(failure), oneLine(wordsOf(failure)));
        tally.attemptFailed(line.trouble);
        if (line.failures++ == 0) {
            tally.userWaits();
        }
        line.parcels.forEach(parcel -> tellWaiting(parcel, line.trouble));
        later(() -> serve(line), options.pauseAfter(line.failures));
    }

    /** Ours say it all; others need their name. */
    private static String wordsOf(Exception failure) {
        return failure instanceof ImapFailure ? failure.getMessage() : failure.toString();
    }

    /**
     * An object counts until all else has been said of it: nobody sees none, and a user waiting.
     */
    private void bring(Parcel parcel, Line line) throws IOException {
        try {
            put(parcel);
        } catch (ObjectRefused e) {
            files.refuse(parcel.name);
            goOn(line);
            LOG.log(
                    Level.ERROR,
                    () ->
                            "event=history-refused "
                                    + words(parcel)
                                    + " why=\""
                                    + e.getMessage()
                                    + '"');
            tally.refused();
            return;
        }
        files.remove(parcel.name);
        goOn(line);
        if (parcel.isToldOf) {
            LOG.log(Level.INFO, () -> "event=history-stored " + words(parcel));
        }
        tally.stored(parcel.envelope.size());
    }

    /** Content that is not there has been stored: the outbox only did not get to note it. */
    private void put(Parcel parcel) throws IOException {
        Path content = files.content(parcel.name);
        if (Files.notExists(content)) {
            return;
        }
        long size = Files.size(content);
        if (size != parcel.envelope.size()) {
            throw new ObjectRefused(size + " of " + parcel.envelope.size() + " octets are left");
        }
        store.put(parcel.name, parcel.envelope, content, parcel.attempt);
    }

    private static void tellWaiting(Parcel parcel, String trouble) {
        if (parcel.isToldOf) {
            return;
        }
        parcel.isToldOf = true;
        LOG.log(Level.WARNING, () -> "event=history-waiting " + words(parcel) + " " + trouble);
    }

    private static String words(Parcel parcel) {
        return "call-id=\"%s\" object=%s".formatted(parcel.envelope.call(), parcel.name);
    }

    /** File names in it come from peers, and words from the store. */
    private static String oneLine(String text) {
        return text.replaceAll("[^\\x20-\\x7e]|\"", "?");
    }

    /** Nothing more is taken, and nothing tried again. */
    void shutdown() {
        thread.shutdown();
    }

    /** Waits for what is due to be brought, and stops what then is not. */
    void await(Duration atMost) {
        try {
            if (!thread.awaitTermination(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            thread.shutdownNow();
        }
    }
}
