package org.carillon.store;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where the rows live and how many connections may be open at once.
 *
 * @param url the setting {@code store-url}: {@code jdbc:h2:…} or {@code jdbc:postgresql:…}
 * @param user the setting {@code store-user}
 * @param password the setting {@code store-password}; never printed
 * @param poolSize the setting {@code store-pool-size}: connections at most; the migrations alone
 *     hold three at a time
 * @param timeout the setting {@code store-timeout}: how long a connection or an answer is waited
 *     for, at least 1 s
 */
public record StoreOptions(
        String url, String user, String password, int poolSize, Duration timeout) {
    private static final int MIN_POOL_SIZE = 3;

    public StoreOptions {
        Dialect.of(url);
        if (poolSize < MIN_POOL_SIZE) {
            throw new IllegalArgumentException(
                    "store-pool-size is %d, expected %d or more"
                            .formatted(poolSize, MIN_POOL_SIZE));
        }
        if (timeout.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException(
                    "store-timeout is %s, expected 1 s or more".formatted(timeout));
        }
    }

    /** The default: a database file in the data directory, no neighbour needed. */
    public static StoreOptions embedded(Path dataDirectory) {
        Path file = dataDirectory.toAbsolutePath().normalize().resolve("store").resolve("carillon");
        if (file.toString().indexOf(';') >= 0) {
            throw new IllegalArgumentException(
                    "the data directory %s holds a ';', which ends a path in store-url: choose another"
                            .formatted(dataDirectory));
        }
        return new StoreOptions("jdbc:h2:file:" + file, "carillon", "", 8, Duration.ofSeconds(5));
    }

    /** The URL without its parameters, which may hold a password. */
    String printableUrl() {
        return url.split("[?;]", 2)[0].replaceFirst("//[^/@]*@", "//");
    }

    @Override
    public String toString() {
        return "StoreOptions[url=%s, user=%s, poolSize=%d, timeout=%s]"
                .formatted(printableUrl(), user, poolSize, timeout);
    }
}
