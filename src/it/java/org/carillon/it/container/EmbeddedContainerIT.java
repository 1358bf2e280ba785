package org.carillon.it.container;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.servlet.ServletContextEvent;
import javax.servlet.ServletContextListener;
import org.carillon.it.agent.Eventually;
import org.carillon.launcher.ContainerOptions;
import org.carillon.launcher.EmbeddedContainer;
import org.carillon.launcher.StartFailure;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The container alone: starts, serves, refuses with reasons, and leaves nothing behind. */
class EmbeddedContainerIT {
    @TempDir Path directory;

    @Test
    void servesSipOverUdpAndTcpAndHttp() throws Exception {
        try (EmbeddedContainer container =
                EmbeddedContainer.start(ContainerOptions.onFreePorts())) {
            container.deploy(file(SmallWar.answeringOptions()));

            assertThat(SipProbe.optionsOverUdp(container.sipAddress())).startsWith("SIP/2.0 200 ");
            assertThat(SipProbe.optionsOverTcp(container.sipAddress())).startsWith("SIP/2.0 200 ");
            assertThat(page(container, "/")).isEqualTo("<p>carillon</p>");
            assertThat(uri(container, "/").toURL().openConnection().getHeaderField("Server"))
                    .isEqualTo("Carillon");
        }
    }

    @Test
    void startsAgainAfterAStopAndOnTheSamePorts() throws Exception {
        Path war = file(SmallWar.answeringOptions());
        ContainerOptions options;
        try (EmbeddedContainer first = EmbeddedContainer.start(ContainerOptions.onFreePorts())) {
            first.deploy(war);
            options =
                    new ContainerOptions(
                            "127.0.0.1",
                            first.sipAddress().getPort(),
                            first.httpAddress().getPort(),
                            Optional.empty());
        }
        try (EmbeddedContainer second = EmbeddedContainer.start(options)) {
            second.deploy(war);
            assertThat(SipProbe.optionsOverUdp(second.sipAddress())).startsWith("SIP/2.0 200 ");
        }
    }

    @Test
    void deploysAgainAfterUndeploying() throws Exception {
        try (EmbeddedContainer container =
                EmbeddedContainer.start(ContainerOptions.onFreePorts())) {
            container.deploy(file(SmallWar.answeringOptions()));
            container.undeploy();
            assertThat(container.application()).isEmpty();
            container.deploy(file(SmallWar.answeringOptions()));
            assertThat(SipProbe.optionsOverUdp(container.sipAddress())).startsWith("SIP/2.0 200 ");
        }
    }

    @Test
    void leavesNoThreadPortPropertyOrFileBehind() throws Exception {
        Path base = directory.resolve("base");
        warmUp();
        Set<Thread> threads = threads();
        Set<Object> properties = Set.copyOf(System.getProperties().keySet());
        EmbeddedContainer container =
                EmbeddedContainer.start(new ContainerOptions("127.0.0.1", 0, 0, Optional.of(base)));
        container.deploy(file(SmallWar.answeringOptions()));
        InetSocketAddress sip = container.sipAddress();
        InetSocketAddress http = container.httpAddress();
        assertThat(SipProbe.optionsOverTcp(sip)).startsWith("SIP/2.0 200 ");

        container.close();

        assertThat(Eventually.empty(() -> newThreads(threads))).isEmpty();
        assertThat(System.getProperties().keySet()).isEqualTo(properties);
        new DatagramSocket(sip).close();
        bind(sip);
        bind(http);
        try (Stream<Path> left = Files.walk(base)) {
            assertThat(left.map(base::relativize).map(Path::toString).filter(s -> !s.isEmpty()))
                    .containsExactlyInAnyOrder("conf", "conf/sip-stack.properties");
        }
    }

    @Test
    void listensOnTheGivenHostOnly() throws Exception {
        try (EmbeddedContainer container =
                EmbeddedContainer.start(ContainerOptions.onFreePorts())) {
            InetAddress other = InetAddress.getByAddress(new byte[] {127, 0, 0, 2});
            InetSocketAddress sip = new InetSocketAddress(other, container.sipAddress().getPort());
            new DatagramSocket(sip).close();
            bind(sip);
            bind(new InetSocketAddress(other, container.httpAddress().getPort()));
        }
    }

    @Test
    void saysInWordsWhyAnApplicationRefusesToStart() throws Exception {
        try (EmbeddedContainer container =
                EmbeddedContainer.start(ContainerOptions.onFreePorts())) {
            Path war = file(SmallWar.withListener(Refusing.class));

            assertThatThrownBy(() -> container.deploy(war))
                    .isInstanceOf(StartFailure.class)
                    .hasMessage("the application does not start: the bells are missing");
            assertThat(container.application()).isEmpty();
        }
    }

    @Test
    void saysThatThereIsNoWar() throws Exception {
        try (EmbeddedContainer container =
                EmbeddedContainer.start(ContainerOptions.onFreePorts())) {
            assertThatThrownBy(() -> container.deploy(directory.resolve("none.war")))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining("none.war");
        }
    }

    @Test
    void refusesAPortThatIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            ContainerOptions options =
                    new ContainerOptions("127.0.0.1", taken.getLocalPort(), 0, Optional.empty());

            assertThatThrownBy(() -> EmbeddedContainer.start(options))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining(Integer.toString(taken.getLocalPort()));
        }
        assertThat(System.getProperty("catalina.base")).isNull();
    }

    /** Refuses, as an application does whose settings are wrong. */
    public static final class Refusing implements ServletContextListener {
        @Override
        public void contextInitialized(ServletContextEvent event) {
            throw new IllegalStateException("the bells are missing");
        }

        @Override
        public void contextDestroyed(ServletContextEvent event) {}
    }

    /** What the JVM itself starts once and keeps, so that only the container's own is compared. */
    private void warmUp() throws Exception {
        try (EmbeddedContainer container =
                EmbeddedContainer.start(ContainerOptions.onFreePorts())) {
            container.deploy(file(SmallWar.answeringOptions()));
            SipProbe.optionsOverTcp(container.sipAddress());
        }
    }

    private Path file(WebArchive archive) {
        Path war = directory.resolve(archive.getName());
        archive.as(ZipExporter.class).exportTo(war.toFile(), true);
        return war;
    }

    private static String page(EmbeddedContainer container, String path) throws IOException {
        try (var body = uri(container, path).toURL().openStream()) {
            return new String(body.readAllBytes(), UTF_8);
        }
    }

    private static URI uri(EmbeddedContainer container, String path) {
        return URI.create("http://127.0.0.1:" + container.httpAddress().getPort() + path);
    }

    private static void bind(InetSocketAddress address) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(address);
        }
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet();
    }

    private static Set<Thread> newThreads(Set<Thread> before) {
        return threads().stream()
                .filter(thread -> !before.contains(thread))
                .collect(Collectors.toSet());
    }
}
