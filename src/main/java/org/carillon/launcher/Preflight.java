package org.carillon.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks for everything that would stop the server, before anything is started. */
final class Preflight {
    private Preflight() {}

    static List<String> problems(ServerOptions options) {
        String host = options.host();
        List<String> problems =
                new ArrayList<>(
                        Ports.containerProblems(host, options.sipPort(), options.httpPort()));
        Ports.tcpProblem("MSRP", host, options.msrpPort()).ifPresent(problems::add);
        directoryProblem(options.dataDirectory()).ifPresent(problems::add);
        if (!Files.isReadable(options.war())) {
            problems.add("no application at " + options.war() + "; ./carillon build makes it");
        }
        return problems;
    }

    private static Optional<String> directoryProblem(Path directory) {
        try {
            Files.createDirectories(directory);
            Files.delete(Files.createTempFile(directory, ".writable-", ""));
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(
                    "cannot write to the data directory %s (%s)"
                            .formatted(directory, e.getClass().getSimpleName()));
        }
    }
}
