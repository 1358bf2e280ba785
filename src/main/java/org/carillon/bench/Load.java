package org.carillon.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The SIPp processes around the container: several senders and several devices, because one SIPp
 * cannot keep up with more than about a thousand calls a second.
 */
final class Load {
    private static final int SENDERS = 2;

    /** Each plays one device or more; the first one is the floor's. */
    private static final int DEVICE_PROCESSES = 2;

    /** What is left of a call after its sender has gone: the server's silence timeout and BYEs. */
    private static final int AFTERMATH_SECONDS = 15;

    private final ContainerProcess container;
    private final Path work;
    private final List<Integer> devicePorts = new ArrayList<>();

    Load(ContainerProcess container, Path work) throws IOException {
        this.container = container;
        this.work = work;
        for (int i = 0; i < DEVICE_PROCESSES; i++) {
            devicePorts.add(Sipp.freePort());
        }
    }

    int firstDevicePort() {
        return devicePorts.get(0);
    }

    /** Registers the subject's devices. */
    void register(Subject subject) throws IOException, InterruptedException {
        for (int device = 0; device < subject.devices(); device++) {
            try (Sipp register = new Sipp("register", work)) {
                register.with("-s", subject.user())
                        .with("-key", "device_port", devicePorts.get(process(device)).toString())
                        .with("-key", "instance", UUID.randomUUID().toString())
                        .towards(container.sipPort())
                        .calls(1)
                        .start()
                        .succeeds();
            }
        }
    }

    private static int process(int device) {
        return device % DEVICE_PROCESSES;
    }

    /**
     * Calls at this rate.
     *
     * @param seconds for which new calls are begun
     * @param holdMillis that each call lasts
     */
    Step run(Subject subject, int rate, int seconds, long holdMillis)
            throws IOException, InterruptedException {
        List<Sipp> players = start(subject, rate, seconds, holdMillis);
        return end(players, rate, (long) rate * seconds, container.cpuSeconds());
    }

    /** The devices, then the senders; the senders are the last ones in the list. */
    List<Sipp> start(Subject subject, int rate, int seconds, long holdMillis) throws IOException {
        long calls = (long) rate * seconds;
        long patience = seconds + holdMillis / 1000 + AFTERMATH_SECONDS;
        List<Sipp> players = new ArrayList<>();
        for (int process = 0; process < DEVICE_PROCESSES; process++) {
            long dialogs = calls * devicesAt(process, subject);
            if (dialogs > 0) {
                players.add(
                        new Sipp("device-answers", work, devicePorts.get(process))
                                .calls(dialogs)
                                .patience(patience)
                                .start());
            }
        }
        for (int sender = 0; sender < SENDERS; sender++) {
            players.add(
                    new Sipp("sender-straight", work)
                            .with("-s", subject.user(), "-key", "sender", "sender" + sender)
                            .with("-r", Integer.toString(rate / SENDERS))
                            .with("-l", Long.toString(calls))
                            .towards(container.sipPort())
                            .calls(calls / SENDERS)
                            .pausing(holdMillis)
                            .patience(patience)
                            .timing()
                            .start());
        }
        return players;
    }

    private static long devicesAt(int process, Subject subject) {
        return IntStream.range(0, subject.devices())
                .filter(device -> process(device) == process)
                .count();
    }

    /** Waits for their end and adds up. The last one's cost is in it, so all are waited for. */
    Step end(List<Sipp> players, int rate, long calls, double cpuBefore)
            throws IOException, InterruptedException {
        String why = "";
        long retransmissions = 0;
        for (int i = players.size() - 1; i >= 0 && why.isEmpty(); i--) {
            try {
                retransmissions += players.get(i).succeeds().retransmissions();
            } catch (SippFailure e) {
                why = e.getMessage().lines().findFirst().orElse("failed calls");
            }
        }
        double cpu = container.cpuSeconds() - cpuBefore;
        players.forEach(Sipp::close);
        if (why.isEmpty() && retransmissions > 0) {
            why = retransmissions + " retransmissions";
        }
        double[] times = times(players);
        return new Step(
                rate, calls, why.isEmpty(), cpu, share(times, 0.5), share(times, 0.99), why);
    }

    private static double[] times(List<Sipp> players) throws IOException {
        DoubleStream all = DoubleStream.empty();
        for (Sipp player : players) {
            all = DoubleStream.concat(all, player.times());
        }
        return all.sorted().toArray();
    }

    /** The time within which this share of the calls was answered. */
    private static double share(double[] sorted, double share) {
        return sorted.length == 0
                ? Double.NaN
                : sorted[(int) Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
    }
}
