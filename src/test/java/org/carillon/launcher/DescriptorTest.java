package org.carillon.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Context parameters as the container would see them, prefixed or not. */
class DescriptorTest {
    @TempDir Path directory;

    @Test
    void readsEveryParameter() throws Exception {
        assertThat(
                        Descriptor.contextParameters(
                                war(
                                        """
                                        <sip-app xmlns="http://www.jcp.org/xml/ns/sipservlet"
                                            xmlns:j="http://java.sun.com/xml/ns/javaee">
                                          <context-param>
                                            <param-name>msrp-port</param-name>
                                            <param-value>
                                              2855
                                            </param-value>
                                          </context-param>
                                          <j:context-param>
                                            <j:description>none</j:description>
                                            <j:param-name>home-domains</j:param-name>
                                            <j:param-value/>
                                          </j:context-param>
                                        </sip-app>
                                        """)))
                .containsOnly(entry("msrp-port", "2855"), entry("home-domains", ""));
    }

    @Test
    void refusesWhatIsNoXml() throws Exception {
        Path war = war("<sip-app>");
        assertThatThrownBy(() -> Descriptor.contextParameters(war))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("WEB-INF/sip.xml of " + war);
    }

    @Test
    void neverFollowsADoctype() throws Exception {
        Path war = war("<!DOCTYPE sip-app SYSTEM 'http://127.0.0.1:9/x.dtd'><sip-app/>");
        assertThatThrownBy(() -> Descriptor.contextParameters(war))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("DOCTYPE");
    }

    private Path war(String descriptor) throws IOException {
        Path war = directory.resolve("some.war");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(war))) {
            zip.putNextEntry(new ZipEntry("WEB-INF/sip.xml"));
            zip.write(descriptor.getBytes(UTF_8));
        }
        return war;
    }
}
