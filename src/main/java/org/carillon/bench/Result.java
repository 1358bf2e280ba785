package org.carillon.bench;

import java.util.List;

/**
 * What one subject costs.
 *
 * @param steps at rising rates, the last one not clean unless the limit was reached
 * @param heapPerOpenCall octets of live heap for each call that is open; 0 if not measured
 * @param growth octets of live heap more than before, after many calls; 0 if not measured
 */
record Result(Subject subject, List<Step> steps, long heapPerOpenCall, long growth) {
    Result {
        steps = List.copyOf(steps);
    }

    int highestCleanRate() {
        return clean().stream().mapToInt(Step::rate).max().orElse(0);
    }

    /** Over all clean steps, so that no single one decides. */
    double cpuMillisPerCall() {
        double cpu = clean().stream().mapToDouble(Step::cpuSeconds).sum();
        return 1000 * cpu / clean().stream().mapToLong(Step::calls).sum();
    }

    double cpuMicrosPerMessage() {
        return 1000 * cpuMillisPerCall() / subject.messagesPerCall();
    }

    double messagesPerCpuSecond() {
        return 1_000_000 / cpuMicrosPerMessage();
    }

    /** At half of the highest clean rate or just above: times near the limit say little. */
    Step typical() {
        return clean().stream()
                .filter(step -> 2 * step.rate() >= highestCleanRate())
                .findFirst()
                .orElse(steps.get(0));
    }

    private List<Step> clean() {
        return steps.stream().filter(Step::clean).toList();
    }
}
