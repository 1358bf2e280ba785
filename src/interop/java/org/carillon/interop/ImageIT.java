package org.carillon.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.carillon.bench.cluster.OrdinaryUser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The image without an engine that makes it: its files where its Dockerfile copies them to, its
 * entry point and its health check, as a user who cannot change them.
 */
class ImageIT {
    private static final int PATIENCE_SECONDS = 60;

    @TempDir Path directory;
    private final Dockerfile image = read();

    private static Dockerfile read() {
        try {
            return Dockerfile.read(Path.of("docker/Dockerfile"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void servesFromFilesThatItCannotChange() throws Exception {
        for (String copy : image.ofImage("COPY")) {
            copy(List.of(copy.split(" ", -1)));
        }
        Path home = OrdinaryUser.home(directory, "home");
        Path tmp = Files.createDirectory(directory.resolve("tmp"));
        OrdinaryUser.own(home);
        OrdinaryUser.own(tmp);
        List<Path> copied = tree();
        String http = Integer.toString(Neighbour.freePort());
        List<String> run = words("ENTRYPOINT");
        run.addAll(words("CMD"));
        run.addAll(List.of("--sip-port", "0", "--msrp-port", "0", "--http-port", http));
        List<String> health = words("HEALTHCHECK");
        health.addAll(List.of("--http-port", http));

        Process server = start(run);
        try {
            assertThat(server.inputReader(UTF_8).readLine()).startsWith("carillon ready sip=");
            Process check = start(health);
            assertThat(check.inputReader(UTF_8).readLine()).contains("\"state\":\"ok\"");
            assertThat(exitCode(check)).isZero();
        } finally {
            server.toHandle().destroy();
            assertThat(exitCode(server)).isZero();
        }

        assertThat(exitCode(start(health))).isEqualTo(1);
        assertThat(tree()).isEqualTo(copied);
        assertThat(home.toFile().list()).containsExactly("carillon-data");
        assertThat(tmp.toFile().list((in, name) -> !name.startsWith("hsperf"))).isEmpty();
    }

    /** What is copied from the stage that builds lies in this build's own directory. */
    private void copy(List<String> words) throws IOException {
        List<String> sources = new ArrayList<>(words.subList(0, words.size() - 1));
        sources.removeIf(source -> source.startsWith("--from="));
        Path target = inImage(words.get(words.size() - 1));
        for (String source : sources) {
            Path from = Path.of(source.replaceFirst("^/src/", ""));
            boolean into = words.get(words.size() - 1).endsWith("/");
            copy(from, into ? target.resolve(from.getFileName()) : target);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path each : all.toList()) {
                Path copy = to.resolve(from.relativize(each).toString());
                Files.createDirectories(copy.getParent());
                if (Files.isDirectory(each)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(each, copy);
                    boolean unused = copy.toFile().setReadOnly();
                    copy.toFile().setExecutable(Files.isExecutable(each));
                }
            }
        }
    }

    private Path inImage(String path) {
        return directory.resolve("root" + path).normalize();
    }

    private List<Path> tree() throws IOException {
        try (Stream<Path> all = Files.walk(directory.resolve("root"))) {
            return all.sorted().toList();
        }
    }

    /** The command of an instruction that has one. */
    private List<String> words(String instruction) {
        List<String> found = image.ofImage(instruction);
        assertThat(found).hasSize(1);
        List<String> words = new ArrayList<>(Dockerfile.words(found.get(0)));
        if (words.get(0).startsWith("/")) {
            words.set(0, inImage(words.get(0)).toString());
        }
        return words;
    }

    private Process start(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(OrdinaryUser.command(command));
        builder.environment().clear();
        builder.environment()
                .putAll(
                        Map.of(
                                "PATH",
                                "/usr/bin:/bin",
                                "JAVA_HOME",
                                System.getProperty("java.home"),
                                "JAVA_OPTS",
                                "-Djava.io.tmpdir=" + directory.resolve("tmp")));
        return builder.directory(directory.resolve("home").toFile())
                .redirectError(directory.resolve("errors").toFile())
                .start();
    }

    private static int exitCode(Process process) throws InterruptedException {
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
