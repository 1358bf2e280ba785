package org.carillon.it.container;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import org.carillon.launcher.Server;

/**
 * Where the application under test listens, for tests outside and inside the container.
 *
 * <p>Kept in system properties, because a test inside the container has this class a second time,
 * from the application's own class loader.
 *
 * @param msrp empty when the deployed application has no MSRP
 * @param data the application's data directory, new for every deployment
 */
public record ContainerUnderTest(
        InetSocketAddress sip,
        InetSocketAddress http,
        Optional<InetSocketAddress> msrp,
        Path data) {
    private static final String PREFIX = "org.carillon.it.";

    /** The one that is deployed now. */
    public static ContainerUnderTest current() {
        return new ContainerUnderTest(
                read("sip").orElseThrow(),
                read("http").orElseThrow(),
                read("msrp"),
                Path.of(System.getProperty(PREFIX + "data")));
    }

    static void publish(Server server, Path data) {
        write("sip", server.sipAddress());
        write("http", server.httpAddress());
        server.msrpAddress().ifPresent(address -> write("msrp", address));
        System.setProperty(PREFIX + "data", data.toString());
    }

    static void withdraw() {
        System.getProperties().keySet().removeIf(key -> key.toString().startsWith(PREFIX));
    }

    private static void write(String name, InetSocketAddress address) {
        System.setProperty(PREFIX + name, address.getHostString() + ":" + address.getPort());
    }

    private static Optional<InetSocketAddress> read(String name) {
        return Optional.ofNullable(System.getProperty(PREFIX + name))
                .map(text -> text.split(":", 2))
                .map(parts -> new InetSocketAddress(parts[0], Integer.parseInt(parts[1])));
    }
}
