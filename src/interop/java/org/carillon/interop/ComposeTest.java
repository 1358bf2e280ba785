package org.carillon.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carillon.app.InvalidSettings;
import org.carillon.app.Settings;
import org.carillon.app.SipXml;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** What can be said of docker/ without an engine that runs it. */
class ComposeTest {
    private static final Path DOCKER = Path.of("docker");
    private static final Pattern PINNED = Pattern.compile("[a-z-]+:\\d+\\.\\d+[a-z0-9._-]*");

    @TempDir Path directory;
    private final Map<String, Object> compose = read();

    private static Map<String, Object> read() {
        try {
            return new Yaml().load(Files.readString(DOCKER.resolve("compose.yaml")));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @SuppressWarnings("unchecked") // what YAML gives
    private static Map<String, Object> map(Map<String, Object> in, String key) {
        return (Map<String, Object>) in.getOrDefault(key, Map.of());
    }

    @SuppressWarnings("unchecked")
    private static List<String> list(Map<String, Object> in, String key) {
        return (List<String>) in.getOrDefault(key, List.of());
    }

    private Map<String, Object> service(String name) {
        return map(map(compose, "services"), name);
    }

    private List<String> services() {
        return List.copyOf(map(compose, "services").keySet());
    }

    private Map<String, String> environment(String service) {
        return map(service(service), "environment").entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().toString()));
    }

    private static List<Path> dockerfiles() {
        return Stream.of("Dockerfile", "kamailio/Dockerfile", "dovecot/Dockerfile")
                .map(DOCKER::resolve)
                .toList();
    }

    @Test
    void startsCarillonAndItsNeighbours() {
        assertThat(services())
                .containsExactlyInAnyOrder("carillon", "kamailio", "dovecot", "postgres");
        assertThat(map(service("carillon"), "depends_on").keySet())
                .containsExactlyInAnyOrder("kamailio", "dovecot", "postgres");
    }

    /** The tests run these very files. */
    @Test
    void mountsTheFilesThatTheTestsRun() {
        List<Path> mounted =
                services().stream()
                        .flatMap(name -> list(service(name), "volumes").stream())
                        .filter(volume -> volume.startsWith("./"))
                        .map(volume -> DOCKER.resolve(volume.split(":", -1)[0]).normalize())
                        .toList();
        assertThat(mounted)
                .allMatch(Files::isRegularFile)
                .containsExactlyInAnyOrder(
                        Kamailio.CONFIGURATION.resolve("kamailio.cfg"),
                        Kamailio.CONFIGURATION.resolve("presence-tables.sh"),
                        Dovecot.CONFIGURATION);
    }

    @Test
    void everyNamedVolumeIsDeclared() {
        List<String> named =
                services().stream()
                        .flatMap(name -> list(service(name), "volumes").stream())
                        .map(volume -> volume.split(":", -1)[0])
                        .filter(source -> !source.startsWith("."))
                        .toList();
        assertThat(map(compose, "volumes").keySet()).containsExactlyInAnyOrderElementsOf(named);
    }

    @Test
    void theScriptMakesEverySecretThatIsGiven() throws Exception {
        Path secrets = secrets();
        Map<String, Object> declared = map(compose, "secrets");
        assertThat(services())
                .allSatisfy(
                        name ->
                                assertThat(declared.keySet())
                                        .containsAll(list(service(name), "secrets")));
        for (String name : declared.keySet()) {
            assertThat(map(declared, name)).isEqualTo(Map.of("file", "secrets/" + name));
            assertThat(secrets.resolve(name)).isNotEmptyFile();
        }
        assertThat(Files.readString(secrets.resolve("mail-masters")))
                .isEqualTo(
                        "carillon:{PLAIN}%s%n"
                                .formatted(Files.readString(secrets.resolve("mail-password"))));
        String password = Files.readString(secrets.resolve("store-password"));
        secrets();
        assertThat(secrets.resolve("store-password")).as("it stays").hasContent(password);
    }

