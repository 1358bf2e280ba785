package org.carillon.store;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;

/** What an operator has to look at, by what the database or its driver says was wrong. */
final class Remedy {
    private Remedy() {}

    /** In words that name the setting, and the first line of the reason. */
    static String of(Throwable failure) {
        return sqlCause(failure)
                .map(cause -> byState(cause) + ": " + firstLine(cause))
                .orElseGet(() -> firstLine(failure));
    }

    /** The innermost: the pool wraps what the driver threw. */
    private static Optional<SQLException> sqlCause(Throwable failure) {
        Optional<SQLException> innermost = Optional.empty();
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof SQLException found) {
                innermost = Optional.of(found);
            }
        }
        return innermost;
    }

    /** By the standard's classes of SQLSTATE, except 42501 and 53, which are PostgreSQL's. */
    private static String byState(SQLException failure) {
        String state = Optional.ofNullable(failure.getSQLState()).orElse("");
        if (state.startsWith("28")) {
            return "look at store-user and store-password";
        } else if (state.startsWith("3D")) {
            return "look at store-url: its database has to be there";
        } else if (Reach.isOfConnection(failure)) {
            return "look at store-url, and whether the database runs";
        } else if (state.equals("42501")) {
            return "look at what store-user may do in the database";
        } else if (state.startsWith("53") || isPoolEmpty(failure)) {
            return "look at store-pool-size, and whether the database of store-url keeps up";
        }
        return "look at the database of store-url";
    }

    /** The pool's own words: no connection to the database has failed. */
    private static boolean isPoolEmpty(SQLException failure) {
        return failure instanceof SQLTransientConnectionException && failure.getSQLState() == null;
    }

    private static String firstLine(Throwable cause) {
        return Optional.ofNullable(cause.getMessage())
                .flatMap(message -> message.lines().findFirst())
                .orElse(cause.getClass().getName());
    }
}
