package org.carillon.bench.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.carillon.bench.Figures;
import org.carillon.bench.cluster.Cluster;
import org.carillon.tool.ServerProcess;
import org.carillon.tool.TemporaryDirectory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench chaos}: what the promise of the last 200 is worth, and what it costs. */
@Command(
        name = "chaos",
        description = {
            "Kills a server at random moments while messages go through it, starts it again on",
            "the same data, and counts: a message whose last octet was acknowledged has to reach",
            "every device. Then measures what durability costs."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:nothing is lost", "1:something is lost, or it could not be found out"},
        showDefaultValues = true)
public final class ChaosCommand implements Callable<Integer> {
    private static final InstantSource CLOCK = InstantSource.system();
    private static final List<String> LEVELS = List.of("memory", "node");

    @Option(names = "--kills", paramLabel = "N", description = "how often; takes 8 s each")
    private int kills = 300;

    @Option(
            names = "--nodes",
            paramLabel = "N",
            description = {
                "how many servers; several share a PostgreSQL behind a balancer, and one of them",
                "is killed each time"
            })
    private int nodes = 1;

    @Option(names = "--users", paramLabel = "N", description = "who receive")
    private int users = 4;

    @Option(names = "--devices", paramLabel = "N", description = "of each of them")
    private int devices = 2;

    @Option(names = "--senders", paramLabel = "N", description = "to each of them")
    private int senders = 2;

    @Option(names = "--largest", paramLabel = "BYTES", description = "messages have 200 and more")
    private int largest = 1_000_000;

    @Option(
            names = "--alive",
            paramLabel = "S",
            description = "the server is killed after at most so long")
    private double alive = 3;

    @Option(
            names = "--cost",
            paramLabel = "S",
            description = "measure each durability so long, twice; 0: do not")
    private int cost = 15;

    @Option(names = "--seed", paramLabel = "N", description = "of sizes and moments")
    private long seed = 1;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "a setting of the server, such as store-url")
    private List<String> settings = List.of();

    @Option(names = "--json", paramLabel = "FILE", description = "where the figures go")
    private Path json = Path.of("target/bench-chaos.json");

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (kills < 1 || nodes < 1 || users < 1 || devices < 1 || senders < 1 || alive <= 0) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--kills, --nodes, --users, --devices, --senders, --alive: expected more than"
                            + " 0");
        }
        SplittableRandom random = new SplittableRandom(seed);
        try (TemporaryDirectory work = TemporaryDirectory.create("chaos")) {
            Chaos.Result result = chaos(work.path(), random);
            print(result);
            Map<String, Double> rates =
                    cost == 0
                            ? Map.of()
                            : new Cost(Duration.ofSeconds(cost), random, all(), LEVELS, CLOCK)
                                    .measure(work.path().resolve("cost"));
            Cost.print(rates);
            write(result, rates);
            return result.totals().lost() == 0 && result.totals().acknowledged() > 0 ? 0 : 1;
        } catch (IOException e) {
            System.err.println("carillon bench chaos: " + e.getMessage());
            return 1;
        }
    }

    /** What is acknowledged has to reach every device: none is for those who happen to be there. */
    private List<String> all() {
        return Stream.concat(Stream.of("not-available=reject"), settings.stream()).toList();
    }

    private Chaos.Result chaos(Path work, SplittableRandom random)
            throws IOException, InterruptedException {
        Chaos.Plan plan =
                new Chaos.Plan(
                        new Crowd.Size(users, devices, senders, largest),
                        kills,
                        Duration.ofMillis((long) (alive * 1000)));
        try (Servers servers = servers(work, random)) {
            return new Chaos(plan, random, CLOCK, System.out::println).run(servers, work);
        }
    }

    private Servers servers(Path work, SplittableRandom random)
            throws IOException, InterruptedException {
        return nodes == 1
                ? Servers.one(ServerProcess.Place.free(work.resolve("data"), all()))
                : Servers.several(Cluster.create(nodes, all(), work), random);
    }

    private void print(Chaos.Result result) {
        Ledger.Totals totals = result.totals();
        System.out.printf(
                """

                kills                %d while it served, %d while it started
                messages attempted   %d
                  refused            %s, by status; 503: nobody was there
                  undecided          %d
                  acknowledged       %d
                delivered            %d on %d devices each
                duplicated           %d
                without the sender   %d
                lost                 %d
                """,
                result.kills(),
                result.killsDuringStart(),
                totals.attempted(),
                totals.refused(),
                totals.undecided(),
                totals.acknowledged(),
                totals.delivered(),
                devices,
                totals.duplicated(),
                totals.beyond(),
                totals.lost());
    }

    private void write(Chaos.Result result, Map<String, Double> rates) throws IOException {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("seed", seed);
        figures.put("nodes", nodes);
        figures.put("settings", settings);
        figures.put("chaos", result);
        figures.put("messagesPerSecond", rates);
        Figures.write(json, figures);
    }
}
