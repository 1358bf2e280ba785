package org.carillon.store;

import com.zaxxer.hikari.HikariConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** What differs between the databases; their SQL does not. */
enum Dialect {
    H2("jdbc:h2:", "org.h2.Driver") {
        /**
         * Every commit reaches the disk; the file is closed by us and not by a shutdown hook, which
         * would outlive an undeployed application; failures come as exceptions, not trace files.
         */
        @Override
        void configure(HikariConfig pool, StoreOptions options) {
            String url = options.url() + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0";
            pool.setJdbcUrl(url);
        }

        /** A commit is in the file, but may be lost with the machine. */
        @Override
        boolean needsFlush() {
            return true;
        }

        @Override
        boolean flush(Connection connection) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                return statement.execute("CHECKPOINT SYNC");
            }
        }
    },
    POSTGRESQL("jdbc:postgresql:", "org.postgresql.Driver") {
        @Override
        void configure(HikariConfig pool, StoreOptions options) {
            String seconds = String.valueOf(options.timeout().toSeconds());
            pool.setJdbcUrl(options.url());
            pool.addDataSourceProperty("connectTimeout", seconds);
            pool.addDataSourceProperty("socketTimeout", seconds);
        }

        /** Its commits are on the disk when they return, unless its operator chose otherwise. */
        @Override
        boolean needsFlush() {
            return false;
        }

        @Override
        boolean flush(Connection connection) {
            return false;
        }
    };

    private final String urlPrefix;
    private final String driver;

    Dialect(String urlPrefix, String driver) {
        this.urlPrefix = urlPrefix;
        this.driver = driver;
    }

    static Dialect of(String url) {
        for (Dialect dialect : values()) {
            if (url.startsWith(dialect.urlPrefix)) {
                return dialect;
            }
        }
        throw new IllegalArgumentException(
                "store-url begins with '%s', expected jdbc:h2: or jdbc:postgresql:"
                        .formatted(url.substring(0, Math.min(url.length(), 12))));
    }

    String driver() {
        return driver;
    }

    abstract void configure(HikariConfig pool, StoreOptions options);

    /** Whether what is committed may still be lost. */
    abstract boolean needsFlush();

    /** What was committed before is on the disk when this returns; what it returns says nothing. */
    abstract boolean flush(Connection connection) throws SQLException;
}
