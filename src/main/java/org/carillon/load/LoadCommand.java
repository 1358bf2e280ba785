package org.carillon.load;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code load}: MSRP without SIP, as much as it takes. */
@Command(
        name = "load",
        description = {
            "Loads an MSRP relay, or anything else that speaks MSRP, without any SIP: one process",
            "sends, another receives, counts, checks and times what arrives.",
            "",
            "  carillon load receive --listen 127.0.0.1:2856 --sessions 8",
            "  carillon load send --sessions 8 --chunk 2048 --bytes 100000000 \\",
            "    --to 'msrp://127.0.0.1:2855/relay;tcp msrp://127.0.0.1:2856/sink-{n};tcp'"
        },
        synopsisSubcommandLabel = "DIRECTION",
        subcommands = {LoadSendCommand.class, LoadReceiveCommand.class})
public final class LoadCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(), "the direction is missing: send or receive");
    }
}
