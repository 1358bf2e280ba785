package org.carillon.it.agent;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What an agent has received: taken in any order by a waiting test. Thread-safe. */
final class Inbox {
    private static final long PATIENCE_SECONDS = 20;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final List<Received> waiting = new ArrayList<>();
    private final List<SipMessage> history = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    void put(Received received) {
        lock.lock();
        try {
            waiting.add(received);
            history.add(received.message());
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void note(String text) {
        lock.lock();
        try {
            notes.add(text);
        } finally {
            lock.unlock();
        }
    }

    Received take(String what, Predicate<SipMessage> wanted) {
        lock.lock();
        try {
            long left = TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            while (true) {
                for (Iterator<Received> each = waiting.iterator(); each.hasNext(); ) {
                    Received received = each.next();
                    if (wanted.test(received.message())) {
                        each.remove();
                        return received;
                    }
                }
                if (left <= 0) {
                    throw new AssertionError(what + "; got " + summary());
                }
                left = arrived.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(what, e);
        } finally {
            lock.unlock();
        }
    }

    List<SipMessage> seen(Predicate<SipMessage> kind) {
        lock.lock();
        try {
            return history.stream().filter(kind).toList();
        } finally {
            lock.unlock();
        }
    }

    private String summary() {
        return history.stream()
                        .map(m -> m.start() + " (" + m.header("CSeq").orElse("no CSeq") + ")")
                        .collect(Collectors.joining(", ", "[", "]"))
                + notes;
    }
}
