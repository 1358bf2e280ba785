package org.carillon.bench.relay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench relay}: MSRP only; no SIP. */
@Command(
        name = "relay",
        description = {
            "The relay beside Kamailio's msrp module and HAProxy in TCP mode, each in a process of",
            "its own, taking turns under the same load. Needs both, and Linux. Keep the machine",
            "quiet; compare ratios within one run."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:measured, whatever the figures",
            "1:not measured, or --idle or --soak found something left behind"
        },
        showDefaultValues = true)
public final class RelayBenchCommand implements Callable<Integer> {
    private static final int[] CHUNKS = {200, 1 << 10, 2 << 10, 8 << 10, 64 << 10, 1 << 20};
    private static final int[] SESSIONS = {1, 8, 64};
    private static final int[] DEVICES = {1, 3, 8};

    @Option(names = "--quick", description = "a few cases: the path that most take")
    private boolean quick;

    @Option(names = "--chunks", split = ",", paramLabel = "BYTES", description = "only these")
    private int[] chunks = CHUNKS;

    @Option(names = "--sessions", split = ",", paramLabel = "N", description = "only these")
    private int[] sessions = SESSIONS;

    @Option(names = "--devices", split = ",", paramLabel = "N", description = "only these")
    private int[] devices = DEVICES;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            description = "of each trial, at full and at half speed")
    private double seconds = 2;

    @Option(names = "--rounds", paramLabel = "N", description = "medians count")
    private int rounds = 3;

    @Option(names = "--warm-up", paramLabel = "S", description = "for each candidate")
    private double warmUp = 10;

    @Option(
            names = "--idle",
            paramLabel = "N",
            description = "Rooms open and idle, to see their heap; 0: none")
    private int idle = 5000;

    @Option(
            names = "--soak",
            paramLabel = "N",
            description = "short messages, to see what is left behind; 0: none; try 100000")
    private int soak = 0;

    @Option(names = "--json", paramLabel = "FILE", description = "where the figures go")
    private Path json = Path.of("target/bench-relay.json");

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path work = Files.createTempDirectory("carillon-bench-");
        try {
            RelayBench.Options options =
                    new RelayBench.Options(cases(), seconds, 0.4, rounds, warmUp);
            List<Result> results = new RelayBench(options, work, RelayBenchCommand::say).run();
            RelayReport report = new RelayReport(results);
            report.writeJson(json);
            System.out.printf("%n%s%n%s%nJSON: %s%n", report.table(), report.goals(), json);
            return endurance(work) ? 0 : 1;
        } catch (IOException e) {
            System.err.println("carillon bench relay: " + e.getMessage());
            return 1;
        } finally {
            remove(work);
        }
    }

    private static void say(String line) {
        System.out.println(line);
    }

    private boolean endurance(Path work) throws IOException, InterruptedException {
        try (Endurance endurance = new Endurance(work, RelayBenchCommand::say)) {
            boolean fine = idle == 0 || endurance.idle(idle);
            return (soak == 0 || endurance.soak(soak)) && fine;
        }
    }

    private List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (int chunk : chunks) {
            for (int session : sessions) {
                for (int device : devices) {
                    cases.add(new Case(chunk, session, device));
                }
            }
        }
        return quick ? cases.stream().filter(RelayBenchCommand::isUsual).toList() : cases;
    }

    private static boolean isUsual(Case load) {
        return load.sessions() == 8 && load.devices() != 3 && load.chunk() > 200;
    }

    private static void remove(Path work) throws IOException {
        try (Stream<Path> paths = Files.walk(work)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
