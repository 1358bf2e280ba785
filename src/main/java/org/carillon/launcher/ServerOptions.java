package org.carillon.launcher;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Everything that {@code carillon run} is told.
 *
 * @param host the one local address that SIP and MSRP bind to; HTTP binds to the loopback address
 * @param sipPort for UDP and TCP; 0 takes a free one
 * @param msrpPort 0 takes a free one
 * @param httpPort 0 takes a free one
 * @param dataDirectory made if it is missing
 * @param settings the application's own settings by key, over those of its descriptor
 * @param war the application
 */
public record ServerOptions(
        String host,
        int sipPort,
        int msrpPort,
        int httpPort,
        Path dataDirectory,
        Map<String, String> settings,
        Path war) {
    public ServerOptions {
        settings = Map.copyOf(settings);
    }

    /** Free ports on the loopback address. */
    public static ServerOptions onFreePorts(Path dataDirectory, Path war) {
        return new ServerOptions("127.0.0.1", 0, 0, 0, dataDirectory, Map.of(), war);
    }

    /** The same with these application settings. */
    public ServerOptions with(Map<String, String> otherSettings) {
        return new ServerOptions(
                host, sipPort, msrpPort, httpPort, dataDirectory, otherSettings, war);
    }

    /** What the application reads; a setting given by name wins over the option of its own. */
    Map<String, String> systemProperties() {
        Map<String, String> properties = new HashMap<>();
        properties.put("carillon.msrp-host", host);
        properties.put("carillon.msrp-port", Integer.toString(msrpPort));
        properties.put("carillon.data-directory", dataDirectory.toAbsolutePath().toString());
        settings.forEach((key, value) -> properties.put("carillon." + key, value));
        return properties;
    }
}
