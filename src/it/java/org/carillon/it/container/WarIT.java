package org.carillon.it.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/**
 * What is in the WAR, and what must not be: the launcher, the commands, and any container's jar.
 */
class WarIT {
    @Test
    void holdsTheApplicationAlone() throws Exception {
        assertThat(entries("WEB-INF/classes/.+\\.class"))
                .isNotEmpty()
                .allMatch(name -> name.startsWith("WEB-INF/classes/org/carillon/"))
                .noneMatch(
                        name ->
                                name.matches(
                                        "WEB-INF/classes/org/carillon/"
                                            + "(launcher|stack|tool|load|bench|it|interop)/.*"));
    }

    @Test
    void holdsItsLibrariesAndNoneOfTheContainers() throws Exception {
        assertThat(entries("WEB-INF/lib/.+"))
                .isNotEmpty()
                .allMatch(
                        name ->
                                name.matches(
                                        "WEB-INF/lib/(HikariCP|angus|flyway-(core|database-postgresql)|h2|httpc(lient|ore)5|imap"
                                            + "|jackson|jakarta.(activation|mail)-api"
                                            + "|netty|postgresql|slf4j)-.+\\.jar"));
    }

    @Test
    void holdsItsDescriptors() throws Exception {
        assertThat(entries("WEB-INF/[^/]+\\.xml"))
                .containsExactlyInAnyOrder("WEB-INF/web.xml", "WEB-INF/sip.xml");
    }

    private static List<String> entries(String pattern) throws IOException {
        try (ZipFile war = new ZipFile("target/carillon.war")) {
            return war.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.matches(pattern))
                    .toList();
        }
    }
}
