package org.carillon.bench.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.carillon.tool.ServerProcess;

/**
 * Kills the server again and again, each time after a while that nobody chose, and leaves it alone
 * in the end. Used by one thread.
 */
final class Chaos {
    /** One kill in so many comes while the server starts on what the last one left. */
    private static final int DURING_START = 8;

    private static final Duration LONGEST_START = Duration.ofSeconds(4);
    private static final Duration CALM = Duration.ofMinutes(3);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);
    private static final Duration SOON = Duration.ofMillis(50);
    private static final int KILLS_PER_LINE = 10;

    private final Plan plan;
    private final SplittableRandom random;
    private final InstantSource clock;
    private final Consumer<String> out;

    /**
     * What to do.
     *
     * @param crowd who sends and receives
     * @param kills how often
     * @param longest the server serves before it is killed
     */
    record Plan(Crowd.Size crowd, int kills, Duration longest) {}

    /**
     * What came of it.
     *
     * @param kills of a server that served
     * @param killsDuringStart of one that did not yet
     */
    record Result(int kills, int killsDuringStart, Ledger.Totals totals) {}

    Chaos(Plan plan, SplittableRandom random, InstantSource clock, Consumer<String> out) {
        this.plan = plan;
        this.random = random;
        this.clock = clock;
        this.out = out;
    }

    Result run(ServerProcess.Place place, Path directory) throws IOException, InterruptedException {
        try (Crowd crowd = new Crowd(plan.crowd(), place.sip(), directory, random, clock)) {
            int serving = 0;
            int starting = 0;
            while (serving + starting < plan.kills()) {
                if (serving > 0 && random.nextInt(DURING_START) == 0) {
                    killedWhileItStarts(place);
                    starting++;
                } else {
                    killedWhileItServes(place, crowd);
                    serving++;
                }
                say(serving + starting, crowd);
            }
            leaveAlone(place, crowd);
            return new Result(serving, starting, crowd.totals());
        }
    }

    private void killedWhileItStarts(ServerProcess.Place place)
            throws IOException, InterruptedException {
        try (ServerProcess server = ServerProcess.launch(place)) {
            sleepAtMost(LONGEST_START);
            server.kill();
        }
    }

    private void killedWhileItServes(ServerProcess.Place place, Crowd crowd)
            throws IOException, InterruptedException {
        try (ServerProcess server = ServerProcess.launch(place)) {
            server.awaitReady();
            crowd.settle();
            crowd.register();
            crowd.send();
            awaitTraffic(crowd);
            sleepAtMost(plan.longest());
            server.kill();
            crowd.pause();
        }
    }

    /** A kill before the first message of all has come through would show nothing. */
    private void awaitTraffic(Crowd crowd) throws IOException, InterruptedException {
        Instant end = clock.instant().plus(CALM);
        while (crowd.totals().acknowledged() == 0) {
            if (clock.instant().isAfter(end)) {
                throw new IOException("no message comes through");
            }
            Thread.sleep(SOON.toMillis());
        }
    }

    private void sleepAtMost(Duration longest) throws InterruptedException {
        Thread.sleep(random.nextLong(longest.toMillis()));
    }

    /** Devices come back again and again, as real ones do: each time they get what is theirs. */
    private void leaveAlone(ServerProcess.Place place, Crowd crowd)
            throws IOException, InterruptedException {
        try (ServerProcess server = ServerProcess.launch(place)) {
            server.awaitReady();
            crowd.settle();
            Instant end = clock.instant().plus(CALM);
            while (crowd.totals().lost() > 0 && clock.instant().isBefore(end)) {
                crowd.register();
                Thread.sleep(BETWEEN_LOOKS.toMillis());
            }
        }
    }

    private void say(int kills, Crowd crowd) {
        if (kills % KILLS_PER_LINE == 0) {
            Ledger.Totals totals = crowd.totals();
            out.accept(
                    "%d kills: %d acknowledged, %d of them still missing on a device"
                            .formatted(kills, totals.acknowledged(), totals.lost()));
        }
    }
}
