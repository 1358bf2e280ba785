package org.carillon.it.container;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A command as the script starts it: a JVM of its own on the class path that the build made. */
final class CommandProcess implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 60;
    private static final String CLASS_PATH =
            String.join(File.pathSeparator, "target/classes", "target/launcher/*");

    /** As the script passes it: newer JDKs warn of Netty's native transport otherwise. */
    private static final String NATIVE_ACCESS = "--enable-native-access=ALL-UNNAMED";

    private final Path directory;
    private final Process process;

    private CommandProcess(Path directory, Process process) {
        this.directory = directory;
        this.process = process;
    }

    /**
     * Starts a command.
     *
     * @param directory for its standard error and its temporary files
     */
    static CommandProcess start(Path directory, List<String> jvmOptions, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Djava.io.tmpdir=" + Files.createDirectories(directory.resolve("tmp")));
        command.add(NATIVE_ACCESS);
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", CLASS_PATH, "org.carillon.launcher.Carillon"));
        command.addAll(arguments);
        return new CommandProcess(
                directory,
                new ProcessBuilder(command)
                        .redirectError(directory.resolve("errors").toFile())
                        .start());
    }

    BufferedReader output() {
        return process.inputReader(UTF_8);
    }

    /** SIGTERM; {@code Process.destroy} would also close the output. */
    void terminate() {
        process.toHandle().destroy();
    }

    /** SIGKILL; returns when the process is gone. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        int unused = exitCode();
    }

    int exitCode() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("it ends").isTrue();
        return process.exitValue();
    }

    List<String> errors() throws IOException {
        return Files.readAllLines(directory.resolve("errors"));
    }

    List<Path> temporaryFiles() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("tmp"))) {
            return files.filter(path -> !path.getFileName().toString().startsWith("hsperf"))
                    .toList();
        }
    }

    /** Kills what has not ended. */
    @Override
    public void close() {
        process.destroyForcibly();
    }
}
