package org.carillon.bench.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.carillon.bench.Figures;
import org.carillon.bench.cluster.Cluster;
import org.carillon.tool.TemporaryDirectory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code bench cluster}: what more nodes are worth, and what becomes of a message when one goes.
 */
@Command(
        name = "cluster",
        description = {
            "Starts PostgreSQL, Kamailio as the SIP balancer, and one node after the other, and",
            "sends messages through all of them. Then kills one under load and drains another, and",
            "counts: what was acknowledged has to reach every device."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:nothing is lost", "1:something is lost, or it could not be found out"},
        showDefaultValues = true)
public final class ClusterCommand implements Callable<Integer> {
    private static final InstantSource CLOCK = InstantSource.system();
    private static final Crowd.Size CROWD = new Crowd.Size(8, 2, 1, 10 * 1024);
    private static final Duration ALL = Duration.ofMinutes(3);

    @Option(names = "--nodes", paramLabel = "N", description = "at most; 2 or more")
    private int nodes = 3;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            description = "measure each number of nodes so long; it warms up as long before")
    private int seconds = 15;

    @Option(
            names = "--cost",
            paramLabel = "S",
            description = "measure each durability so long, twice; 0: do not")
    private int cost = 15;

    @Option(names = "--seed", paramLabel = "N", description = "of sizes")
    private long seed = 1;

    @Option(names = "--json", paramLabel = "FILE", description = "where the figures go")
    private Path json = Path.of("target/bench-cluster.json");

    @Spec private CommandSpec spec;

    /**
     * With so many nodes.
     *
     * @param messagesPerSecond acknowledged, each to two devices
     * @param cpuMillis of all nodes, the database and the balancer for each of them
     */
    record Throughput(int nodes, double messagesPerSecond, Cluster.Cpu cpuMillis) {}

    @Override
    public Integer call() throws InterruptedException {
        if (nodes < 2 || seconds < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--nodes: expected 2 or more; --seconds: 1 or more");
        }
        SplittableRandom random = new SplittableRandom(seed);
        try (TemporaryDirectory work = TemporaryDirectory.create("cluster")) {
            Ledger.Totals totals = run(work.path(), random);
            return totals.lost() == 0 && totals.acknowledged() > 0 ? 0 : 1;
        } catch (IOException e) {
            System.err.println("carillon bench cluster: " + e.getMessage());
            return 1;
        }
    }

    private Ledger.Totals run(Path work, SplittableRandom random)
            throws IOException, InterruptedException {
        try (Cluster cluster = Cluster.create(nodes, List.of("not-available=reject"), work);
                Crowd crowd = new Crowd(CROWD, cluster.sip(), work, random, CLOCK)) {
            List<Throughput> throughput = new ArrayList<>();
            for (int node = 0; node < nodes; node++) {
                cluster.launch(node);
                cluster.awaitReady();
                throughput.add(measure(node + 1, cluster, crowd));
            }
            killAndDrain(cluster, crowd);
            Ledger.Totals totals = crowd.totals();
            print(totals);
            Map<String, Double> rates = cost(cluster, work, random);
            write(throughput, totals, rates);
            return totals;
        }
    }

    private Throughput measure(int count, Cluster cluster, Crowd crowd)
            throws IOException, InterruptedException {
        crowd.register();
        crowd.send();
        sleep(1);
        long before = crowd.totals().acknowledged();
        Cluster.Cpu used = cluster.cpu();
        sleep(1);
        long messages = crowd.totals().acknowledged() - before;
        Cluster.Cpu cpu = cluster.cpu().since(used);
        crowd.pause();
        crowd.settle();
        Throughput result =
                new Throughput(count, messages / (double) seconds, cpu.times(1000.0 / messages));
        System.out.printf(
                "%d nodes: %.1f messages/s; CPU for each: nodes %.1f ms, database %.1f ms, balancer"
                        + " %.1f ms%n",
                count,
                result.messagesPerSecond(),
                result.cpuMillis().nodes(),
                result.cpuMillis().database(),
                result.cpuMillis().balancer());
        return result;
    }

    /** Of what was measured. */
    private void sleep(double times) throws InterruptedException {
        Thread.sleep((long) (seconds * 1000L * times));
    }

    private void killAndDrain(Cluster cluster, Crowd crowd)
            throws IOException, InterruptedException {
        crowd.send();
        sleep(0.3);
        cluster.kill(0);
        sleep(0.3);
        cluster.launch(0);
        cluster.awaitReady();
        cluster.drain(1);
        sleep(0.3);
        crowd.pause();
        cluster.launch(1);
        cluster.awaitReady();
        crowd.settle();
        crowd.awaitAll(ALL);
    }

    private static void print(Ledger.Totals totals) {
        System.out.printf(
                "one killed and one drained under load: %d messages acknowledged, refused %s,"
                        + " undecided %d; %d deliveries, %d twice, %d lost%n",
                totals.acknowledged(),
                totals.refused(),
                totals.undecided(),
                totals.delivered(),
                totals.duplicated(),
                totals.lost());
    }

    private Map<String, Double> cost(Cluster cluster, Path work, SplittableRandom random)
            throws IOException, InterruptedException {
        if (cost == 0) {
            return Map.of();
        }
        for (int node = 0; node < nodes; node++) {
            cluster.drain(node);
        }
        List<String> settings = new ArrayList<>(cluster.storeSettings());
        settings.add("not-available=reject");
        List<String> levels = List.of("memory", "node", "cluster");
        Map<String, Double> rates =
                new Cost(Duration.ofSeconds(cost), random, settings, levels, CLOCK)
                        .measure(work.resolve("cost"));
        Cost.print(rates);
        return rates;
    }

    private void write(List<Throughput> throughput, Ledger.Totals totals, Map<String, Double> rates)
            throws IOException {
        Files.createDirectories(json.toAbsolutePath().getParent());
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("seed", seed);
        figures.put("throughput", throughput);
        figures.put("totals", totals);
        figures.put("messagesPerSecond", rates);
        Figures.write(json, figures);
    }
}
