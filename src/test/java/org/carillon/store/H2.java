package org.carillon.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** Fresh databases. */
final class H2 {
    private H2() {}

    /** In memory, and thus gone when it is closed. */
    static StoreOptions inMemory() {
        return options("jdbc:h2:mem:" + UUID.randomUUID());
    }

    static StoreOptions in(Path directory) {
        return options("jdbc:h2:file:" + directory.resolve("store"));
    }

    static StoreOptions options(String url) {
        return new StoreOptions(
                url, new StoreLogin("carillon", "", Optional.empty()), 4, Duration.ofSeconds(5));
    }
}
