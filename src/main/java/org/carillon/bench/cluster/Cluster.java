package org.carillon.bench.cluster;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.carillon.bench.Ports;
import org.carillon.bench.ProcessTree;
import org.carillon.launcher.War;
import org.carillon.tool.ServerProcess;

/**
 * Nodes that share nothing but a database, each in a process of its own, behind a balancer. Used by
 * one thread.
 */
public final class Cluster implements AutoCloseable {
    /** More than drain-timeout. */
    private static final Duration DRAIN = Duration.ofSeconds(60);

    /** The balancer looks every second. */
    private static final Duration UNTIL_SEEN = Duration.ofSeconds(2);

    private static final String DATABASE = "carillon";

    private final Postgres postgres;
    private final List<ServerProcess.Place> places;
    private final List<Optional<ServerProcess>> nodes = new ArrayList<>();
    private final Balancer balancer;

    /** CPU time so far, in seconds, of those nodes that live, and their neighbours. */
    public record Cpu(double nodes, double database, double balancer) {
        /** What was used since. */
        public Cpu since(Cpu before) {
            return new Cpu(
                    nodes - before.nodes, database - before.database, balancer - before.balancer);
        }

        /** Each of them. */
        public Cpu times(double factor) {
            return new Cpu(nodes * factor, database * factor, balancer * factor);
        }
    }

    private Cluster(Postgres postgres, List<ServerProcess.Place> places, Balancer balancer) {
        this.postgres = postgres;
        this.places = places;
        this.balancer = balancer;
        places.forEach(place -> nodes.add(Optional.empty()));
    }

    /**
     * Starts the database and the balancer, and no node yet.
     *
     * @param settings of every node, {@code name=value}
     */
    public static Cluster create(int nodes, List<String> settings, Path directory)
            throws IOException, InterruptedException {
        Path database = OrdinaryUser.home(directory, "database");
        Postgres postgres = Postgres.create(database, Ports.free());
        try {
            postgres.createDatabase(DATABASE);
            List<ServerProcess.Place> places = new ArrayList<>();
            for (int node = 1; node <= nodes; node++) {
                places.add(
                        ServerProcess.Place.free(
                                directory.resolve("node-" + node), all(postgres, settings)));
            }
            Balancer balancer =
                    Balancer.start(
                            configuration(),
                            places.stream().map(ServerProcess.Place::sip).toList(),
                            Files.createDirectories(directory.resolve("balancer")));
            return new Cluster(postgres, places, balancer);
        } catch (SQLException e) {
            postgres.close();
            throw new IOException(e);
        } catch (IOException | InterruptedException | RuntimeException e) {
            postgres.close();
            throw e;
        }
    }

    private static List<String> all(Postgres postgres, List<String> settings) {
        List<String> all = new ArrayList<>(settingsOf(postgres));
        all.add("durability=cluster");
        all.addAll(settings);
        return all;
    }

    private static List<String> settingsOf(Postgres postgres) {
        return List.of(
                "store-url=" + postgres.url(DATABASE),
                "store-user=" + Postgres.USER,
                "store-password=" + Postgres.PASSWORD,
                "takeover-after=5s");
    }

    /** With which another server uses the same database. */
    public List<String> storeSettings() {
        return settingsOf(postgres);
    }

    /** Beside what was built. */
    private static Path configuration() {
        return War.ofThisBuild().resolveSibling("../docker/kamailio/balancer.cfg").normalize();
    }

    public InetSocketAddress sip() {
        return balancer.sip();
    }

    public int size() {
        return places.size();
    }

    /** Starts the node, unless it lives; it is on its way when this returns. */
    public void launch(int node) throws IOException {
        if (nodes.get(node).isEmpty()) {
            nodes.set(node, Optional.of(ServerProcess.launch(places.get(node))));
        }
    }

    /** Waits until all that were started serve, and the balancer knows. */
    public void awaitReady() throws IOException, InterruptedException {
        for (Optional<ServerProcess> node : nodes) {
            if (node.isPresent()) {
                node.get().awaitReady();
            }
        }
        Thread.sleep(UNTIL_SEEN.toMillis());
    }

    /** SIGKILL. */
    public void kill(int node) throws InterruptedException {
        nodes.get(node).orElseThrow().kill();
        nodes.set(node, Optional.empty());
    }

    /**
     * SIGTERM; it has ended when this returns.
     *
     * @throws IOException if it does not
     */
    public void drain(int node) throws IOException, InterruptedException {
        ServerProcess server = nodes.get(node).orElseThrow();
        server.drain();
        if (!server.awaitEnd(DRAIN)) {
            throw new IOException("node " + (node + 1) + " does not end");
        }
        server.close();
        nodes.set(node, Optional.empty());
    }

    /** As long as the same nodes live. */
    public Cpu cpu() throws IOException {
        double seconds = 0;
        for (Optional<ServerProcess> node : nodes) {
            if (node.isPresent()) {
                seconds += new ProcessTree(node.get().process()).cpuSeconds();
            }
        }
        return new Cpu(
                seconds,
                new ProcessTree(postgres.process().orElseThrow()).cpuSeconds(),
                balancer.cpuSeconds());
    }

    @Override
    public void close() {
        balancer.close();
        nodes.parallelStream().forEach(node -> node.ifPresent(ServerProcess::close));
        postgres.close();
    }
}
