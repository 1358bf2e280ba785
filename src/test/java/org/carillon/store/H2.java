package org.carillon.store;

import java.time.Duration;
import java.util.UUID;
import org.carillon.call.SourceException;

/** Fresh databases in memory, and thus gone when closed. */
final class H2 {
    private H2() {}

    static Store open() throws SourceException {
        return Store.open(options("jdbc:h2:mem:" + UUID.randomUUID()));
    }

    static StoreOptions options(String url) {
        return new StoreOptions(url, "carillon", "", 4, Duration.ofSeconds(5));
    }
}
