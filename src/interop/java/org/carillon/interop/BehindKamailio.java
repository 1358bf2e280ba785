package org.carillon.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.IntConsumer;
import org.carillon.it.agent.Eventually;
import org.carillon.it.agent.PortPair;
import org.carillon.it.agent.RawSipAgent;
import org.carillon.launcher.Server;
import org.carillon.launcher.ServerOptions;
import org.carillon.launcher.War;

/** A server that stands behind Kamailio, which knows the devices and tells of them. */
final class BehindKamailio implements AutoCloseable {
    /** How the two of them talk. */
    enum Transport {
        UDP(""),
        TCP(";transport=tcp");

        private final String parameter;

        Transport(String parameter) {
            this.parameter = parameter;
        }
    }

    private final Kamailio kamailio;
    private final Server server;
    private final Transport transport;

    private BehindKamailio(Kamailio kamailio, Server server, Transport transport) {
        this.kamailio = kamailio;
        this.server = server;
        this.transport = transport;
    }

    /** Both of them serve when this returns. */
    static BehindKamailio start(Path directory, Transport transport, String... options)
            throws Exception {
        return start(directory, transport, "reject", options);
    }

    /** The same, where messages wait for users who are not there. */
    static BehindKamailio deferring(Path directory, Transport transport) throws Exception {
        return start(directory, transport, "defer", new String[0]);
    }

    private static BehindKamailio start(
            Path directory, Transport transport, String notAvailable, String[] options)
            throws Exception {
        Kamailio kamailio = new Kamailio(Files.createTempDirectory(directory, "kamailio"));
        int sipPort = PortPair.free();
        Server server =
                Server.start(
                        new ServerOptions(
                                "127.0.0.1",
                                sipPort,
                                0,
                                0,
                                Files.createTempDirectory(directory, "data"),
                                settings(kamailio, transport, notAvailable),
                                War.ofThisBuild()));
        BehindKamailio both = new BehindKamailio(kamailio, server, transport);
        try {
            kamailio.start("sip:127.0.0.1:" + sipPort + ";lr" + transport.parameter, options);
            return both;
        } catch (IOException | InterruptedException | AssertionError e) {
            both.close();
            throw e;
        }
    }

    private static Map<String, String> settings(
            Kamailio kamailio, Transport transport, String notAvailable) {
        return Map.of(
                "not-available",
                notAvailable,
                "device-source",
                "reg-event",
                "core-route",
                "<sip:127.0.0.1:"
                        + kamailio.address().getPort()
                        + ";lr"
                        + transport.parameter
                        + ">");
    }

    Server server() {
        return server;
    }

    /**
     * Everybody talks to Kamailio, and the server has been told of both devices: of one after the
     * other, since two registrations of one user at the same moment are more than Kamailio 5.6 can
     * tell of (it publishes both as the user's first).
     */
    Household household() throws IOException {
        long before = told();
        return household(count -> awaitTold(before + count));
    }

    /** Lets somebody register one more device, and waits until the server has been told of it. */
    void oneMore(Runnable registration) {
        long before = told();
        registration.run();
        awaitTold(before + 1);
    }

    private void awaitTold(long devices) {
        Eventually.holds("told of a device", () -> told() == devices);
    }

    private long told() {
        return server.gauges().get("devices-told");
    }

    /** The same, and the server may know nothing of it. */
    Household strangers() throws IOException {
        return household(count -> {});
    }

    private Household household(IntConsumer registered) throws IOException {
        return new Household(this::agent, registered);
    }

    /** Somebody who talks to Kamailio. */
    RawSipAgent agent(String name) {
        return transport == Transport.TCP
                ? RawSipAgent.overTcp(name, kamailio.address())
                : RawSipAgent.overUdp(name, kamailio.address());
    }

    /** What the server says of itself, as JSON. */
    String health() throws IOException {
        URI uri = URI.create("http://127.0.0.1:" + server.httpAddress().getPort() + "/api/health");
        try (InputStream answer = uri.toURL().openStream()) {
            return new String(answer.readAllBytes(), UTF_8);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } finally {
            kamailio.close();
        }
    }
}
