package org.carillon.launcher;

import java.util.HashMap;
import java.util.Map;

/** System properties that hold from construction until {@link #close}, then are as before. */
final class ScopedProperties implements AutoCloseable {
    private final Map<String, String> before = new HashMap<>();

    ScopedProperties(Map<String, String> values) {
        values.keySet().forEach(key -> before.put(key, System.getProperty(key)));
        values.forEach(System::setProperty);
    }

    @Override
    public void close() {
        before.forEach(ScopedProperties::restore);
    }

    private static void restore(String key, String value) {
        if (value == null) {
            System.clearProperty(key);
        } else {
            System.setProperty(key, value);
        }
    }
}
