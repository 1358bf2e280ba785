package org.carillon.bench;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench}: measurements beside a floor, one subcommand each. */
@Command(
        name = "bench",
        description = "Measures what a call costs, beside a floor in the same run.",
        synopsisSubcommandLabel = "SUBJECT",
        subcommands = SipBenchCommand.class)
public final class BenchCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "what to measure is missing: sip");
    }
}
