package org.carillon.bench.relay;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.carillon.bench.Ports;
import org.carillon.bench.ProcessTree;
import org.carillon.load.Route;
import org.carillon.load.Sink;
import org.carillon.msrp.MsrpPath;
import org.carillon.msrp.MsrpUri;

/** HAProxy in TCP mode: octets in, octets out. It parses nothing: the limit of layer 4. */
final class Haproxy implements Candidate {
    private static final String CONFIGURATION =
            """
            global
                nbthread %d
                maxconn 4096
            defaults
                mode tcp
                timeout connect 5s
                timeout client 1h
                timeout server 1h
            listen relay
                bind 127.0.0.1:%d
                server sink 127.0.0.1:%d
            """;

    private final ProcessTree tree;
    private final InetSocketAddress address;
    private final InetSocketAddress sinkAddress;

    private Haproxy(Process process, int port, int sinkPort) {
        this.tree = new ProcessTree(process);
        this.address = Ports.loopback(port);
        this.sinkAddress = Ports.loopback(sinkPort);
    }

    static Haproxy start(Path work) throws IOException, InterruptedException {
        int port = Ports.free();
        int sinkPort = Ports.free();
        Path configuration = work.resolve("haproxy.cfg");
        int threads = Runtime.getRuntime().availableProcessors();
        Files.writeString(configuration, CONFIGURATION.formatted(threads, port, sinkPort));
        List<String> command = List.of("haproxy", "-db", "-f", configuration.toString());
        Process process = Ports.startListening(command, port, work.resolve("haproxy.log"));
        return new Haproxy(process, port, sinkPort);
    }

    @Override
    public String name() {
        return "HAProxy";
    }

    @Override
    public Optional<String> cannot(Case load) {
        if (load.tls()) {
            return Optional.of("parses nothing, TLS neither");
        }
        return load.devices() > 1 ? Optional.of("one device") : Optional.empty();
    }

    @Override
    public List<Route> open(Case load, Sink sink) throws IOException {
        int unused = sink.listen(sinkAddress, Optional.empty());
        List<Route> routes = new ArrayList<>();
        for (int i = 0; i < load.sessions(); i++) {
            MsrpUri device = MsrpUri.tcp(false, "127.0.0.1", sinkAddress.getPort(), "sink-" + i);
            MsrpUri source = MsrpUri.tcp(false, "127.0.0.1", 9, "source-" + i);
            routes.add(new Route(address, MsrpPath.of(device), MsrpPath.of(source)));
        }
        return routes;
    }

    @Override
    public void closeAll() {}

    @Override
    public ProcessTree process() {
        return tree;
    }

    @Override
    public void close() {
        tree.close();
    }
}
