package org.carillon.store;

import com.zaxxer.hikari.HikariConfig;

/**
 * What differs between the databases; their SQL does not. The drivers are reached by the name of
 * their {@code DataSource}: a driver found through {@code DriverManager} would be whichever one the
 * container's class loaders saw first.
 */
enum Dialect {
    H2("jdbc:h2:", "org.h2.jdbcx.JdbcDataSource") {
        /**
         * Every commit reaches the disk; the file is closed by us and not by a shutdown hook, which
         * would outlive an undeployed application; failures come as exceptions, not trace files.
         */
        @Override
        void configure(HikariConfig pool, StoreOptions options) {
            String url = options.url() + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0";
            pool.addDataSourceProperty("url", url);
        }
    },
    POSTGRESQL("jdbc:postgresql:", "org.postgresql.ds.PGSimpleDataSource") {
        @Override
        void configure(HikariConfig pool, StoreOptions options) {
            int seconds = Math.toIntExact(options.timeout().toSeconds());
            pool.addDataSourceProperty("url", options.url());
            pool.addDataSourceProperty("connectTimeout", seconds);
            pool.addDataSourceProperty("socketTimeout", seconds);
        }
    };

    private final String urlPrefix;
    private final String dataSource;

    Dialect(String urlPrefix, String dataSource) {
        this.urlPrefix = urlPrefix;
        this.dataSource = dataSource;
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

    String dataSource() {
        return dataSource;
    }

    abstract void configure(HikariConfig pool, StoreOptions options);
}