    private Path secrets() throws Exception {
        Path secrets = directory.resolve("secrets");
        Process script =
                new ProcessBuilder(
                                DOCKER.resolve("secrets.sh").toAbsolutePath().toString(),
                                secrets.toString())
                        .inheritIO()
                        .start();
        assertThat(script.waitFor()).isZero();
        return secrets;
    }

    @Test
    void carillonTakesItsSettings() throws Exception {
        Path secrets = secrets();
        Map<String, String> environment = new HashMap<>(environment("carillon"));
        environment.replaceAll((key, value) -> value.replace("/run/secrets", secrets.toString()));
        Properties run = new Properties(); // what the command does
        run.setProperty("carillon.msrp-host", address("carillon"));
        run.setProperty("carillon.data-directory", directory.toString());
        assertThat(list(service("carillon"), "command"))
                .containsExactly("run", "--host", address("carillon"));

        Settings settings = load(run, environment);

        assertThat(settings.regEvent()).isPresent();
        assertThat(settings.sip().trustedPeers().contain(address("kamailio"))).isTrue();
        assertThat(settings.call().coreRoute())
                .containsExactly("<sip:" + address("kamailio") + ":5060;lr>");
        assertThat(settings.keeping().store().url()).startsWith("jdbc:postgresql://postgres/");
    }

    private static Settings load(Properties system, Map<String, String> environment)
            throws IOException, InvalidSettings {
        return Settings.load(SipXml.read().values(), system, environment);
    }

    private String address(String service) {
        return map(map(service(service), "networks"), "inside").get("ipv4_address").toString();
    }

    @Test
    void kamailioIsToldAllThatItAsksFor() throws Exception {
        String configuration = Files.readString(Kamailio.CONFIGURATION.resolve("kamailio.cfg"));
        List<String> asked =
                Pattern.compile("\\$env\\((\\w+)\\)")
                        .matcher(configuration)
                        .results()
                        .map(found -> found.group(1))
                        .distinct()
                        .toList();
        assertThat(environment("kamailio").keySet()).containsExactlyInAnyOrderElementsOf(asked);
        assertThat(environment("kamailio"))
                .containsEntry("CORE_HOST", address("kamailio"))
                .containsEntry("CARILLON_HOST", address("carillon"))
                .containsEntry("CARILLON_URI", "sip:" + address("carillon") + ":5060;lr");
    }

    @Test
    void everyImageIsPinned() throws Exception {
        for (String name : services()) {
            assertThat(service(name).get("image").toString()).matches(PINNED);
        }
        for (Path file : dockerfiles()) {
            assertThat(Dockerfile.read(file).all("FROM"))
                    .isNotEmpty()
                    .allMatch(from -> PINNED.matcher(from.split(" ", -1)[0]).matches());
        }
    }

    @Test
    void nobodyIsRootAndNothingCanBeWrittenToButVolumes() throws Exception {
        for (Path file : dockerfiles()) {
            assertThat(Dockerfile.read(file).ofImage("USER"))
                    .hasSize(1)
                    .doesNotContain("root", "0");
        }
        for (String ours : List.of("carillon", "kamailio", "dovecot")) {
            assertThat(service(ours))
                    .containsEntry("read_only", true)
                    .containsEntry("cap_drop", List.of("ALL"));
        }
        assertThat(list(service("carillon"), "tmpfs")).singleElement().asString().contains("exec");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile", "kamailio/Dockerfile", "dovecot/Dockerfile"})
    void whatIsCopiedIsThereAndNotIgnored(String name) throws Exception {
        List<String> taken =
                Files.readAllLines(DOCKER.resolve("Dockerfile.dockerignore")).stream()
                        .map(line -> line.replaceFirst("^!", ""))
                        .toList();
        assertThat(taken.get(0)).isEqualTo("*");
        for (String copy : Dockerfile.read(DOCKER.resolve(name)).all("COPY")) {
            List<String> words = List.of(copy.split(" ", -1));
            if (!words.get(0).startsWith("--from")) {
                List<String> sources = words.subList(0, words.size() - 1);
                assertThat(sources).allMatch(source -> Files.exists(Path.of(source)));
                assertThat(taken).containsAll(sources);
            }
        }
    }
}
