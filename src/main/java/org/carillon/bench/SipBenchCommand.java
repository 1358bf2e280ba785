package org.carillon.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.carillon.launcher.War;
import org.carillon.tool.TemporaryDirectory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench sip}: SIP only; no MSRP connection is made and no message sent. */
@Command(
        name = "sip",
        description = {
            "Rates stepped up until calls fail or messages are repeated,",
            "in one process: a bare back-to-back servlet (the floor), Carillon",
            "with so many devices, the floor again. Needs SIPp and Linux. Keep",
            "the machine quiet; compare ratios, not times."
        },
        showDefaultValues = true)
final class SipBenchCommand implements Callable<Integer> {
    @Option(
            names = "--devices",
            paramLabel = "N",
            split = ",",
            description = "of the recipient, a row each")
    private List<Integer> devices = List.of(1, 3, 8);

    @Option(names = "--seconds", paramLabel = "N", description = "for each rate")
    private int seconds = 5;

    @Option(names = "--warm-up", paramLabel = "N", description = "SIP messages for each row")
    private int warmUp = 120_000;

    @Option(names = "--first-rate", paramLabel = "N", description = "SIP messages a second")
    private int firstRate = 1_500;

    @Option(names = "--last-rate", paramLabel = "N", description = "SIP messages a second at most")
    private int lastRate = 20_000;

    @Option(names = "--factor", paramLabel = "X", description = "from one rate to the next")
    private double factor = 1.25;

    @Option(names = "--open-calls", paramLabel = "N", description = "held open to see their heap")
    private int openCalls = 250;

    @Option(
            names = "--growth-calls",
            paramLabel = "N",
            description = "to see the heap grow; try 50000")
    private int growthCalls = 0;

    @Option(names = "--json", paramLabel = "FILE", description = "where the figures go")
    private Path json = Path.of("target/bench-sip.json");

    @Override
    public Integer call() throws IOException, InterruptedException {
        TemporaryDirectory temporary = TemporaryDirectory.create("bench");
        Path work = temporary.path();
        try {
            SipBench.Options options =
                    new SipBench.Options(
                            devices,
                            seconds,
                            warmUp,
                            firstRate,
                            lastRate,
                            factor,
                            openCalls,
                            growthCalls);
            List<Result> results =
                    new SipBench(options, work, System.out::println).run(War.ofThisBuild());
            Report report = new Report(results);
            report.writeJson(json);
            System.out.printf("%n%s%nJSON: %s%n", report.table(), json);
            temporary.close();
            return 0;
        } catch (IOException e) {
            System.err.printf("carillon bench sip: %s%nlogs: %s%n", e.getMessage(), work);
            return 1;
        }
    }
}
