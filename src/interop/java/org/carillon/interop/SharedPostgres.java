package org.carillon.interop;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * One PostgreSQL for all tests of the JVM: it starts with the first class that registers this, and
 * ends after the last test of all.
 */
public final class SharedPostgres implements BeforeAllCallback {
    private static final Namespace NAMESPACE = Namespace.create(SharedPostgres.class);

    private PostgresServer server;

    @Override
    public void beforeAll(ExtensionContext context) {
        server =
                context.getRoot()
                        .getStore(NAMESPACE)
                        .getOrComputeIfAbsent(
                                PostgresServer.class,
                                type -> PostgresServer.create(),
                                PostgresServer.class);
        server.start();
    }

    public PostgresServer server() {
        return server;
    }
}
