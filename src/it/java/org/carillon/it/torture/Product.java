package org.carillon.it.torture;

import java.io.File;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.carillon.it.sip.LiveSessions;
import org.carillon.launcher.Server;
import org.carillon.launcher.ServerOptions;
import org.carillon.launcher.StartFailure;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The whole product with its real WAR, whose descriptor names one listener more: the counter. */
final class Product implements AutoCloseable {
    private static final String DESCRIPTOR = "WEB-INF/sip.xml";
    private static final String COUNTER =
            "<listener><listener-class>"
                    + LiveSessions.class.getName()
                    + "</listener-class></listener>";

    private final Server server;
    private final LogWatch log;

    Product(Path directory) throws StartFailure {
        LiveSessions.forgetAll();
        server =
                Server.start(
                        ServerOptions.onFreePorts(directory.resolve("data"), counted(directory))
                                .with(Map.of("home-domains", "localhost, example.com")));
        log = LogWatch.begin(); // the start takes all handlers away
    }

    private static Path counted(Path directory) {
        WebArchive war =
                ShrinkWrap.create(ZipImporter.class, "torture.war")
                        .importFrom(new File("target/carillon.war"))
                        .as(WebArchive.class);
        String descriptor;
        try (var stream = war.get(DESCRIPTOR).getAsset().openStream()) {
            descriptor = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        war.delete(DESCRIPTOR);
        war.add(
                new StringAsset(descriptor.replaceFirst("<servlet>", COUNTER + "<servlet>")),
                DESCRIPTOR);
        File file = directory.resolve("torture.war").toFile();
        war.as(ZipExporter.class).exportTo(file, true);
        return file.toPath();
    }

    InetSocketAddress sip() {
        return server.sipAddress();
    }

    LogWatch log() {
        return log;
    }

    @Override
    public void close() {
        log.close();
        server.close();
    }
}
