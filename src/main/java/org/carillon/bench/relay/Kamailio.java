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

/**
 * Kamailio with its msrp module, told to do the least: answer every SEND, pass it on where its
 * To-Path says, drop the answers to what it passed on (RFC 4976 §6.3). It connects to the devices,
 * each of which has a port of its own, so that they do not share one connection.
 */
final class Kamailio implements Candidate {
    /** Its longest frame is 14,338 octets; a longer one is answered 200 and dropped. */
    private static final int LONGEST_CHUNK = 13 << 10;

    /**
     * Without a deep write queue it drops connections as soon as a device is slower than a sender;
     * blocking writes ({@code tcp_async=no}) are less than half as fast.
     */
    private static final String CONFIGURATION =
            """
            #!KAMAILIO
            debug=0
            log_stderror=yes
            children=1
            tcp_children=%d
            auto_aliases=no
            dns=no
            rev_dns=no
            tcp_accept_no_cl=yes
            tcp_connection_lifetime=3600
            tcp_max_connections=4096
            tcp_conn_wq_max=100000000
            tcp_wq_max=400000000
            listen=tcp:127.0.0.1:%d
            loadmodule "sl.so"
            loadmodule "msrp.so"
            modparam("msrp", "sipmsg", 0)
            request_route { exit; }
            event_route[msrp:frame-in] {
                if (msrp_is_reply()) { exit; }
                msrp_reply("200", "OK");
                msrp_relay();
            }
            """;

    private final ProcessTree tree;
    private final InetSocketAddress address;

    private Kamailio(Process process, int port) {
        this.tree = new ProcessTree(process);
        this.address = Ports.loopback(port);
    }

    static Kamailio start(Path work) throws IOException, InterruptedException {
        int port = Ports.free();
        Path directory = Files.createDirectory(work.resolve("kamailio"));
        Path configuration = directory.resolve("kamailio.cfg");
        int readers = Runtime.getRuntime().availableProcessors();
        Files.writeString(configuration, CONFIGURATION.formatted(readers, port));
        String there = directory.toString();
        List<String> command =
                List.of(
                        "kamailio",
                        "-DD",
                        "-E",
                        "-m",
                        "512",
                        "-M",
                        "16",
                        "-w",
                        there,
                        "-Y",
                        there,
                        "-f",
                        configuration.toString());
        Process process = Ports.startListening(command, port, directory.resolve("log"));
        return new Kamailio(process, port);
    }

    @Override
    public String name() {
        return "Kamailio";
    }

    @Override
    public Optional<String> cannot(Case load) {
        if (load.devices() > 1) {
            return Optional.of("one device");
        }
        if (load.tls()) {
            return Optional.of("not set up for TLS here");
        }
        return load.chunk() > LONGEST_CHUNK
                ? Optional.of("frames over 14,338 octets are answered 200 and lost")
                : Optional.empty();
    }

    @Override
    public List<Route> open(Case load, Sink sink) throws IOException {
        List<Route> routes = new ArrayList<>();
        for (int i = 0; i < load.sessions(); i++) {
            int port = sink.listen(Ports.loopback(0), Optional.empty());
            MsrpUri relay = MsrpUri.tcp(false, "127.0.0.1", address.getPort(), "relay");
            MsrpUri device = MsrpUri.tcp(false, "127.0.0.1", port, "sink-" + i);
            MsrpUri source = MsrpUri.tcp(false, "127.0.0.1", 9, "source-" + i);
            routes.add(new Route(address, MsrpPath.of(relay, device), MsrpPath.of(source)));
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
