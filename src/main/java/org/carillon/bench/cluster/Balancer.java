package org.carillon.bench.cluster;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.carillon.bench.Ports;
import org.carillon.bench.ProcessTree;

/**
 * Kamailio's dispatcher before some nodes, with the configuration that operators get. On the
 * loopback address.
 */
public final class Balancer implements AutoCloseable {
    private final int port;
    private final ProcessTree tree;

    private Balancer(int port, ProcessTree tree) {
        this.port = port;
        this.tree = tree;
    }

    /**
     * Starts it; it serves when this returns.
     *
     * @param configuration {@code balancer.cfg}
     * @param nodes where they speak SIP; none of them need be there yet
     * @param directory for its own files
     */
    public static Balancer start(Path configuration, List<InetSocketAddress> nodes, Path directory)
            throws IOException, InterruptedException {
        int port = Ports.free();
        Path list = directory.resolve("nodes");
        Files.writeString(
                list,
                nodes.stream()
                        .map(n -> "1 sip:127.0.0.1:%d%n".formatted(n.getPort()))
                        .collect(Collectors.joining()));
        String there = directory.toString();
        List<String> command =
                List.of(
                        "kamailio",
                        "-DD",
                        "-E",
                        "-m",
                        "64",
                        "-w",
                        there,
                        "-Y",
                        there,
                        "-f",
                        configuration.toString());
        Map<String, String> environment =
                Map.of(
                        "BALANCER_HOST", "127.0.0.1",
                        "BALANCER_PORT", Integer.toString(port),
                        "NODE_LIST", list.toString());
        Process process =
                Ports.startListening(command, environment, port, directory.resolve("balancer.log"));
        return new Balancer(port, new ProcessTree(process));
    }

    /** Where users and the core reach the nodes. */
    public InetSocketAddress sip() {
        return Ports.loopback(port);
    }

    /** CPU time so far. */
    double cpuSeconds() throws IOException {
        return tree.cpuSeconds();
    }

    @Override
    public void close() {
        tree.close();
    }
}
