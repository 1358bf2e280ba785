package org.carillon.store;

import com.zaxxer.hikari.HikariConfig;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

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

        @Override
        List<String> notDurableBecause(Connection connection) {
            return List.of();
        }
    },

    /** And what speaks its protocol; thus nothing here that only PostgreSQL itself has. */
    POSTGRESQL("jdbc:postgresql:", "org.postgresql.Driver") {
        /**
         * A statement that takes too long is ended by the database, and the connection stays; only
         * where the database does not even say that, the connection is given up.
         */
        @Override
        void configure(HikariConfig pool, StoreOptions options) {
            Duration timeout = options.timeout();
            pool.setJdbcUrl(options.url());
            pool.setConnectionInitSql("SET statement_timeout = " + timeout.toMillis());
            pool.addDataSourceProperty("connectTimeout", seconds(timeout));
            pool.addDataSourceProperty("socketTimeout", seconds(timeout.plusSeconds(1)));
            // Otherwise the driver starts a thread for each login to watch the time.
            pool.addDataSourceProperty("loginTimeout", "0");
            pool.addDataSourceProperty("ApplicationName", "carillon");
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

        @Override
        List<String> notDurableBecause(Connection connection) throws SQLException {
            List<String> because = new ArrayList<>();
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(SWITCHED_OFF)) {
                while (rows.next()) {
                    because.add(rows.getString(1) + "=off");
                }
            }
            return because;
        }
    };

    private static final String SWITCHED_OFF =
            "SELECT name FROM pg_settings WHERE name IN ('fsync', 'synchronous_commit')"
                    + " AND setting = 'off' ORDER BY name";

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

    private static String seconds(Duration time) {
        return String.valueOf(time.toSeconds());
    }

    String driver() {
        return driver;
    }

    abstract void configure(HikariConfig pool, StoreOptions options);

    /** Whether what is committed may still be lost. */
    abstract boolean needsFlush();

    /** What was committed before is on the disk when this returns; what it returns says nothing. */
    abstract boolean flush(Connection connection) throws SQLException;

    /** The database's own settings under which a commit is not on the disk when it returns. */
    abstract List<String> notDurableBecause(Connection connection) throws SQLException;
}
