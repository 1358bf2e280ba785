package org.carillon.store;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.carillon.log.LogText;

/**
 * The way to the database. While it is lost, one caller at a time tries it and waits; all others
 * are refused at once: a database that is gone or hangs costs one thread and not all of them, and
 * whoever asks has an answer in time. Thread-safe.
 *
 * <pre>
 *  OPEN --no connection within store-timeout, or one breaks--> LOST --work is done--> OPEN
 * </pre>
 */
final class Reach {
    private static final Logger LOG = System.getLogger(Reach.class.getName());

    /** Gives a connection, or says after {@code store-timeout} that it has none. */
    @FunctionalInterface
    interface Pool {
        Connection connection() throws SQLException;
    }

    private final Pool pool;

    /** Present while the way is lost. */
    private final AtomicReference<Optional<SQLException>> lost =
            new AtomicReference<>(Optional.empty());

    private final AtomicBoolean tried = new AtomicBoolean();

    Reach(Pool pool) {
        this.pool = pool;
    }

    /** What is wrong, while it is. */
    Optional<SQLException> lost() {
        return lost.get();
    }

    /** May block: as long as {@code store-timeout}, and then as the work does. */
    <T> T run(Store.Work<T> work) throws SQLException {
        Optional<SQLException> why = lost.get();
        if (why.isEmpty()) {
            return attempt(work);
        }
        if (!tried.compareAndSet(false, true)) {
            throw new SQLTransientConnectionException("is out of reach", why.get());
        }
        try {
            return attempt(work);
        } finally {
            tried.set(false);
        }
    }

    private <T> T attempt(Store.Work<T> work) throws SQLException {
        try (Connection connection = connection()) {
            T result = work.on(connection);
            find();
            return result;
        } catch (SQLException e) {
            if (isOfConnection(e)) {
                lose(e);
            }
            throw e;
        }
    }

    private Connection connection() throws SQLException {
        try {
            return pool.connection();
        } catch (SQLException e) {
            lose(e);
            throw e;
        }
    }

    private void find() {
        if (lost.getAndSet(Optional.empty()).isPresent()) {
            LOG.log(Level.INFO, "event=store-back");
        }
    }

    private void lose(SQLException why) {
        if (lost.getAndSet(Optional.of(why)).isEmpty()) {
            LOG.log(Level.WARNING, "event=store-lost why=" + LogText.of(Remedy.of(why)));
        }
    }

    /** The standard's class of SQLSTATE; the other is PostgreSQL's, when it is shut down. */
    static boolean isOfConnection(SQLException failure) {
        String state = Optional.ofNullable(failure.getSQLState()).orElse("");
        return state.startsWith("08") || state.startsWith("57P");
    }
}
