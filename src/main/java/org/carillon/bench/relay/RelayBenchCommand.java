package org.carillon.bench.relay;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.carillon.tool.TemporaryDirectory;
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
            "1:not measured, or --idle, --soak or --slow-device found more than there may be"
        },
        showDefaultValues = true)
public final class RelayBenchCommand implements Callable<Integer> {
    private static final int[] CHUNKS = {200, 1 << 10, 2 << 10, 8 << 10, 64 << 10, 1 << 20};
    private static final int[] TWO_CHUNKS = {1 << 10, 64 << 10};
    private static final int[] SESSIONS = {8};
    private static final int[] FEW_OR_MANY_SESSIONS = {1, 64};
    private static final int[] DEVICES = {1};
    private static final int[] MORE_DEVICES = {3, 8};

    @Option(
            names = "--chunks",
            split = ",",
            paramLabel = "BYTES",
            description = "with the next two: only these, in every combination")
    private int[] chunks = {};

    @Option(names = "--sessions", split = ",", paramLabel = "N", description = "usually 8")
    private int[] sessions = {};

    @Option(names = "--devices", split = ",", paramLabel = "N", description = "usually 1")
    private int[] devices = {};

    @Option(names = "--tls", description = "with these: the same over TLS too")
    private boolean tls;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            description = "of each trial, at full and at half speed")
    private double seconds = 2;

    @Option(names = "--rounds", paramLabel = "N", description = "medians count")
    private int rounds = 3;

    @Option(names = "--warm-up", paramLabel = "S", description = "for each candidate")
    private double warmUp = 20;

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

    @Option(
            names = "--slow-device",
            paramLabel = "BYTES",
            description = {
                "one message to three devices of which one reads 100 KB/s until the others have",
                "it, to see whether they notice, and the memory; 0: none; try 1073741824"
            })
    private long slowDevice = 0;

    @Option(names = "--json", paramLabel = "FILE", description = "where the figures go")
    private Path json = Path.of("target/bench-relay.json");

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (TemporaryDirectory temporary = TemporaryDirectory.create("bench")) {
            Path work = temporary.path();
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
        }
    }

    private static void say(String line) {
        System.out.println(line);
    }

    private boolean endurance(Path work) throws IOException, InterruptedException {
        boolean fine = true;
        try (Endurance endurance = new Endurance(work, RelayBenchCommand::say)) {
            fine &= idle == 0 || endurance.idle(idle);
            fine &= soak == 0 || endurance.soak(soak);
        }
        if (slowDevice > 0) {
            try (SlowDevice slow = new SlowDevice(work, RelayBenchCommand::say)) {
                fine &= slow.deliver(slowDevice);
            }
        }
        return fine;
    }

    /** What was asked for, or what shows each influence once: it takes ten minutes. */
    private List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        if (chunks.length + sessions.length + devices.length > 0) {
            add(cases, or(chunks, CHUNKS), or(sessions, SESSIONS), or(devices, DEVICES), tls);
        } else {
            add(cases, CHUNKS, SESSIONS, DEVICES, false);
            add(cases, TWO_CHUNKS, FEW_OR_MANY_SESSIONS, DEVICES, false);
            add(cases, TWO_CHUNKS, SESSIONS, MORE_DEVICES, false);
            for (int chunk : TWO_CHUNKS) {
                cases.add(new Case(chunk, SESSIONS[0], DEVICES[0], true));
            }
        }
        return cases;
    }

    private static int[] or(int[] asked, int[] usual) {
        return asked.length > 0 ? asked : usual;
    }

    private static void add(
            List<Case> cases, int[] chunks, int[] sessions, int[] devices, boolean tlsToo) {
        for (int chunk : chunks) {
            for (int session : sessions) {
                for (int device : devices) {
                    cases.add(new Case(chunk, session, device));
                    if (tlsToo) {
                        cases.add(new Case(chunk, session, device, true));
                    }
                }
            }
        }
    }
}
