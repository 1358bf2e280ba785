package org.carillon.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * One run: the floor, the application with one, three and eight devices, and the floor again, all
 * in one container process, which is warm by the end as it was not at the beginning.
 */
final class SipBench {
    private static final int[] DEVICES = {1, 3, 8};
    private static final int SETTLE_SECONDS = 45;
    private static final int HOLD_RATE = 50;
    private static final int WARM_UP_RATE = 60;

    /** Behind its ACK at once, a BYE may overtake it inside the container. */
    private static final int CALL_MILLIS = 200;

    private final Options options;
    private final Path work;
    private final Consumer<String> says;

    /**
     * How much is measured.
     *
     * @param seconds that each rate is kept up
     * @param warmUpSeconds for each subject
     * @param firstRate calls per second
     * @param lastRate calls per second at most
     * @param factor from one rate to the next
     * @param openCalls held open at the same time to see their heap; 0 for none
     * @param growthCalls after which the heap is compared with before; 0 for none
     */
    record Options(
            int seconds,
            int warmUpSeconds,
            int firstRate,
            int lastRate,
            double factor,
            int openCalls,
            int growthCalls) {}

    SipBench(Options options, Path work, Consumer<String> says) {
        this.options = options;
        this.work = work;
        this.says = says;
    }

    /** The floor first and last. */
    List<Result> run(Path carillon) throws IOException, InterruptedException {
        try (ContainerProcess container = ContainerProcess.start(work)) {
            says.accept("container process " + container.pid());
            Load load = new Load(container, work);
            Path floorWar = FloorWar.write(work, load.firstDevicePort());
            List<Result> results = new ArrayList<>();
            container.deploy(floorWar);
            results.add(measure(container, load, new Subject("floor", floorWar, "floor", 1)));
            container.deploy(carillon);
            for (int devices : DEVICES) {
                Subject subject =
                        new Subject("carillon " + devices, carillon, "user" + devices, devices);
                load.register(subject);
                results.add(measure(container, load, subject));
            }
            container.deploy(floorWar);
            results.add(measure(container, load, new Subject("floor again", floorWar, "floor", 1)));
            return results;
        }
    }

    private Result measure(ContainerProcess container, Load load, Subject subject)
            throws IOException, InterruptedException {
        says.accept(subject.name() + ": warm-up");
        load.run(subject, WARM_UP_RATE, options.warmUpSeconds(), CALL_MILLIS);
        List<Step> steps = rising(load, subject);
        Result result = new Result(subject, steps, 0, 0);
        long heap = options.openCalls() == 0 ? 0 : heapPerOpenCall(container, load, subject);
        long growth =
                options.growthCalls() == 0
                        ? 0
                        : growth(container, load, subject, result.highestCleanRate());
        return new Result(subject, steps, heap, growth);
    }

    /** Until a rate is not clean in two attempts: the machine may have had a hiccup. */
    private List<Step> rising(Load load, Subject subject) throws IOException, InterruptedException {
        List<Step> steps = new ArrayList<>();
        int rate = options.firstRate();
        while (rate <= options.lastRate()) {
            Step step = attempt(load, subject, rate);
            if (!step.clean()) {
                step = attempt(load, subject, rate);
            }
            steps.add(step);
            if (!step.clean()) {
                return steps;
            }
            rate = even(rate * options.factor());
        }
        return steps;
    }

    private Step attempt(Load load, Subject subject, int rate)
            throws IOException, InterruptedException {
        Step step = load.run(subject, rate, options.seconds(), CALL_MILLIS);
        says.accept(
                "%s: %d/s %s  %.2f ms CPU a call, p50 %.1f ms, p99 %.1f ms"
                        .formatted(
                                subject.name(),
                                rate,
                                step.clean() ? "clean" : step.why(),
                                step.cpuMillisPerCall(),
                                step.p50(),
                                step.p99()));
        return step;
    }

    private static int even(double rate) {
        return 2 * (int) Math.round(rate / 2);
    }

    private long heapPerOpenCall(ContainerProcess container, Load load, Subject subject)
            throws IOException, InterruptedException {
        settle(container);
        long before = container.heap();
        int seconds = Math.max(1, options.openCalls() / HOLD_RATE);
        long calls = (long) HOLD_RATE * seconds;
        double cpu = container.cpuSeconds();
        List<Sipp> players = load.start(subject, HOLD_RATE, seconds, (seconds + 10L) * 1000);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds + 8L);
        while (container.calls() < calls && System.nanoTime() - deadline < 0) {
            pause();
        }
        long open = container.calls();
        long perCall = (container.heap() - before) / Math.max(1, open);
        Step step = load.end(players, HOLD_RATE, calls, cpu);
        says.accept(
                "%s: %d open calls, %d octets of heap each %s"
                        .formatted(subject.name(), open, perCall, step.why()));
        return perCall;
    }

    /** At half of what it can do, so that nothing is lost on the way. */
    private long growth(ContainerProcess container, Load load, Subject subject, int highest)
            throws IOException, InterruptedException {
        int rate = Math.max(2, even(highest / 2.0));
        settle(container);
        long before = container.heap();
        load.run(subject, rate, Math.max(1, options.growthCalls() / rate), CALL_MILLIS);
        settle(container);
        long growth = container.heap() - before;
        says.accept(
                "%s: %d octets more heap after %d calls"
                        .formatted(subject.name(), growth, options.growthCalls()));
        return growth;
    }

    /** Until the last transaction has timed out. */
    private static void settle(ContainerProcess container) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SETTLE_SECONDS);
        while (container.held() > 0 && System.nanoTime() - deadline < 0) {
            pause();
        }
    }

    private static void pause() {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
}
