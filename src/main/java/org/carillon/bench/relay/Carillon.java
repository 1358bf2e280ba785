package org.carillon.bench.relay;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.carillon.bench.Ports;
import org.carillon.bench.ProcessTree;
import org.carillon.certificate.SelfSigned;
import org.carillon.load.Route;
import org.carillon.load.Sink;
import org.carillon.msrp.MsrpPath;
import org.carillon.msrp.MsrpUri;

/** The relay of this build; devices connect to it. */
final class Carillon implements Candidate {
    private final ProcessTree tree;
    private final PrintStream orders;
    private final BufferedReader answers;

    /** Ports, and which TLS. */
    private final String[] greeting;

    private Carillon(Process process) throws IOException {
        this.tree = new ProcessTree(process);
        this.orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.greeting = answer().split(" ", 3);
    }

    /** Starts it with the options of this JVM, and these. */
    static Carillon start(Path work, String... options) throws IOException, InterruptedException {
        Path spool = Files.createDirectory(work.resolve("spool"));
        Path certificate = work.resolve("certificate.pem");
        Path key = work.resolve("key.pem");
        SelfSigned.make("localhost", Instant.now(), new SecureRandom()).write(certificate, key);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(RelayUnderTest.class.getName(), spool.toString()));
        command.add(certificate.toString());
        command.add(key.toString());
        return new Carillon(
                new ProcessBuilder(command)
                        .redirectError(work.resolve("relay.log").toFile())
                        .start());
    }

    /** Which TLS it speaks. */
    String tlsName() {
        return greeting[2];
    }

    @Override
    public String name() {
        return "Carillon";
    }

    @Override
    public Optional<String> cannot(Case load) {
        return Optional.empty();
    }

    @Override
    public List<Route> open(Case load, Sink sink) throws IOException, InterruptedException {
        List<Route> senders = new ArrayList<>();
        List<Route> devices = new ArrayList<>();
        for (int i = 0; i < load.sessions(); i++) {
            List<Route> legs = open(load.devices(), load.tls());
            senders.add(legs.get(0));
            devices.addAll(legs.subList(1, legs.size()));
        }
        sink.connect(devices, load.context());
        return senders;
    }

    /** Opens a Room: the way of its sender, then those of its devices. */
    List<Route> open(int devices, boolean tls) throws IOException {
        String order = (tls ? "open-tls " : "open ") + devices;
        return Stream.of(ask(order).split(" ", -1)).map(this::route).toList();
    }

    private Route route(String ours) {
        MsrpUri uri = MsrpUri.parse(ours).value().orElseThrow();
        InetSocketAddress address =
                Ports.loopback(Integer.parseInt(greeting[uri.secure() ? 1 : 0]));
        return new Route(address, MsrpPath.of(uri), MsrpPath.of(RelayUnderTest.peerOf(uri)));
    }

    /** What the relay and its process hold, by name. */
    Map<String, Long> held() throws IOException {
        Map<String, Long> held = new TreeMap<>();
        String answer = ask("held");
        for (String each : answer.substring(1, answer.length() - 1).split(", ", -1)) {
            int sign = each.indexOf('=');
            held.put(each.substring(0, sign), Long.parseLong(each.substring(sign + 1)));
        }
        return held;
    }

    /** Octets of live objects. */
    long heap() throws IOException {
        return Long.parseLong(ask("heap"));
    }

    @Override
    public void closeAll() throws IOException {
        var unused = ask("close");
    }

    private String ask(String order) throws IOException {
        orders.println(order);
        return answer();
    }

    private String answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("the relay has ended");
        }
        return line;
    }

    @Override
    public ProcessTree process() {
        return tree;
    }

    @Override
    public void close() {
        orders.close();
        tree.close();
    }
}
