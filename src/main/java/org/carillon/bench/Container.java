package org.carillon.bench;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.carillon.launcher.ContainerOptions;
import org.carillon.launcher.EmbeddedContainer;
import org.carillon.launcher.StartFailure;

/**
 * The process that is measured: runs one application after the other, each in a fresh container on
 * the same port of the same, ever warmer JVM. Told what to do line by line on standard input,
 * answers each line with one line; ends with its input.
 */
public final class Container {
    /** Begins each answer: the JVM may have something to say on standard output too. */
    static final String ANSWER = "answer: ";

    private static final String HOST = "127.0.0.1";

    private final int port;
    private EmbeddedContainer running;

    private Container(int port) throws StartFailure {
        this.port = port;
        this.running = start();
    }

    private EmbeddedContainer start() throws StartFailure {
        return EmbeddedContainer.start(new ContainerOptions(HOST, port, 0, Optional.empty()));
    }

    /** Runs until standard input ends; its one argument is the SIP port. */
    public static void main(String[] arguments) throws Exception {
        PrintStream answers = System.out;
        System.setOut(System.err); // whatever logs there is no answer
        Container container = new Container(Integer.parseInt(arguments[0]));
        answers.println(ANSWER + "ready");
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                answers.println(ANSWER + container.obey(line));
            }
        }
        container.running.close();
        System.exit(0);
    }

    private String obey(String line) throws StartFailure {
        return switch (line) {
            case "calls" -> Long.toString(running.gauges().get("application-sessions"));
            case "held" ->
                    Long.toString(
                            running.gauges().values().stream().mapToLong(Long::longValue).sum());
            default -> deploy(Path.of(line));
        };
    }

    private String deploy(Path war) throws StartFailure {
        running.close();
        running = start();
        running.deploy(war);
        return "deployed";
    }
}
