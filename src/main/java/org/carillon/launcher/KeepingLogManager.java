package org.carillon.launcher;

import java.util.logging.LogManager;

/**
 * Logging that goes on while the JVM shuts down.
 *
 * <p>The JDK's own closes every log the moment a SIGTERM arrives, while deliveries still finish.
 */
public final class KeepingLogManager extends LogManager {
    private static final String PROPERTY = "java.util.logging.manager";

    /** The JDK makes it, by name. */
    public KeepingLogManager() {}

    /** Must come before the first use of logging in this JVM. */
    static void use() {
        if (System.getProperty(PROPERTY) == null) {
            System.setProperty(PROPERTY, KeepingLogManager.class.getName());
        }
    }

    /** Called by the JDK's shutdown hook. */
    @Override
    public void reset() {}
}
