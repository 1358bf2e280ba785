package org.carillon.bench.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Kills a server again and again, each time after a while that nobody chose, and leaves it alone in
 * the end. Used by one thread.
 */
final class Chaos {
    /** One kill in so many comes while the server starts on what the last one left. */
    private static final int DURING_START = 8;

    private static final Duration LONGEST_START = Duration.ofSeconds(4);
    private static final Duration CALM = Duration.ofMinutes(3);
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

    Result run(Servers servers, Path directory) throws IOException, InterruptedException {
        try (Crowd crowd = new Crowd(plan.crowd(), servers.sip(), directory, random, clock)) {
            int serving = 0;
            int starting = 0;
            while (serving + starting < plan.kills()) {
                if (serving > 0 && random.nextInt(DURING_START) == 0) {
                    killedWhileItStarts(servers);
                    starting++;
                } else {
                    killedWhileItServes(servers, crowd);
                    serving++;
                }
                say(serving + starting, crowd);
            }
            leaveAlone(servers, crowd);
            return new Result(serving, starting, crowd.totals());
        }
    }

    private void killedWhileItStarts(Servers servers) throws IOException, InterruptedException {
        servers.launch();
        sleepAtMost(LONGEST_START);
        servers.kill();
    }

    private void killedWhileItServes(Servers servers, Crowd crowd)
            throws IOException, InterruptedException {
        servers.launch();
        servers.awaitReady();
        crowd.settle();
        crowd.register();
        crowd.send();
        awaitTraffic(crowd);
        sleepAtMost(plan.longest());
        servers.kill();
        if (servers.serveOn()) {
            sleepAtMost(plan.longest());
        }
        crowd.pause();
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

    private void leaveAlone(Servers servers, Crowd crowd) throws IOException, InterruptedException {
        servers.launch();
        servers.awaitReady();
        crowd.settle();
        crowd.awaitAll(CALM);
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
