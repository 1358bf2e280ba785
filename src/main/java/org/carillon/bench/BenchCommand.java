package org.carillon.bench;

import java.util.concurrent.Callable;
import org.carillon.bench.chaos.ChaosCommand;
import org.carillon.bench.chaos.ClusterCommand;
import org.carillon.bench.relay.RelayBenchCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench}: measurements beside a floor, one subcommand each. */
@Command(
        name = "bench",
        description = "Measures beside others, in the same run.",
        synopsisSubcommandLabel = "SUBJECT",
        subcommands = {
            SipBenchCommand.class,
            RelayBenchCommand.class,
            ChaosCommand.class,
            ClusterCommand.class
        })
public final class BenchCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(), "what to measure is missing: sip, relay, chaos or cluster");
    }
}
