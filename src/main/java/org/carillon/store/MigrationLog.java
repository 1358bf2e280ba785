package org.carillon.store;

import org.flywaydb.core.api.logging.Log;

/**
 * Quiets the migration tool: what goes wrong reaches us as an exception, and its advice to upgrade
 * is no concern of an operator.
 */
final class MigrationLog implements Log {
    private static final System.Logger LOG = System.getLogger(Store.class.getName());

    @Override
    public boolean isDebugEnabled() {
        return false;
    }

    @Override
    public void debug(String message) {
        write(message);
    }

    @Override
    public void info(String message) {
        write(message);
    }

    @Override
    public void notice(String message) {
        write(message);
    }

    @Override
    public void warn(String message) {
        write(message);
    }

    @Override
    public void error(String message) {
        write(message);
    }

    @Override
    public void error(String message, Exception e) {
        write(message);
    }

    private static void write(String message) {
        LOG.log(System.Logger.Level.DEBUG, "migration: {0}", message);
    }
}
