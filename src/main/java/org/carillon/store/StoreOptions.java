package org.carillon.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where the rows live and how many connections may be open at once.
 *
 * @param url the setting {@code store-url}: {@code jdbc:h2:…} or {@code jdbc:postgresql:…}, without
 *     a password
 * @param poolSize the setting {@code store-pool-size}: connections at most; the migrations alone
 *     hold three at a time
 * @param timeout the setting {@code store-timeout}: how long a connection or an answer is waited
 *     for, from 1 s to 1 min
 */
public record StoreOptions(String url, StoreLogin login, int poolSize, Duration timeout) {
    private static final int MIN_POOL_SIZE = 3;
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    /** Of the login or of a key. */
    private static final Pattern PASSWORD = Pattern.compile("(?i)password=|//[^/?]*@");

    public StoreOptions {
        Dialect.of(url);
        if (PASSWORD.matcher(url).find()) {
            throw new IllegalArgumentException(
                    "store-url holds a login or a password, and is logged: expected them in"
                            + " store-user and store-password");
        }
        if (poolSize < MIN_POOL_SIZE) {
            throw new IllegalArgumentException(
                    "store-pool-size is %d, expected %d or more"
                            .formatted(poolSize, MIN_POOL_SIZE));
        }
        if (timeout.compareTo(SHORTEST) < 0 || timeout.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "store-timeout is %s, expected 1s to 1m".formatted(timeout));
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
        StoreLogin nobodyElse = new StoreLogin("carillon", "", Optional.empty());
        return new StoreOptions("jdbc:h2:file:" + file, nobodyElse, 8, Duration.ofSeconds(3));
    }

    /** Whether one process alone has it, in a file of its own. */
    public boolean isEmbedded() {
        return Dialect.of(url) == Dialect.H2;
    }

    /** The URL without its parameters, for those who read about a failure. */
    String place() {
        return url.split("[?;]", 2)[0];
    }

    @Override
    public String toString() {
        return "StoreOptions[url=%s, login=%s, poolSize=%d, timeout=%s]"
                .formatted(place(), login, poolSize, timeout);
    }
}
