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
    private static final int SETTLE_SECONDS = 45;

    /** Calls a second while the open ones pile up. */
    private static final int HOLD_RATE = 50;

    /** SIP messages a second that a cold JVM keeps up with. */
    private static final int COLD_RATE = 600;

    private static final int COLD_SECONDS = 10;

    /** SIP messages a second after that. */
    private static final int WARM_RATE = 2_500;

    /** Behind its ACK at once, a BYE may overtake it inside the container. */
    private static final int CALL_MILLIS = 200;

    private final Options options;
    private final Path work;
    private final Consumer<String> says;

    /**
     * How much is measured. Rates count SIP messages, so that every subject has the same work at
     * the same rate.
     *
     * @param devices one subject each
     * @param seconds that each rate is kept up
     * @param warmUp SIP messages for each subject before anything is measured
     * @param firstRate SIP messages a second
     * @param lastRate SIP messages a second at most
     * @param factor from one rate to the next
     * @param openCalls held open at the same time to see their heap; 0 for none
     * @param growthCalls after which the heap is compared with before; 0 for none
     */
    record Options(
            List<Integer> devices,
            int seconds,
            int warmUp,
            int firstRate,
            int lastRate,
            double factor,
            int openCalls,
            int growthCalls) {
        Options {
            devices = List.copyOf(devices);
        }
    }

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
            results.add(measure(container, load, Subject.floor("floor", floorWar)));
            container.deploy(carillon);
            for (int devices : options.devices()) {
                Subject subject = Subject.carillon(carillon, devices);
                load.register(subject);
                results.add(measure(container, load, subject));
            }
            container.deploy(floorWar);
            results.add(measure(container, load, Subject.floor("floor again", floorWar)));
            return results;
        }
    }

    private Result measure(ContainerProcess container, Load load, Subject subject)
            throws IOException, InterruptedException {
        warmUp(load, subject);
        List<Step> steps = rising(load, subject);
        long heap = options.openCalls() == 0 ? 0 : heapPerOpenCall(container, load, subject);
        long growth =
                options.growthCalls() == 0 || subject.isFloor()
                        ? 0
                        : growth(container, load, subject);
        return new Result(subject, steps, heap, growth);
    }

    private void warmUp(Load load, Subject subject) throws IOException, InterruptedException {
        says.accept(subject.name() + ": warm-up");
        load.run(subject, calls(COLD_RATE, subject), COLD_SECONDS, CALL_MILLIS);
        int seconds = Math.max(1, options.warmUp() / WARM_RATE);
        load.run(subject, calls(WARM_RATE, subject), seconds, CALL_MILLIS);
    }

    /** Until a rate is not clean in two attempts: the machine may have had a hiccup. */
    private List<Step> rising(Load load, Subject subject) throws IOException, InterruptedException {
        List<Step> steps = new ArrayList<>();
        double rate = options.firstRate();
        while (rate <= options.lastRate()) {
            Step step = attempt(load, subject, calls(rate, subject));
            if (!step.clean()) {
                step = attempt(load, subject, calls(rate, subject));
            }
            steps.add(step);
            if (!step.clean()) {
                return steps;
            }
            rate *= options.factor();
        }
        return steps;
    }

    /** Calls a second that make so many messages a second. */
    private static int calls(double messageRate, Subject subject) {
        return Math.max(2, even(messageRate / subject.messagesPerCall()));
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
        load.end(players, HOLD_RATE, calls, cpu);
        says.accept(
                "%s: %d open calls, %d octets of heap each"
                        .formatted(subject.name(), open, perCall));
        return perCall;
    }

    private long growth(ContainerProcess container, Load load, Subject subject)
            throws IOException, InterruptedException {
        int rate = calls(WARM_RATE, subject);
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
