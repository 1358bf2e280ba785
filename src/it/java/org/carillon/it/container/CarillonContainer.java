package org.carillon.it.container;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.carillon.launcher.Server;
import org.carillon.launcher.ServerOptions;
import org.carillon.launcher.StartFailure;
import org.jboss.arquillian.container.spi.client.container.ContainerConfiguration;
import org.jboss.arquillian.container.spi.client.container.DeployableContainer;
import org.jboss.arquillian.container.spi.client.container.DeploymentException;
import org.jboss.arquillian.container.spi.client.protocol.ProtocolDescription;
import org.jboss.arquillian.container.spi.client.protocol.metadata.HTTPContext;
import org.jboss.arquillian.container.spi.client.protocol.metadata.ProtocolMetaData;
import org.jboss.arquillian.container.spi.client.protocol.metadata.Servlet;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;

/**
 * Arquillian's view of the same server that {@code carillon run} starts.
 *
 * <p>Every deployment gets a container, ports and a data directory of its own: what one test class
 * leaves behind reaches no other. {@link ContainerUnderTest} tells where it listens.
 */
public final class CarillonContainer
        implements DeployableContainer<CarillonContainer.Configuration> {
    /** Nothing to configure: ports are free ones. */
    public static final class Configuration implements ContainerConfiguration {
        @Override
        public void validate() {}
    }

    private Server server;
    private Path directory;

    @Override
    public Class<Configuration> getConfigurationClass() {
        return Configuration.class;
    }

    @Override
    public ProtocolDescription getDefaultProtocol() {
        return new ProtocolDescription("Servlet 3.0");
    }

    @Override
    public ProtocolMetaData deploy(Archive<?> archive) throws DeploymentException {
        try {
            directory = Files.createTempDirectory("carillon-it-");
            Path war = directory.resolve(archive.getName());
            Path data = directory.resolve("data");
            archive.as(ZipExporter.class).exportTo(war.toFile());
            server =
                    Server.start(
                            ServerOptions.onFreePorts(data, war)
                                    .with(Deployments.settings(archive)));
            ContainerUnderTest.publish(server, data);
            return metaData(server.httpAddress());
        } catch (StartFailure | IOException e) {
            undeploy(archive);
            throw new DeploymentException(e.getMessage(), e);
        }
    }

    @Override
    public void undeploy(Archive<?> archive) throws DeploymentException {
        ContainerUnderTest.withdraw();
        if (server != null) {
            server.close();
            server = null;
        }
        removeDirectory();
    }

    private static ProtocolMetaData metaData(InetSocketAddress http) {
        HTTPContext context = new HTTPContext(http.getHostString(), http.getPort());
        context.add(new Servlet("ArquillianServletRunner", "/"));
        return new ProtocolMetaData().addContext(context);
    }

    private void removeDirectory() throws DeploymentException {
        try (Stream<Path> walk = Files.walk(directory)) {
            List<Path> deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new DeploymentException("cannot remove " + directory, e);
        }
    }
}
