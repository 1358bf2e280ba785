package org.carillon.history;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Connections that stay open between one object and the next: one per user, a limited number in
 * all, and none that nobody uses for long. Thread-safe; a user's connection is taken by one thread
 * at a time.
 */
final class ImapConnections implements AutoCloseable {
    private static final int CLOSE_SECONDS = 2;

    private record Unused(ImapConnection connection, long since) {}

    private final ImapOptions options;
    private final ScheduledThreadPoolExecutor timer;
    private final ImapConnector connector;
    private final ReentrantLock lock = new ReentrantLock();

    /** By user, the one that is unused for longest first; guarded by the lock. */
    private final Map<String, Unused> unused = new LinkedHashMap<>();

    ImapConnections(ImapOptions options) {
        this.options = options;
        // Two threads: a goodbye to a server that hangs must not delay the end of a write.
        timer = new ScheduledThreadPoolExecutor(2, ImapConnections::daemon);
        timer.setRemoveOnCancelPolicy(true);
        connector = new ImapConnector(options, timer);
        long idle = options.idle().toNanos();
        Future<?> unusedFuture =
                timer.scheduleWithFixedDelay(this::closeIdle, idle, idle, TimeUnit.NANOSECONDS);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "carillon-imap-timer");
        thread.setDaemon(true);
        return thread;
    }

    /** A connection of this user, one that still answers if it is not new. */
    ImapConnection take(String user) throws IOException {
        Unused kept = remove(user);
        if (kept == null) {
            return connector.open(user);
        }
        if (kept.connection.isAlive()) {
            return kept.connection;
        }
        kept.connection.abandon();
        return connector.open(user);
    }

    private Unused remove(String user) {
        lock.lock();
        try {
            return unused.remove(user);
        } finally {
            lock.unlock();
        }
    }

    /** Keeps a connection that has not failed, at the cost of the one unused for longest. */
    void giveBack(String user, ImapConnection connection) {
        lock.lock();
        try {
            unused.put(user, new Unused(connection, System.nanoTime()));
        } finally {
            lock.unlock();
        }
        closeAllBut(timer.isShutdown() ? 0 : options.connections(), Long.MAX_VALUE);
    }

    private void closeIdle() {
        closeAllBut(options.connections(), options.idle().toNanos());
    }

    /** Closes those unused for longer than {@code idle} nanoseconds, and all but {@code most}. */
    private void closeAllBut(int most, long idle) {
        List<ImapConnection> closing = new ArrayList<>();
        long now = System.nanoTime();
        lock.lock();
        try {
            Iterator<Unused> oldestFirst = unused.values().iterator();
            while (oldestFirst.hasNext()) {
                Unused each = oldestFirst.next();
                if (unused.size() > most || now - each.since >= idle) {
                    oldestFirst.remove();
                    closing.add(each.connection);
                }
            }
        } finally {
            lock.unlock();
        }
        closing.forEach(ImapConnection::close);
    }

    /**
     * Says goodbye on what is unused, for a bounded time; a connection in use is closed when it is
     * given back.
     */
    @Override
    public void close() {
        if (timer.isShutdown()) {
            return;
        }
        Future<?> goodbyes = timer.submit(() -> closeAllBut(0, 0));
        try {
            goodbyes.get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // a server that hangs: its connections end with their time-outs
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            timer.shutdownNow();
        }
    }
}
