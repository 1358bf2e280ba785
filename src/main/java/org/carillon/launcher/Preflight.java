package org.carillon.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.carillon.app.InvalidSettings;
import org.carillon.app.Settings;

/**
 * Looks for everything that would stop the server, before anything is started.
 *
 * @param problems what would; nothing else counts if there are any
 * @param sipPublicHost what the settings say of the container, which starts before the application
 */
record Preflight(List<String> problems, Optional<String> sipPublicHost) {

    static Preflight of(ServerOptions options) {
        String host = options.host();
        List<String> problems =
                new ArrayList<>(
                        Ports.containerProblems(host, options.sipPort(), options.httpPort()));
        Ports.tcpProblem("MSRP", host, options.msrpPort()).ifPresent(problems::add);
        if (!Files.isReadable(options.war())) {
            problems.add("no application at " + options.war() + "; ./carillon build makes it");
            return new Preflight(problems, Optional.empty());
        }
        try {
            return new Preflight(problems, settings(options).flatMap(s -> s.sip().publicHost()));
        } catch (InvalidSettings e) {
            problems.addAll(e.problems());
        } catch (IOException e) {
            problems.add("cannot read " + options.war() + ": " + e.getMessage());
        }
        return new Preflight(problems, Optional.empty());
    }

    /** The application would refuse them too, but only after the container has started. */
    private static Optional<Settings> settings(ServerOptions options)
            throws IOException, InvalidSettings {
        Properties properties = new Properties();
        properties.putAll(System.getProperties());
        properties.putAll(options.systemProperties());
        Map<String, String> defaults = Descriptor.contextParameters(options.war());
        return defaults.isEmpty() // an application without settings is not ours to judge
                ? Optional.empty()
                : Optional.of(Settings.load(defaults, properties, System.getenv()));
    }
}
