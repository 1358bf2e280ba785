package org.carillon.launcher;

import java.util.List;
import java.util.concurrent.Callable;
import org.carillon.bench.BenchCommand;
import org.carillon.load.LoadCommand;
import org.carillon.tool.DemoCommand;
import org.carillon.tool.DeviceCommand;
import org.carillon.tool.SendCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** The command line. What goes wrong is said in one line on standard error. */
@Command(
        name = "carillon",
        description = "One large message reaches every device of the recipient.",
        synopsisSubcommandLabel = "COMMAND")
public final class Carillon implements Runnable {
    /** Every command but {@code build} and {@code test}, which the script does by itself. */
    private static final List<Callable<Integer>> COMMANDS =
            List.of(
                    new RunCommand(),
                    new HealthCommand(),
                    new DemoCommand(),
                    new SendCommand(),
                    new DeviceCommand(),
                    new LoadCommand(),
                    new BenchCommand());

    @CommandLine.Spec private CommandSpec spec;

    private Carillon() {}

    /** Exit codes: 0 done, 1 failed, 2 misused. */
    public static void main(String[] arguments) {
        KeepingLogManager.use();
        ContainerLog.install(); // for every command: "send" and "device" have libraries too
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new Carillon());
        COMMANDS.forEach(commandLine::addSubcommand);
        addHelp(commandLine);
        commandLine.setParameterExceptionHandler((misuse, arguments) -> explain(misuse));
        return commandLine;
    }

    private static void addHelp(CommandLine commandLine) {
        CommandSpec spec = commandLine.getCommandSpec();
        if (spec.findOption("--help") == null) {
            spec.addOption(
                    OptionSpec.builder("-h", "--help")
                            .usageHelp(true)
                            .description("shows this")
                            .build());
        }
        commandLine.getSubcommands().values().forEach(Carillon::addHelp);
    }

    /** Without a command there is nothing to do. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    private static int explain(ParameterException misuse) {
        CommandLine command = misuse.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        command.getErr().printf("%s: %s (see %s --help)%n", name, oneLine(misuse), name);
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    private static String oneLine(ParameterException misuse) {
        return misuse.getMessage().lines().findFirst().orElse("wrong options");
    }
}
