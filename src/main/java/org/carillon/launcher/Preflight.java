package org.carillon.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.carillon.app.InvalidSettings;
import org.carillon.app.Settings;

/** Looks for everything that would stop the server, before anything is started. */
final class Preflight {
    private Preflight() {}

    static List<String> problems(ServerOptions options) {
        String host = options.host();
        List<String> problems =
                new ArrayList<>(
                        Ports.containerProblems(host, options.sipPort(), options.httpPort()));
        Ports.tcpProblem("MSRP", host, options.msrpPort()).ifPresent(problems::add);
        problems.addAll(settingProblems(options));
        return problems;
    }

    /** The application would refuse them too, but only after the container has started. */
    private static List<String> settingProblems(ServerOptions options) {
        if (!Files.isReadable(options.war())) {
            return List.of("no application at " + options.war() + "; ./carillon build makes it");
        }
        Properties properties = new Properties();
        properties.putAll(System.getProperties());
        properties.putAll(options.systemProperties());
        try {
            Map<String, String> defaults = Descriptor.contextParameters(options.war());
            if (!defaults.isEmpty()) { // an application without settings is not ours to judge
                Settings.load(defaults, properties, System.getenv());
            }
            return List.of();
        } catch (InvalidSettings e) {
            return e.problems();
        } catch (IOException e) {
            return List.of("cannot read " + options.war() + ": " + e.getMessage());
        }
    }
}
