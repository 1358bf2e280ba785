package org.carillon.it.delivery;

import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.carillon.it.agent.Eventually;
import org.carillon.it.agent.RawMsrpPeer;
import org.carillon.it.agent.RawSipAgent;
import org.carillon.it.container.ContainerUnderTest;
import org.carillon.launcher.Server;

/**
 * One test's people: a recipient whom no other test knows, devices and senders. Closes what it has
 * made.
 */
final class Stage implements AutoCloseable {
    private static final AtomicInteger RECIPIENTS = new AtomicInteger();

    private final InetSocketAddress sip;
    private final InetSocketAddress http;
    private final Path data;
    private final String recipient = "bob" + RECIPIENTS.incrementAndGet();
    private final List<Runnable> closings = new ArrayList<>();
    private final Map<Device, Runnable> devices = new HashMap<>();

    private Stage(InetSocketAddress sip, InetSocketAddress http, Path data) {
        this.sip = sip;
        this.http = http;
        this.data = data;
    }

    /** Against the server that Arquillian has deployed. */
    static Stage ofDeployed() {
        ContainerUnderTest deployed = ContainerUnderTest.current();
        return new Stage(deployed.sip(), deployed.http(), deployed.data());
    }

    /** Against a server that the test has started itself. */
    static Stage of(Server server, Path data) {
        return new Stage(server.sipAddress(), server.httpAddress(), data);
    }

    /** The recipient's address of record. */
    String bob() {
        return "sip:" + recipient + "@localhost";
    }

    /** A registered device of the recipient that shows the service and gets a GRUU. */
    Device device(String name) {
        Device device = unregistered(name);
        device.register();
        return device;
    }

    /** The same of another user. */
    Device device(String name, String user) {
        Device device = keep(new Device(name, user, RawSipAgent.overUdp(name, sip)));
        device.register();
        return device;
    }

    Device deviceOverTcp(String name) {
        Device device = keep(new Device(name, bob(), RawSipAgent.overTcp(name, sip)));
        device.register();
        return device;
    }

    Device unregistered(String name) {
        return keep(new Device(name, bob(), RawSipAgent.overUdp(name, sip)));
    }

    /** A device that speaks MSRP over TLS. */
    Device deviceWithTls(String name, SSLContext tls) {
        Device device =
                keep(
                        new Device(
                                name,
                                bob(),
                                RawSipAgent.overUdp(name, sip),
                                new RawMsrpPeer(name, Optional.of(tls))));
        device.register();
        return device;
    }

    /** A sender that speaks MSRP over TLS. */
    Sender aliceWithTls(SSLContext tls) {
        return keep(
                new Sender(
                        bob(),
                        RawSipAgent.overUdp("alice", sip),
                        new RawMsrpPeer("alice", Optional.of(tls))));
    }

    Sender alice() {
        return keep(new Sender(bob(), RawSipAgent.overUdp("alice", sip)));
    }

    /** A sender to a recipient of another stage. */
    Sender aliceTo(String user) {
        return keep(new Sender(user, RawSipAgent.overUdp("alice", sip)));
    }

    Sender aliceOverTcp() {
        return keep(new Sender(bob(), RawSipAgent.overTcp("alice", sip)));
    }

    /** Anybody who speaks SIP. */
    RawSipAgent agent(String name) {
        RawSipAgent agent = RawSipAgent.overUdp(name, sip);
        closings.add(agent::close);
        return agent;
    }

    /** Somebody else closes this device. */
    void forget(Device device) {
        closings.remove(devices.remove(device));
    }

    private Device keep(Device device) {
        Runnable closing = device::close;
        devices.put(device, closing);
        closings.add(closing);
        return device;
    }

    private Sender keep(Sender sender) {
        closings.add(sender::close);
        return sender;
    }

    /** Sets the recipient's preferences as a person would, over HTTP. */
    Stage bobPrefers(String json) {
        URI uri =
                URI.create(
                        "http://127.0.0.1:"
                                + http.getPort()
                                + "/api/users/"
                                + bob()
                                + "/preferences");
        HttpRequest put =
                HttpRequest.newBuilder(uri).PUT(HttpRequest.BodyPublishers.ofString(json)).build();
        try {
            int status =
                    HttpClient.newHttpClient()
                            .send(put, HttpResponse.BodyHandlers.discarding())
                            .statusCode();
            if (status != 200) {
                throw new AssertionError("preferences: " + status);
            }
            return this;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the server says of itself, as JSON. */
    String health() {
        URI uri = URI.create("http://127.0.0.1:" + http.getPort() + "/api/health");
        try {
            return HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Where this recipient's history lies. */
    Path maildir() {
        return data.resolve("history").resolve(recipient + "@localhost");
    }

    /** Puts a file where the directory has to be, which stops a superuser too. */
    void blockMaildir() throws IOException {
        Files.createDirectories(maildir().getParent());
        Files.writeString(maildir(), "no directory");
    }

    /** The history objects of this recipient, those on their way to the store included. */
    List<Path> history() {
        awaitOutbox();
        return objectsIn(maildir());
    }

    /** The history objects of everybody on this server, in the same way. */
    List<Path> everyHistory() {
        awaitOutbox();
        return objectsIn(data.resolve("history"));
    }

    private void awaitOutbox() {
        File outbox = data.resolve("outbox").toFile();
        Eventually.empty(() -> List.of(outbox.list((in, name) -> name.endsWith(":envelope"))));
    }

    private static List<Path> objectsIn(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.getParent().endsWith("new"))
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        closings.forEach(Runnable::run);
    }
}
